import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { InferenceError } from "../engine/errors.ts";
import { ManualClock } from "../testing/manual-clock.ts";
import { type CachedModel, ModelCache } from "./model-cache.ts";
import { type Admission, Scheduler } from "../engine/scheduler.ts";

/** `LLMLIST_PROPERTY_RUNS` lets more of them be tried. */
const RUNS = Number(process.env.LLMLIST_PROPERTY_RUNS ?? 200);
const GB = 1e9;
const BUDGET = 4 * GB;
const local = [1, 1, 2, 2, 3].map((size, index) => ({ id: `local-${index}`, bytes: size * GB, sequences: 2 }));
const remote = [1, 2, 3].map((sequences, index) => ({ id: `remote-${index}`, bytes: 0, sequences }));
const all = [...local, ...remote];
const bytesOf = new Map(all.map(({ id, bytes }) => [id, bytes]));
const sequencesOf = new Map(all.map(({ id, sequences }) => [id, sequences]));

/** Two engines that share one order: one with a memory budget, and endpoints that come and go. All times are virtual. */
class World {
  readonly clock = new ManualClock();
  readonly states = new Map(all.map(({ id }) => [id, id.startsWith("local") ? "unloaded" : "ready"]));
  readonly scheduler: Scheduler;
  readonly #remote: Scheduler;
  readonly #together: boolean;
  readonly #cached = new Map<string, CachedModel>();
  readonly #cache: ModelCache;
  /** Seats that are reserved, by model. */
  readonly reserved = new Map<string, number>();
  readonly outcomes: string[] = [];

  constructor(pinned: readonly string[], together: boolean) {
    this.#together = together;
    this.scheduler = new Scheduler({
      maxWaiting: 1_000,
      has: (id) => id.startsWith("local") && this.states.has(id),
      capacity: (id) => (this.states.get(id) === "ready" && this.#cache.admits(id) ? (sequencesOf.get(id) ?? 0) : 0),
      onMissing: (groups) => this.#cache.request(groups),
      onReleased: (id) => this.#cache.markUsed(id),
    });
    this.#remote = new Scheduler({
      maxWaiting: 1_000,
      has: (id) => id.startsWith("remote") && this.states.has(id),
      capacity: (id) => (this.states.get(id) === "ready" ? (sequencesOf.get(id) ?? 0) : 0),
    });
    this.scheduler.join(this.#remote);
    for (const { id } of local) this.#cached.set(id, this.#model(id, pinned.includes(id)));
    const changed = () => this.scheduler.serve();
    this.#cache = new ModelCache({ budgetBytes: BUDGET, models: this.#cached, clock: this.clock, changed });
  }

  #model(id: string, isPinned: boolean): CachedModel {
    const isLoaded = () => this.states.get(id) !== "unloaded" && this.states.has(id);
    const isBusy = () => this.states.get(id) !== "ready" || this.scheduler.active(id) > 0;
    return {
      bytes: bytesOf.get(id) ?? 0,
      isPinned,
      get isLoaded() {
        return isLoaded();
      },
      get isBusy() {
        return isBusy();
      },
      load: () => {
        expect(this.states.get(id)).toBe("unloaded");
        this.states.set(id, "starting");
        this.clock.after(2_000, () => this.#become(id, "starting", "ready"));
      },
      unload: () => {
        expect(this.reserved.get(id) ?? 0, "a model that answers is never unloaded").toBe(0);
        this.states.set(id, "leaving");
        return this.clock.wait(100).then(() => void (this.states.has(id) && this.states.set(id, "unloaded")));
      },
    };
  }

