import { stderr } from "node:process";

const WIDTH = 24;
const REDRAW_MS = 200;

const clock = (seconds: number): string => {
  const whole = Math.ceil(seconds);
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor((whole % 3600) / 60)];
  return hours > 0 ? `${hours} h ${minutes} min` : minutes > 0 ? `${minutes} min ${whole % 60} s` : `${whole} s`;
};

/** Shows how far a run is: one moving line on a terminal, a line for every tenth elsewhere. Answers from an earlier run do not count for the speed. */
export function createProgress(total: number): { update(answered: number, isCached: boolean, task: string): void; end(): void } {
  const begun = performance.now();
  let drawn = -REDRAW_MS;
  let tenth = 0;
  let computed = 0;
  return {
    update(answered, isCached, task) {
      if (!isCached) computed++;
      const now = performance.now();
      const isDue = stderr.isTTY ? now - drawn >= REDRAW_MS || answered === total : Math.floor((10 * answered) / total) > tenth;
      if (!isDue) return;
      drawn = now;
      tenth = Math.floor((10 * answered) / total);
      const perSecond = computed / Math.max(0.001, (now - begun) / 1000);
      const left = perSecond > 0 ? `${clock((total - answered) / perSecond)} left` : "";
      const figures = `${answered} of ${total} questions, ${perSecond.toFixed(1)} a second, ${left}, ${task}`;
      const full = Math.round((WIDTH * answered) / total);
      stderr.write(stderr.isTTY ? `\r\u001B[2K[${"█".repeat(full)}${"·".repeat(WIDTH - full)}] ${figures}` : `${figures}\n`);
    },
    end: () => void (stderr.isTTY && stderr.write("\r\u001B[2K")),
  };
}
