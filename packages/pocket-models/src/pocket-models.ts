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
  trainingCommit: "TRAINING_COMMIT",
} as const;
const file = (name: string) => fileURLToPath(new URL(`../models/${name}`, import.meta.url));

/** The models, best first; bytes and digests were read from the files themselves. */
export const pocketModels: readonly PocketModel[] = [];
