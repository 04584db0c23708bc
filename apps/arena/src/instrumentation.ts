/** Runs once when the server starts: a database that does not open ends the start with a sentence, not the first request. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== "nodejs") return;
  const { runtime } = await import("@/runtime/runtime");
  try {
    await runtime();
  } catch (error) {
    // Next would log the error and serve on without a runtime.
    console.error(`llmlist: ${error instanceof Error ? error.message : String(error)}`); // oxlint-disable-line no-console
    process.exit(1);
  }
}