  #become(id: string, from: string, to: string): void {
    if (this.states.get(id) !== from) return;
    this.states.set(id, to);
    this.scheduler.serve();
  }

  check(): void {
    const inMemory = local.filter(({ id }) => this.states.has(id) && this.states.get(id) !== "unloaded");
    expect(inMemory.reduce((sum, { bytes }) => sum + bytes, 0)).toBeLessThanOrEqual(BUDGET);
    for (const { id, sequences } of all) {
      expect(this.reserved.get(id) ?? 0).toBeLessThanOrEqual(sequences);
      expect(this.scheduler.active(id), `no seat of ${id} is half reserved`).toBe(this.reserved.get(id) ?? 0);
    }
  }

  /** Asks for models together; each is given back after its own time. */
  async ask(models: readonly string[], user: string, answerMs: readonly number[], leaveAfterMs: number | null): Promise<void> {
    const isPossible = models.every((id) => this.states.has(id)) && this.#cache.conflictOf(models.filter(isLocal)) === null;
    if (!isPossible) return void this.outcomes.push("refused");
    const abort = new AbortController();
    if (leaveAfterMs !== null) this.clock.after(leaveAfterMs, () => abort.abort());
    const before = this.outcomes.length;
    const admission = await this.#enter(models, user, abort.signal).catch((error: unknown) => {
      expect(error).toMatchObject({ code: "unknown-model" });
      return null;
    });
    if (!admission) return void this.outcomes.push(`left after ${before}`);
    for (const id of models) this.reserved.set(id, (this.reserved.get(id) ?? 0) + 1);
    await Promise.all(
      models.map(async (id, index) => {
        await this.clock.wait(answerMs[index] ?? 1_000);
        this.reserved.set(id, (this.reserved.get(id) ?? 0) - 1);
        admission.release(id);
      }),
    );
    this.outcomes.push("answered");
  }

  #enter(models: readonly string[], user: string, signal: AbortSignal): Promise<Admission | null> {
    return this.#together ? this.scheduler.enter({ models, user, signal }) : this.#enterOneByOne(models, user, signal);
  }

  /** How it must not be done: holds one model while it waits for the next. */
  async #enterOneByOne(models: readonly string[], user: string, signal: AbortSignal): Promise<Admission | null> {
    const admissions: [string, Admission][] = [];
    for (const model of models) {
      const admission = await this.scheduler.enter({ models: [model], user, signal });
      if (!admission) return null;
      admissions.push([model, admission]);
    }
    return { release: (model) => admissions.find(([id]) => id === model)?.[1].release(model) };
  }

  fail(id: string): void {
    if (isLocal(id)) return;
    this.#become(id, "ready", "failed-for-a-while");
    this.clock.after(7_000, () => this.#become(id, "failed-for-a-while", "ready"));
  }

  /** Only remote models go: to unload one is what the cache is tested for elsewhere. */
  remove(id: string): void {
    if (isLocal(id) || !this.states.delete(id)) return;
    this.scheduler.withdraw(id, new InferenceError("unknown-model", "Removed."));
    this.clock.after(15_000, () => {
      this.states.set(id, "ready");
      this.scheduler.serve();
    });
  }

  /** Lets time pass, event by event, until nothing is to come. */
  async run(): Promise<void> {
    for (let events = 0; ; events++) {
      expect(events, "models are not loaded and unloaded for ever").toBeLessThan(100_000);
      for (let turn = 0; turn < 12; turn++) await Promise.resolve();
      this.check();
      const { nextLengthMs } = this.clock;
      if (nextLengthMs === null) return;
      this.clock.advanceToNext();
    }
  }
}

const isLocal = (id: string) => id.startsWith("local");
const id = fc.constantFrom(...all.map((model) => model.id));
const event = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      kind: fc.constant("ask" as const),
      /** So many of them at once. */
      count: fc.constantFrom(1, 1, 1, 2, 15),
      models: fc.array(id, { minLength: 1, maxLength: 3 }),
      user: fc.constantFrom("u", "v", "w"),
      answerMs: fc.array(fc.integer({ min: 0, max: 20_000 }), { minLength: 3, maxLength: 3 }),
      leaveAfterMs: fc.option(fc.integer({ min: 0, max: 30_000 }), { freq: 4 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("fail" as const), model: id }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("remove" as const), model: id }) },
);
const schedule = fc.array(fc.tuple(fc.integer({ min: 0, max: 60_000 }), event), { minLength: 1, maxLength: 60 });

/** How often a model stands in a request, against the sequences that it has. */
const isOverbooked = (models: readonly string[]) =>
  models.some((model) => models.filter((other) => other === model).length > (sequencesOf.get(model) ?? 0));

type Schedule = typeof schedule extends fc.Arbitrary<infer Events> ? Events : never;

async function play(events: Schedule, pinned: readonly string[], together = true) {
  const world = new World(pinned, together);
  const asked: Promise<void>[] = [];
  for (const [at, one] of events)
    world.clock.after(at, () => {
      if (one.kind === "fail") world.fail(one.model);
      else if (one.kind === "remove") world.remove(one.model);
      else if (!isOverbooked(one.models))
        for (let copy = 0; copy < one.count; copy++) asked.push(world.ask(one.models, one.user, one.answerMs, one.leaveAfterMs));
    });
  await world.run();
  return { world, asked };
}

describe("random requests for several models at once", () => {
  const property = (together: boolean) =>
    fc.asyncProperty(schedule, fc.constantFrom<readonly string[]>([], ["local-0"]), async (events, pinned) => {
      const { world, asked } = await play(events, pinned, together);
      expect(world.outcomes).toHaveLength(asked.length);
      for (const { id: model } of all) expect([world.scheduler.active(model), world.scheduler.waiting(model)]).toEqual([0, 0]);
    });

  it(
    "all end, whatever comes and goes: no deadlock, no half-reserved reservation, never more memory than there is",
    { timeout: 60_000 },
    async () => {
      await fc.assert(property(true), { numRuns: RUNS });
    },
  );

  it("are found to hold one model for another where they take them one by one", { timeout: 60_000 }, async () => {
    const { failed } = await fc.check(property(false), { numRuns: RUNS, endOnFailure: true });
    expect(failed).toBe(true);
  });
});
