const WIDTH = 30;
const FROM_BYTES = 8 * 1024 * 1024;
const REDRAW_MS = 100;

/** Passes text on and, on a terminal, shows how much of a long input has been read. */
export async function* withProgress(chunks: AsyncIterable<string>, size: number | null): AsyncGenerator<string> {
  const shown = process.stderr.isTTY === true && (size === null || size > FROM_BYTES);
  let [read, drawn] = [0, performance.now()];
  for await (const chunk of chunks) {
    yield chunk;
    read += chunk.length;
    if (!shown || performance.now() - drawn < REDRAW_MS) continue;
    drawn = performance.now();
    const full = size === null ? 0 : Math.min(WIDTH, Math.round((read / size) * WIDTH));
    const bar = size === null ? "" : `[${"█".repeat(full)}${"·".repeat(WIDTH - full)}] `;
    process.stderr.write(`\r\u001B[2Kreading ${bar}${(read / 1e6).toFixed(0)} MB`);
  }
  if (shown) process.stderr.write("\r\u001B[2K");
}
