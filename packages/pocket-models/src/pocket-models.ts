import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { PocketModel } from "./pocket-model.ts";

const made = {
  organization: "llmlist",
  kind: "instruct",
  isPocketModel: true,
  license: { name: "MIT", url: "https://opensource.org/license/mit" },
  promptFormat: { type: "template", systemMessage: "left-out" },
  contextTokens: 512,
  catalogVersion: "0.1.0",
  trainingCommit: "e0031855911e45103b8e86f5ad5124accfeb11af",
} as const;
/** Not an URL beside `import.meta.url`: bundlers take that for a module and do not find it. */
const file = (name: string) => join(dirname(fileURLToPath(import.meta.url)), "..", "models", name);

/** The models, best first; bytes and digests were read from the files themselves. */
export const pocketModels: readonly PocketModel[] = [
  {
    ...made,
    id: "pocket-5m-q8_0",
    name: "llmlist Pocket 5M Q8_0",
    path: file("pocket-5m-q8_0.gguf"),
    bytes: 5_786_112,
    sha256: "db4534ab30701f3ab9d598075ff7d57e5cfae9cf1b4ee8fc82c4bdf347617eb5",
    quantization: "Q8_0",
    parameters: 5_377_280,
  },
  {
    ...made,
    id: "pocket-1m-f16",
    name: "llmlist Pocket 1M F16",
    path: file("pocket-1m-f16.gguf"),
    bytes: 2_196_448,
    sha256: "4932288283acc4af01a2e8c77e0a6fd9e106f60fe8d467a85783970d8e4e802c",
    quantization: "F16",
    parameters: 1_066_112,
  },
  {
    ...made,
    id: "pocket-1m-q8_0",
    name: "llmlist Pocket 1M Q8_0",
    path: file("pocket-1m-q8_0.gguf"),
    bytes: 1_198_048,
    sha256: "417a9efc0ee86990090c393a8a28b799470c4f18be8a85e5943ff5a1bfcaa5e5",
    quantization: "Q8_0",
    parameters: 1_066_112,
  },
  {
    ...made,
    id: "pocket-1m-q4_0",
    name: "llmlist Pocket 1M Q4_0",
    path: file("pocket-1m-q4_0.gguf"),
    bytes: 727_008,
    sha256: "ce1a9b48a938ca554b45e17a8a5a6f61488b568f02453a0d0256fa41fd62e33f",
    quantization: "Q4_0",
    parameters: 1_066_112,
  },
];
