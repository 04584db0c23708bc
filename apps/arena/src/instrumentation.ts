/** Runs once when the server starts: a database that does not open or a broken setting ends the start, not the first request. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== "nodejs") return;
  const { runtime } = await import("./server/runtime");
  await runtime();
}
