import { describe, expect, it } from "vitest";
import { Scheduler } from "./scheduler.ts";

const never = new AbortController().signal;

function hall(capacity: Record<string, number>, maxWaiting = 100) {
  const entered: string[] = [];
  const scheduler = new Scheduler({ capacity: (model) => capacity[model] ?? 0, maxWaiting });
  const enter = (name: string, models: string[], user = name, signal = never) =>
    scheduler.enter({ models, user, signal }).then((admission) => {
      entered.push(admission ? name : `${name} left`);
      return admission;
    });
  return { scheduler, entered, enter, flush: () => new Promise((resolve) => setImmediate(resolve)) };
}

describe("the line before the models", () => {
  it("lets in as many as there are sequences, then in order of arrival", async () => {
    const { entered, enter, flush } = hall({ a: 2 });
    const first = enter("one", ["a"]);
    void enter("two", ["a"]);
    void enter("three", ["a"]);
    void enter("four", ["a"]);
    await flush();
    expect(entered).toEqual(["one", "two"]);
    (await first)?.release("a");
    await flush();
    expect(entered).toEqual(["one", "two", "three"]);
  });

  it("admits both sides of a battle together, and keeps their place against a crowd", async () => {
    const { scheduler, entered, enter, flush } = hall({ a: 1, b: 1 });
    const holder = await enter("holder", ["a"]);
    void enter("battle", ["a", "b"]);
    void enter("single", ["b"]);
    await flush();
    expect(entered).toEqual(["holder"]);
    expect(scheduler.active("b")).toBe(0);
    holder?.release("a");
    await flush();
    expect(entered).toEqual(["holder", "battle"]);
  });

  it("takes users in turn, however many requests one of them has", async () => {
    const { entered, enter, flush } = hall({ a: 2 });
    const begun = ["g1", "g2", "g3", "g4"].map((name) => enter(name, ["a"], "greedy"));
    void enter("modest", ["a"], "modest");
    await flush();
    (await begun[0])?.release("a");
    await flush();
    expect(entered).toEqual(["g1", "g2", "modest"]);
  });

  it("forgets who leaves the line, and tells the others that they moved up", async () => {
    const { scheduler, entered, enter, flush } = hall({ a: 1 });
    const holder = await enter("holder", ["a"]);
    const abort = new AbortController();
    void enter("leaver", ["a"], "leaver", abort.signal);
    const positions: number[] = [];
    void scheduler.enter({ models: ["a"], user: "last", signal: never, onPosition: (position) => void positions.push(position) });
    abort.abort();
    await flush();
    expect(entered).toContain("leaver left");
    expect(positions).toEqual([2, 1]);
    expect(scheduler.waiting("a")).toBe(1);
    holder?.release("a");
    await flush();
    expect(scheduler.waiting("a")).toBe(0);
  });

  it("refuses more than the line holds, with the time after which to come back", async () => {
    const { enter } = hall({ a: 1 }, 1);
    (await enter("first", ["a"]))?.release("a");
    void enter("holder", ["a"]);
    void enter("waiter", ["a"]);
    await expect(enter("refused", ["a"])).rejects.toMatchObject({ code: "queue-full", retryAfterMs: expect.any(Number) });
  });

  it("asks for a model that is not there", async () => {
    const wanted: (readonly string[])[] = [];
    const scheduler = new Scheduler({ capacity: () => 0, wanted: (models) => void wanted.push(models), maxWaiting: 9 });
    void scheduler.enter({ models: ["cold"], user: "", signal: never });
    expect(wanted).toEqual([["cold"]]);
  });
});
