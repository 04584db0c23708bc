import { apiRoutes } from "./api-routes";
import { runtime } from "./runtime";

const description = { method: "GET", path: "/api/openapi.json" };

/** Opens the runtime; where it does not open, the start ends with a sentence, since Next would log the error and serve on without one. */
export async function openOrExit(): Promise<void> {
  // The server checks addresses and methods before Next does.
  Reflect.set(globalThis, Symbol.for("llmlist.apiRoutes"), [...apiRoutes, description]);
  try {
    await runtime();
  } catch (error) {
    console.error(`llmlist: ${error instanceof Error ? error.message : String(error)}`); // oxlint-disable-line no-console
    process.exit(1);
  }
}
