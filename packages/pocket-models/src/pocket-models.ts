import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { PocketModel } from "./pocket-model.ts";

const made = {
  organization: "llmlist",
  kind: "instruct",
  isPocketModel: true,
  license: { name: "MIT", url: "https://opensource.org/license/mit" },
  promptFormat: { type: "template" },
  contextTokens: 512,
  catalogVersion: "0.1.0",
  trainingCommit: "f598d18aaaa",
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
    bytes: 5_786_080,
    sha256: "d714f945c63e1aa39fd9ad6e00924b9bf4ce3a6c84e49b0e3e9b170b87a0b1a4",
    quantization: "Q8_0",
    parameters: 5_377_280,
  },
  {
    ...made,
    id: "pocket-1m-f16",
    name: "llmlist Pocket 1M F16",
    path: file("pocket-1m-f16.gguf"),
    bytes: 2_196_416,
    sha256: "f69874ded37b7ece3d28f519d028d8d687987b4d04c6b43456efa757745c2e07",
    quantization: "F16",
    parameters: 1_066_112,
  },
  {
    ...made,
    id: "pocket-1m-q8_0",
    name: "llmlist Pocket 1M Q8_0",
    path: file("pocket-1m-q8_0.gguf"),
    bytes: 1_198_016,
    sha256: "efc5bd61eb1ee5e753aaeb572c1968b28f1ba25664321d75fa920a53fede2eaa",
    quantization: "Q8_0",
    parameters: 1_066_112,
  },
  {
    ...made,
    id: "pocket-1m-q4_0",
    name: "llmlist Pocket 1M Q4_0",
    path: file("pocket-1m-q4_0.gguf"),
    bytes: 829_376,
    sha256: "ae27f11386953430d9ca100535b8fc55cab3cae4a9b5c56f65e5d550b7783f4a",
    quantization: "Q4_0",
    parameters: 1_066_112,
  },
];
