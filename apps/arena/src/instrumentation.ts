/** Runs once when the server starts: a database that does not open ends the start, not the first request. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME === "nodejs") {
    const { openOrExit } = await import("./runtime/open-or-exit");
    await openOrExit();
  }
}
