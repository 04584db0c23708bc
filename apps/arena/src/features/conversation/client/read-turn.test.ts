import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { TurnEvent } from "../contract";
import { nothingRead, readTurn, type TurnProgress } from "./read-turn";

type Sent = TurnEvent & { id?: number };
const delta = (slot: "a" | "b", text: string, id?: number, turn = 1): Sent => ({
  event: "slot-delta",
  data: { turn, slot, text },
  ...(id === undefined ? {} : { id }),
});

function streamOf(events: readonly Sent[], { isOpen = false } = {}): Response {
  const encoder = new TextEncoder();
  const write = ({ event, data, id }: Sent) => `${id === undefined ? "" : `id: ${id}\n`}event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
  return new Response(
    new ReadableStream({
      start(controller) {
        for (const event of events) controller.enqueue(encoder.encode(write(event)));
        if (!isOpen) controller.close();
      },
    }),
  );
}

async function read(events: readonly Sent[], from: TurnProgress = nothingRead) {
  let last = from;
  const end = await readTurn(streamOf(events), { turn: 1, from, onProgress: (progress) => (last = progress) });
  return { end, last, texts: [last.answers.a.text, last.answers.b.text] };
}

describe("the stream of a turn", () => {
  it("gives both texts, both ends and the position", async () => {
    const { end, last } = await read([
      { event: "queue-position", data: { turn: 1, position: 2 }, id: 1 },
      { event: "queue-position", data: { turn: 1, position: 0 }, id: 2 },
      delta("a", "On", 3),
      delta("a", "e", 4),
      delta("b", "Two", 5),
      { event: "slot-end", data: { turn: 1, slot: "a", reason: "stop" }, id: 6 },
      { event: "slot-end", data: { turn: 1, slot: "b", reason: "length" }, id: 7 },
      { event: "battle-end", data: { turn: 1 }, id: 8 },
    ]);
    expect(end).toBe("turn-ended");
    expect(last).toEqual({ position: 0, lastEventId: 8, answers: { a: { text: "One", end: "stop" }, b: { text: "Two", end: "length" } } });
  });

  it("goes on after the last event that was read", async () => {
    const { end, last } = await read([delta("a", "On", 1), delta("b", "Tw", 2)]);
    expect(end).toBe("lost");
    expect((await read([delta("a", "e", 3), delta("b", "o", 4)], last)).texts).toEqual(["One", "Two"]);
  });

  it("begins again where the server does not go on: without ids, or from its first id", async () => {
    const { last } = await read([delta("a", "On", 1), delta("b", "Tw", 2)]);
    expect((await read([delta("a", "One"), delta("b", "Two")], last)).texts).toEqual(["One", "Two"]);
    expect((await read([delta("a", "One", 1), delta("b", "Two", 2)], last)).texts).toEqual(["One", "Two"]);
    const withoutIds = (await read([delta("a", "On"), delta("a", "e")])).last;
    expect((await read([delta("a", "One and")], withoutIds)).texts).toEqual(["One and", ""]);
  });

  it("stops at an event of another turn, and takes nothing from it", async () => {
    const { end, texts } = await read([delta("a", "One", 1), delta("a", "Other", 2, 2)]);
    expect(end).toBe("other-turn");
    expect(texts[0]).not.toContain("Other");
  });

  it("is lost where an event does not fit the contract", async () => {
    expect((await read([{ event: "slot-delta", data: { turn: 1, slot: "c", text: "?" } } as never])).end).toBe("lost");
  });

  describe("with a clock", () => {
    beforeEach(() => void vi.useFakeTimers());
    afterEach(() => void vi.useRealTimers());

    it("is lost after a silence on an open connection, and not before", async () => {
      let end: string | null = null;
      const response = streamOf([delta("a", "One", 1)], { isOpen: true });
      const reading = readTurn(response, { turn: 1, from: nothingRead, onProgress: () => {}, silenceMs: 1000 }).then((how) => (end = how));
      await vi.advanceTimersByTimeAsync(990);
      expect(end).toBeNull();
      await vi.advanceTimersByTimeAsync(20);
      await reading;
      expect(end).toBe("lost");
    });
  });
});
