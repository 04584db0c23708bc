import { homedir } from "node:os";
import { join, resolve } from "node:path";

/** Where model files are kept: `LLMLIST_MODELS`, else `llmlist/models` in the user's cache folder, shared by all checkouts. */
export function modelsFolder(environment: NodeJS.ProcessEnv = process.env): string {
  if (environment.LLMLIST_MODELS) return resolve(environment.LLMLIST_MODELS);
  return join(environment.XDG_CACHE_HOME || join(homedir(), ".cache"), "llmlist", "models");
}
