import { describe, expect, it } from "vitest";
import { ModelCache, type CachedModel } from "./model-cache.ts";
import { Scheduler, type Admission } from "../engine/scheduler.ts";

const GB = 1e9;

/** A world of models of equal size in virtual time: loading takes 2 s, leaving 100 ms, an answer 1 s. */
function createWorld(names: readonly string[], budget: number, pinned: readonly string[] = []) {
  let now = 0;
  const calls: { at: number; call: () => void }[] = [];
  const clock = {
    now: () => now,
    after(milliseconds: number, call: () => void) {
      const entry = { at: now + milliseconds, call };
      calls.push(entry);
      return () => void calls.splice(calls.indexOf(entry), 1);
    },
  };
  const states = new Map(names.map((name) => [name, "unloaded"]));
  const log: string[] = [];
  let most = 0;
  const inMemory = () => [...states.values()].filter((state) => state !== "unloaded").length;
  const scheduler: Scheduler = new Scheduler({
    capacity: (name) => (states.get(name) === "ready" && cache.admits(name) ? 2 : 0),
    has: (name) => states.has(name),
    onMissing: (groups) => cache.request(groups),
    onReleased: (name) => cache.markUsed(name),
    maxWaiting: 10_000,
  });
  const cachedModels = new Map(
    names.map((name): [string, CachedModel] => [
      name,
      {
        bytes: GB,
        isPinned: pinned.includes(name),
        get isLoaded() {
          return states.get(name) !== "unloaded";
        },
        get isBusy() {
          return scheduler.active(name) > 0;
        },
        load() {
          expect(states.get(name), `${name} is loaded once`).toBe("unloaded");
          states.set(name, "starting");
          log.push(`+${name}`);
          most = Math.max(most, inMemory());
          clock.after(2_000, () => {
            states.set(name, "ready");
            scheduler.serve();
          });
        },
        unload() {
          expect(scheduler.active(name), `${name} is idle when it leaves`).toBe(0);
          log.push(`-${name}`);
          return new Promise((resolve) => {
            clock.after(100, () => {
              states.set(name, "unloaded");
              resolve();
            });
          });
        },
      },
    ]),
  );
  const cache: ModelCache = new ModelCache({ budgetBytes: budget * GB, models: cachedModels, clock, changed: () => scheduler.serve() });
  let answered = 0;
  return {
    log,
    cache,
    clock,
    most: () => most,
    answered: () => answered,
    now: () => now,
    ask(models: readonly string[], signal = new AbortController().signal) {
      void scheduler.enter({ models, user: "", signal }).then((admission: Admission | null) =>
        clock.after(1_000, () => {
          answered++;
          for (const model of models) admission?.release(model);
        }),
      );
    },
    /** Lets time pass. */
    async run(until: number) {
      for (;;) {
        // Promises of the world settle before time goes on.
        for (let turn = 0; turn < 8; turn++) await Promise.resolve();
        const next = calls.toSorted((one, other) => one.at - other.at)[0];
        if (!next || next.at > until) break;
        calls.splice(calls.indexOf(next), 1);
        now = next.at;
        next.call();
      }
      now = until;
    },
  };
}
const ten = Array.from({ length: 10 }, (_, index) => `model-${index}`);

