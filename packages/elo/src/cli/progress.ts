const WIDTH = 30;
const FROM_BYTES = 8 * 1024 * 1024;
const REDRAW_MS = 100;

/** Shows on a terminal how much of a long input has been read. */
export interface Progress {
  show(bytes: number): void;
  end(): void;
}

/** Shows on a terminal how many steps of a long computation are done. */
export function showSteps(done: number, of: number): void {
  if (process.stderr.isTTY !== true) return;
  process.stderr.write(done < of ? `\r\u001B[2Kcomputing [${barOf(done / of)}] ${done} of ${of}` : "\r\u001B[2K");
}

function barOf(share: number): string {
  const full = Math.min(WIDTH, Math.round(share * WIDTH));
  return "█".repeat(full) + "·".repeat(WIDTH - full);
}

/** @param size Bytes in all, or null where nobody knows. */
export function createProgress(size: number | null): Progress {
  const isShown = process.stderr.isTTY === true && (size === null || size > FROM_BYTES);
  let drawn = performance.now();
  return {
    show(bytes) {
      if (!isShown || performance.now() - drawn < REDRAW_MS) return;
      drawn = performance.now();
      const bar = size === null ? "" : `[${barOf(bytes / size)}] `;
      process.stderr.write(`\r\u001B[2Kreading ${bar}${(bytes / 1e6).toFixed(0)} MB`);
    },
    end() {
      if (isShown) process.stderr.write("\r\u001B[2K");
    },
  };
}
