import { describe, expect, it } from "vitest";
import { InferenceError } from "./errors.ts";
import { Scheduler } from "./scheduler.ts";

const flush = () => new Promise((resolve) => setImmediate(resolve));

function open(capacity: Record<string, number>, maxWaiting = 100) {
  const entered: string[] = [];
  const scheduler = new Scheduler({ has: (model) => model in capacity, capacity: (model) => capacity[model] ?? 0, maxWaiting });
  const enter = (name: string, models: string[], user = name, signal = new AbortController().signal) =>
    scheduler.enter({ models, user, signal }).then((admission) => {
      entered.push(admission ? name : `${name} left`);
      return admission;
    });
  return { scheduler, entered, enter, capacity };
}

describe("the scheduler of requests", () => {
  it("admits as many as there are sequences, then in order of arrival", async () => {
    const { entered, enter } = open({ a: 2 });
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

  it("admits both models of a battle together, and keeps them free against a crowd", async () => {
    const { scheduler, entered, enter } = open({ a: 1, b: 1 });
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

  it("gives two sequences of one model to a request that names it twice, and takes each back once", async () => {
    const { scheduler, entered, enter } = open({ a: 2 });
    const holder = await enter("holder", ["a"]);
    const twins = enter("twins", ["a", "a"]);
    await flush();
    expect(entered).toEqual(["holder"]);
    holder?.release("a");
    holder?.release("a");
    const admission = await twins;
    expect(scheduler.active("a")).toBe(2);
    admission?.release("a");
    expect(scheduler.active("a")).toBe(1);
    admission?.release("a");
    admission?.release("a");
    expect(scheduler.active("a")).toBe(0);
  });

  it("lets others use a model while a request for it waits for another that is not loaded", async () => {
    const { scheduler, entered, enter, capacity } = open({ a: 1, cold: 0 });
    void enter("battle", ["a", "cold"]);
    const single = await enter("single", ["a"]);
    void enter("next", ["a"]);
    capacity.cold = 1;
    scheduler.serve();
    single?.release("a");
    await flush();
    expect(entered).toEqual(["single", "battle"]);
  });

  it("takes users in turn, however many requests one of them has", async () => {
    const { entered, enter } = open({ a: 2 });
    const begun = ["g1", "g2", "g3", "g4"].map((name) => enter(name, ["a"], "greedy"));
    void enter("modest", ["a"], "modest");
    await flush();
    (await begun[0])?.release("a");
    await flush();
    expect(entered).toEqual(["g1", "g2", "modest"]);
  });

  it("forgets who leaves the queue, and tells the others that they moved up", async () => {
    const { scheduler, entered, enter } = open({ a: 1 });
    const holder = await enter("holder", ["a"]);
    const abort = new AbortController();
    void enter("leaver", ["a"], "leaver", abort.signal);
    const positions: number[] = [];
    void scheduler.enter({
      models: ["a"],
      user: "last",
      signal: new AbortController().signal,
      onPosition: (position) => void positions.push(position),
    });
    abort.abort();
    await flush();
    expect(entered).toContain("leaver left");
    expect(positions).toEqual([2, 1]);
    expect(scheduler.waiting("a")).toBe(1);
    holder?.release("a");
    await flush();
    expect(scheduler.waiting("a")).toBe(0);
  });

  it("counts in a position only requests that need one of the same models", async () => {
    const { scheduler, enter } = open({ a: 1, b: 1, c: 1 });
    await enter("holder", ["a", "b", "c"]);
    for (const model of ["a", "b", "a"]) void enter(`single ${model}`, [model]);
    const positions: number[] = [];
    const onPosition = (position: number) => void positions.push(position);
    void scheduler.enter({ models: ["c"], user: "c", signal: new AbortController().signal, onPosition });
    void scheduler.enter({ models: ["a", "b"], user: "ab", signal: new AbortController().signal, onPosition });
    expect(positions).toEqual([1, 4]);
  });

  it("refuses more than may wait, with the time after which to come back", async () => {
    const { enter } = open({ a: 1 }, 1);
    (await enter("first", ["a"]))?.release("a");
    void enter("holder", ["a"]);
    void enter("waiter", ["a"]);
    await expect(enter("refused", ["a"])).rejects.toMatchObject({ code: "queue-full", retryAfterMs: expect.any(Number) });
  });

  it("asks for the models of a request together where one is not loaded", async () => {
    const wanted: unknown[] = [];
    const source = { has: () => true, capacity: (model: string) => (model === "warm" ? 1 : 0), maxWaiting: 9 };
    const scheduler = new Scheduler({ ...source, onMissing: (groups) => void wanted.push(groups) });
    void scheduler.enter({ models: ["cold", "warm"], user: "", signal: new AbortController().signal });
    expect(wanted).toEqual([[{ models: ["cold", "warm"], isLoaded: false }]]);
  });

  it("ends the wait for a model that is withdrawn, and serves the others", async () => {
    const { scheduler, entered, enter } = open({ a: 1, b: 1 });
    await enter("holder", ["a"]);
    const battle = enter("battle", ["a", "b"]);
    void enter("single", ["b"]);
    scheduler.withdraw("a", new InferenceError("unknown-model", "Gone."));
    await expect(battle).rejects.toMatchObject({ code: "unknown-model" });
    expect(entered).toEqual(["holder", "single"]);
    expect(scheduler.waiting("b")).toBe(0);
  });
});

describe("schedulers that are joined", () => {
  it("admit one request for models of both, and go on with what runs and waits in either", async () => {
    const [left, right] = [open({ a: 1 }), open({ b: 1 })];
    const a = await left.enter("a", ["a"]);
    const b = await right.enter("b", ["b"]);
    void left.enter("waiting a", ["a"]);
    left.scheduler.join(right.scheduler);
    const battle = right.enter("battle", ["a", "b"]);
    b?.release("b");
    await flush();
    expect(right.entered).toEqual(["b"]);
    a?.release("a");
    await flush();
    expect(left.entered).toEqual(["a", "waiting a"]);
    expect(left.scheduler.waiting("b")).toBe(1);
    expect(right.scheduler.active("a")).toBe(1);
    void battle;
  });

  it("keep one order of users", async () => {
    const [left, right] = [open({ a: 1 }), open({ b: 1 })];
    left.scheduler.join(right.scheduler);
    await left.enter("greedy a", ["a"], "greedy");
    const other = await right.enter("other b", ["b"], "other");
    void right.enter("greedy b", ["b"], "greedy");
    void right.enter("modest b", ["b"], "modest");
    other?.release("b");
    await flush();
    expect(right.entered).toEqual(["other b", "modest b"]);
  });

  it("may be joined again, in any order", async () => {
    const [one, two, three] = [open({ a: 1 }), open({ b: 1 }), open({ c: 1 })];
    one.scheduler.join(two.scheduler);
    three.scheduler.join(one.scheduler);
    two.scheduler.join(three.scheduler);
    await two.enter("all", ["a", "b", "c"]);
    expect([one.scheduler.active("c"), three.scheduler.active("a")]).toEqual([1, 1]);
  });
});
