import type { Clock } from "../engine/clock.ts";
import { InferenceError } from "../engine/errors.ts";

/** How long a request waits for a model while others are kept busy by requests that came later, in milliseconds. */
const PATIENCE_MS = 10_000;

/** A model that can be in memory. */
export interface CachedModel {
  /** Bytes that it takes: weights, conversations, and what computing needs. */
  readonly bytes: number;
  /** Never makes room for another. */
  readonly isPinned: boolean;
  readonly isLoaded: boolean;
  /** Answers something now. */
  readonly isBusy: boolean;
  load(): void;
  /** Resolves once the memory is free again. */
  unload(): Promise<void>;
}

interface ModelCacheOptions {
  readonly budgetBytes: number;
  readonly models: ReadonlyMap<string, CachedModel>;
  readonly clock: Clock;
  /** Called when models may be brought that could not be before. */
  readonly changed: () => void;
}

/**
 * Keeps models in a memory budget. A model that is asked for takes the place of those that have been idle longest, never of one that answers.
 * As long as the loaded models have requests they stay, so that requests are answered model by model; but a model that has been waited for
 * too long has others finish what they do and leave.
 */
export class ModelCache {
  readonly #options: ModelCacheOptions;
  /** Least recently used first. */
  readonly #used: string[];
  readonly #draining = new Set<string>();
  readonly #leaving = new Set<string>();
  #waiting: { readonly id: string; readonly since: number } | null = null;

  /** @throws InferenceError `bad-request` for models that are larger than the budget. */
  constructor(options: ModelCacheOptions) {
    const { budgetBytes, models } = options;
    this.#options = options;
    this.#used = [...models.keys()];
    for (const id of this.#used) this.mustFit([id]);
    const pinned = [...models].filter(([, { isPinned }]) => isPinned).map(([id]) => id);
    this.mustFit(pinned);
    let free = budgetBytes;
    for (const id of [...pinned, ...this.#used.filter((other) => !pinned.includes(other))]) {
      const model = this.#model(id);
      if (model.bytes > free) continue;
      free -= model.bytes;
      model.load();
    }
  }

  /** @throws InferenceError `bad-request` where the budget never holds these models at once. */
  mustFit(ids: readonly string[]): void {
    const { budgetBytes, models } = this.#options;
    const pinned = [...models].filter(([id, { isPinned }]) => isPinned && !ids.includes(id));
    const needed = [...new Set(ids)].reduce((sum, id) => sum + this.#model(id).bytes, 0) + total(pinned.map(([, model]) => model));
    if (needed <= budgetBytes) return;
    const beside = pinned.length === 0 ? "" : ` beside the pinned ${pinned.map(([id]) => id).join(", ")}`;
    throw new InferenceError(
      "bad-request",
      `${ids.join(" and ")} would need ${inGigabytes(needed)}${beside}, but the memory budget is ${inGigabytes(budgetBytes)}.`,
    );
  }

  /** Whether new requests may go to a model: those of one that is to leave wait. */
  admits(id: string): boolean {
    return !this.#draining.has(id) && !this.#leaving.has(id);
  }

  /** Tells that a model was used just now. */
  markUsed(id: string): void {
    this.#used.splice(this.#used.indexOf(id), 1);
    this.#used.push(id);
  }

  /** Brings models that are waited for, in the order in which they are. */
  request(ids: readonly string[]): void {
    if (this.#waiting && !ids.includes(this.#waiting.id)) this.#cancelWait();
    const kept = new Set<string>();
    for (const id of ids) {
      kept.add(id);
      const model = this.#model(id);
      if (model.isLoaded && !this.#leaving.has(id)) continue;
      if (!this.#hasRoom(model, id, kept)) return;
      this.#cancelWait();
      this.markUsed(id);
      model.load();
    }
  }

  #hasRoom({ bytes }: CachedModel, id: string, kept: ReadonlySet<string>): boolean {
    const { budgetBytes, models, clock, changed } = this.#options;
    const held = this.#used.filter((other) => this.#leaving.has(other) || this.#model(other).isLoaded);
    let missing = bytes - (budgetBytes - total(held.map((other) => this.#model(other))));
    if (missing <= 0) return true;
    // Those that leave already make room soon.
    missing -= total([...this.#leaving].map((other) => this.#model(other)));
    const movable = held.filter((other) => !this.#leaving.has(other) && !kept.has(other) && models.get(other)?.isPinned === false);
    const idle = movable.filter((other) => !this.#model(other).isBusy);
    for (const other of enough(idle, missing, (name) => this.#model(name).bytes) ?? []) this.#leave(other);
    if (total([...this.#leaving].map((other) => this.#model(other))) >= missing) return false;

    if (this.#waiting?.id !== id) {
      this.#waiting = { id, since: clock.now() };
      clock.after(PATIENCE_MS, changed);
    }
    if (clock.now() - this.#waiting.since < PATIENCE_MS) return false;
    const idleFirst = [...idle, ...movable.filter((other) => !idle.includes(other))];
    for (const other of enough(idleFirst, missing, (name) => this.#model(name).bytes) ?? []) this.#draining.add(other);
    return false;
  }

  /** What was to leave for a model that nobody waits for any longer may stay. */
  #cancelWait(): void {
    this.#waiting = null;
    if (this.#draining.size === 0) return;
    this.#draining.clear();
    queueMicrotask(this.#options.changed);
  }

  #leave(id: string): void {
    this.#leaving.add(id);
    void this.#model(id)
      .unload()
      .finally(() => {
        this.#leaving.delete(id);
        this.#options.changed();
      });
  }

  #model(id: string): CachedModel {
    const model = this.#options.models.get(id);
    if (!model) throw new InferenceError("unknown-model", `No model "${id}".`);
    return model;
  }
}

const total = (models: readonly CachedModel[]): number => models.reduce((sum, { bytes }) => sum + bytes, 0);
const inGigabytes = (bytes: number): string => `${(bytes / 1e9).toFixed(2)} GB`;

/** The first of a list that suffice together, or null. */
function enough(ids: readonly string[], missing: number, bytesOf: (id: string) => number): readonly string[] | null {
  let sum = 0;
  if (missing <= 0) return [];
  for (const [index, id] of ids.entries()) {
    sum += bytesOf(id);
    if (sum >= missing) return ids.slice(0, index + 1);
  }
  return null;
}
