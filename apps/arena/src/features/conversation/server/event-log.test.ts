import { expect, it } from "vitest";
import { createEventLog } from "./event-log";

const eventsAfter = async (log: ReturnType<typeof createEventLog>, lastId: number) => {
  const ids: number[] = [];
  for await (const { id } of log.read(lastId)) ids.push(id);
  return ids;
};

/** The log of a turn with three events. */
function logOf(turn: number) {
  const log = createEventLog(turn);
  log.append({ event: "slot-delta", data: { turn, slot: "a", text: "Because." } });
  log.append({ event: "slot-end", data: { turn, slot: "a", reason: "stop" } });
  log.append({ event: "battle-end", data: { turn } });
  return log;
}

it("goes on after the last event that a reader had", async () => {
  expect(await eventsAfter(logOf(1), 2)).toEqual([3]);
});

it("begins at the first event for a reader whose last event was one of another turn, or of no turn", async () => {
  const [first] = await eventsAfter(logOf(1), 0);
  const [second, ...others] = await eventsAfter(logOf(2), 0);
  expect(second).toBeGreaterThan(first ?? Infinity);
  for (const lastId of [1, 2, 3, 40, Number.MAX_SAFE_INTEGER]) expect(await eventsAfter(logOf(2), lastId)).toEqual([second, ...others]);
  expect(await eventsAfter(logOf(1), 40)).toEqual([1, 2, 3]);
});
