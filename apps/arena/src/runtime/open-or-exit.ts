import { runtime } from "./runtime";

/** Opens the runtime; where it does not open, the start ends with a sentence, since Next would log the error and serve on without one. */
export async function openOrExit(): Promise<void> {
  try {
    await runtime();
  } catch (error) {
    console.error(`llmlist: ${error instanceof Error ? error.message : String(error)}`); // oxlint-disable-line no-console
    process.exit(1);
  }
}
