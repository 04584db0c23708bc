import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { PocketModel } from "./pocket-model.ts";

const made = {
  organization: "llmlist",
  kind: "instruct",
  bundled: true,
  license: { name: "MIT", url: "https://opensource.org/license/mit" },
  promptFormat: { type: "template", systemMessage: "left-out" },
  contextTokens: 512,
  catalogVersion: "0.1.0",
  trainingCommit: "7de986234224997f527fecf6bd1ce316922f21cf",
} as const;
/** Not an URL beside `import.meta.url`: bundlers take that for a module and do not find it. */
const file = (name: string) => join(dirname(fileURLToPath(import.meta.url)), "..", "models", name);

/** The models, best first; bytes and digests were read from the files themselves. */
export const pocketModels: readonly PocketModel[] = [
  {
    ...made,
    id: "pocket-5m-2611-q8_0",
    name: "llmlist Pocket 5M 2611 Q8_0",
    path: file("pocket-5m-2611-q8_0.gguf"),
    bytes: 5_785_792,
    sha256: "f78cda47ba4ebd8d4f54247818a2bda8acbc0b5b419f31e5f2dcf74aafd9f9bb",
    quantization: "Q8_0",
    parameters: 5_377_280,
  },
  {
    ...made,
    id: "pocket-1m-2611-f16",
    name: "llmlist Pocket 1M 2611 F16",
    path: file("pocket-1m-2611-f16.gguf"),
    bytes: 2_196_128,
    sha256: "8e01bbd34fc1b2a1ee149d80e7dd785a4c73046e61aed4eabbf94294d2324733",
    quantization: "F16",
    parameters: 1_066_112,
  },
  {
    ...made,
    id: "pocket-1m-2611-q8_0",
    name: "llmlist Pocket 1M 2611 Q8_0",
    path: file("pocket-1m-2611-q8_0.gguf"),
    bytes: 1_197_728,
    sha256: "f8ca2872480eb981fcc334e41291549d9652fd2eb094bf6fe6b5a789b6de9240",
    quantization: "Q8_0",
    parameters: 1_066_112,
  },
  {
    ...made,
    id: "pocket-1m-2611-q4_0",
    name: "llmlist Pocket 1M 2611 Q4_0",
    path: file("pocket-1m-2611-q4_0.gguf"),
    bytes: 726_688,
    sha256: "fe18fd1420acd7c7163b8c26f405bac54a17caddf556930762d2f21ac00ad47c",
    quantization: "Q4_0",
    parameters: 1_066_112,
  },
];