describe("models in a memory budget", () => {
  it("loads as many as fit at the start, and the pinned first", async () => {
    expect(createWorld(["a", "b", "c"], 2).log).toEqual(["+a", "+b"]);
    expect(createWorld(["a", "b", "c"], 2, ["c"]).log).toEqual(["+c", "+a"]);
  });

  it("gives the place of the one that has been idle longest to one that is asked for", async () => {
    const world = createWorld(["a", "b", "c"], 2);
    await world.run(3_000);
    world.ask(["a"]);
    await world.run(5_000);
    world.ask(["c"]);
    await world.run(10_000);
    expect(world.log.slice(2)).toEqual(["-b", "+c"]);
    expect(world.answered()).toBe(2);
  });

  it("loads a model once for all requests that wait for it, and never unloads a pinned one", async () => {
    const world = createWorld(["a", "b", "c"], 2, ["a"]);
    for (let count = 0; count < 20; count++) world.ask(["c"]);
    await world.run(60_000);
    expect(world.log.slice(2)).toEqual(["-b", "+c"]);
    expect(world.answered()).toBe(20);
  });

  it("answers 10 models over a budget of 3 without thrashing, and moves none that is busy", async () => {
    const world = createWorld(ten, 3);
    for (let count = 0; count < 300; count++) world.ask([ten[(count * 7) % 10] ?? ""]);
    await world.run(600_000);
    expect(world.answered()).toBe(300);
    expect(world.most()).toBe(3);
    // Model by model, but none waits for ever: a model that has more to do than others have patience comes a second time.
    expect(world.log.filter((entry) => entry.startsWith("+")).length).toBeLessThanOrEqual(20);
  });

  it("makes loaded models leave after what they do, when another has been waited for too long", async () => {
    const world = createWorld(ten, 3);
    await world.run(3_000);
    // Three models are kept busy for ever by requests that come faster than they can be answered.
    for (let second = 0; second < 120; second++)
      world.clock.after(second * 400, () => ["model-0", "model-1", "model-2"].forEach((name) => world.ask([name])));
    world.ask(["model-9"]);
    await world.run(20_000);
    expect(world.log).toContain("+model-9");
    await world.run(600_000);
    expect(world.answered()).toBe(361);
    expect(world.log.filter((entry) => entry.startsWith("+")).length).toBeLessThan(12);
  });

  it("does not let earlier requests for a model that is to leave keep it in memory, unused", async () => {
    const world = createWorld(["a", "b"], 1);
    await world.run(3_000);
    // 15 s of work for `a` is queued before the request for `b`, which waits no longer than 10 s.
    for (let count = 0; count < 30; count++) world.ask(["a"]);
    world.ask(["b"]);
    await world.run(600_000);
    expect(world.answered()).toBe(31);
    expect(world.log).toEqual(["+a", "-a", "+b", "-b", "+a"]);
  });

  it("loads both models of a request although others keep asking for those in their place", async () => {
    const world = createWorld(["a", "b", "c", "d"], 2);
    await world.run(3_000);
    for (let second = 0; second < 120; second++) world.clock.after(second * 400, () => ["a", "b"].forEach((name) => world.ask([name])));
    world.ask(["a"]);
    world.ask(["b"]);
    world.ask(["c", "d"]);
    await world.run(50_000);
    expect(world.log).toContain("+d");
    await world.run(900_000);
    expect(world.answered()).toBe(243);
  });

  it("lets loaded models stay when whoever waited for another has gone", async () => {
    const world = createWorld(["a", "b"], 1);
    const gone = new AbortController();
    await world.run(3_000);
    for (let second = 0; second < 60; second++) world.clock.after(second * 400, () => world.ask(["a"]));
    world.ask(["a"]);
    world.ask(["b"], gone.signal);
    await world.run(13_001);
    gone.abort();
    await world.run(600_000);
    expect(world.answered()).toBe(62);
    expect(world.log).not.toContain("+b");
  });

  it("brings both models of a battle, and refuses a pair that never fits", async () => {
    const world = createWorld(["a", "b", "c", "d"], 2);
    await world.run(3_000);
    world.ask(["c", "d"]);
    await world.run(20_000);
    expect(world.answered()).toBe(1);
    expect(world.cache.conflictOf(["c", "d"])).toBeNull();
    expect(world.cache.conflictOf(["a", "b", "c"])?.message).toBe("a and b and c would need 3.00 GB, but the memory budget is 2.00 GB.");
    expect(() => createWorld(["a"], 0)).toThrow("would need");
  });
});
