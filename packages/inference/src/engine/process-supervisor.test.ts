import { expect, it, vi } from "vitest";
import type { Clock } from "./clock.ts";
import { ProcessSupervisor } from "./process-supervisor.ts";

const SILENCE_MS = 10_000;

/** A process that is ready and says nothing, and a clock whose timer a test calls, late or in time. */
async function superviseSilent() {
  let now = 0;
  let call = () => {};
  const clock: Clock = {
    now: () => now,
    after: (_, next) => {
      call = next;
      return () => {};
    },
  };
  const kill = vi.fn<() => void>();
  const ended = new Promise<never>(() => {});
  const supervisor = new ProcessSupervisor({
    clock,
    silenceMs: SILENCE_MS,
    start: async () => ({ pid: 1, ended, kill }),
    onChange: () => {},
  });
  supervisor.load();
  await vi.waitFor(() => expect(supervisor.pid).toBe(1));
  supervisor.ready();
  const pass = (milliseconds: number) => {
    now += milliseconds;
    call();
  };
  return { supervisor, kill, pass };
}

it("kills a process that is silent for too long", async () => {
  const { kill, pass } = await superviseSilent();
  for (let second = 1; second < 10; second++) pass(1_000);
  expect(kill).not.toHaveBeenCalled();
  pass(1_000);
  expect(kill).toHaveBeenCalledTimes(1);
});

it("kills no process for a silence in which this process stood still, and watches it anew from then on", async () => {
  const { supervisor, kill, pass } = await superviseSilent();
  for (let second = 0; second < 5; second++) pass(1_000);
  pass(600_000);
  expect(kill).not.toHaveBeenCalled();
  for (let second = 0; second < 9; second++) pass(1_000);
  expect(kill).not.toHaveBeenCalled();
  supervisor.alive();
  for (let second = 0; second < 10; second++) pass(1_000);
  expect(kill).toHaveBeenCalledTimes(1);
});
