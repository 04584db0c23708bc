import { stdout } from "node:process";
import type { PullProgress } from "../models/index.ts";

const WIDTH = 30;
const REDRAW_MS = 100;
const LINE_EVERY = 0.1;

const megabytes = (bytes: number) => (bytes / 1e6).toFixed(1);

/** Shows bytes, rate and time left: one moving line on a terminal, a line for every tenth elsewhere. */
export function createProgressBar(title: string): {
  update(progress: Pick<PullProgress, "receivedBytes" | "totalBytes">): void;
  log(sentence: string): void;
  end(): void;
} {
  const begun = performance.now();
  let drawn = -REDRAW_MS;
  let next = LINE_EVERY;
  const clear = () => stdout.isTTY && stdout.write("\r\u001B[2K");
  return {
    update({ receivedBytes, totalBytes }) {
      const now = performance.now();
      const share = receivedBytes / totalBytes;
      const rate = receivedBytes / Math.max(1, now - begun);
      const left = rate > 0 ? `${Math.ceil((totalBytes - receivedBytes) / rate / 1000)} s left` : "";
      const figures = `${megabytes(receivedBytes)} of ${megabytes(totalBytes)} MB, ${(rate / 1000).toFixed(1)} MB/s, ${left}`;
      if (stdout.isTTY && now - drawn >= REDRAW_MS) {
        drawn = now;
        const full = Math.round(share * WIDTH);
        stdout.write(`\r\u001B[2K${title} [${"█".repeat(full)}${"·".repeat(WIDTH - full)}] ${figures}`);
      } else if (!stdout.isTTY && share >= next) {
        next = Math.floor(share / LINE_EVERY) * LINE_EVERY + LINE_EVERY;
        stdout.write(`${title}: ${figures}\n`);
      }
    },
    log(sentence) {
      clear();
      stdout.write(`${sentence}\n`);
    },
    end: () => void clear(),
  };
}
