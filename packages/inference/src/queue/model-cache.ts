import type { Clock } from "../engine/clock.ts";
import { InferenceError } from "../engine/errors.ts";
import type { ModelGroup } from "../engine/scheduler.ts";

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
  /** By id; `add` and `remove` tell of changes. */
  readonly models: ReadonlyMap<string, CachedModel>;
  readonly clock: Clock;
  /** Called when models may be loaded that could not be before. */
  readonly changed: () => void;
}

/**
 * Keeps models in a memory budget. A requested model takes the room of those that have been idle longest, never of one that answers.
 * As long as the loaded models have requests they stay, so that requests are answered model by model; but for a model that has been waited for
 * too long, others finish what they do and are unloaded.
 */
export class ModelCache {
  readonly #options: ModelCacheOptions;
  /** Least recently used first. */
  readonly #used: string[];
  readonly #draining = new Set<string>();
  readonly #leaving = new Set<string>();
  /** Models that have no room, and since when. */
  readonly #waitingSince = new Map<string, number>();

  /** @throws InferenceError `insufficient-memory` for models that are larger than the budget. */
  constructor(options: ModelCacheOptions) {
    this.#options = options;
    this.#used = [...options.models.keys()];
    const pinned = [...options.models].filter(([, { isPinned }]) => isPinned).map(([id]) => id);
    for (const ids of [...this.#used.map((id) => [id]), pinned]) {
      const conflict = this.conflictOf(ids);
      if (conflict) throw conflict;
    }
    for (const id of [...pinned, ...this.#used.filter((other) => !pinned.includes(other))]) this.#loadIfFree(id);
  }

  /** Why the budget never holds these models at once; null where it does. */
  conflictOf(ids: readonly string[]): InferenceError | null {
    const { budgetBytes, models } = this.#options;
    const pinned = [...models].filter(([id, { isPinned }]) => isPinned && !ids.includes(id));
    const needed = this.#total(new Set(ids)) + this.#total(pinned.map(([id]) => id));
    if (needed <= budgetBytes) return null;
    const beside = pinned.length === 0 ? "" : ` beside the pinned ${pinned.map(([id]) => id).join(", ")}`;
    return new InferenceError(
      "insufficient-memory",
      `${ids.join(" and ")} would need ${inGigabytes(needed)}${beside}, but the memory budget is ${inGigabytes(budgetBytes)}.`,
    );
  }

  /** Takes over one more model, which stands in `models` by now, and loads it if there is room. */
  add(id: string): void {
    this.#used.unshift(id);
    this.#loadIfFree(id);
  }

  /** Forgets a model that is closed. */
  remove(id: string): void {
    this.#used.splice(this.#used.indexOf(id), 1);
    this.#draining.delete(id);
    this.#waitingSince.delete(id);
  }

  /** Whether new requests may go to a model: those of one that is to leave wait. */
  admits(id: string): boolean {
    return !this.#draining.has(id) && !this.#leaving.has(id);
  }

  /** Notes that a model was used just now. */
  markUsed(id: string): void {
    if (!this.#options.models.has(id)) return;
    this.#used.splice(this.#used.indexOf(id), 1);
    this.#used.push(id);
  }

  /**
   * Loads the models of queued requests, as far as there is room: first those that have been waited for too long, then in the given order, in which
   * requests are to be served.
   */
  request(groups: readonly ModelGroup[]): void {
    const needed = new Set(groups.flatMap(({ models }) => models));
    for (const id of this.#waitingSince.keys()) if (!needed.has(id)) this.#waitingSince.delete(id);
    if (this.#waitingSince.size === 0) this.#stopDraining();
    const kept = new Set<string>();
    for (const { models, isLoaded } of this.#overdueFirst(groups)) {
      // Models that are to leave stay unused until the one that they leave for is loaded.
      const wanted = models.filter((id) => !this.#draining.has(id));
      for (const id of wanted) kept.add(id);
      if (!isLoaded && !this.#loadAll(wanted, kept)) return;
    }
  }

  /** False as soon as one has no room yet: what is requested after it must not take the room that it waits for. */
  #loadAll(ids: readonly string[], kept: ReadonlySet<string>): boolean {
    for (const id of ids) {
      if (this.#leaving.has(id)) return false;
      const model = this.#model(id);
      if (model.isLoaded) continue;
      if (!this.#makeRoom(id, kept)) return false;
      this.#waitingSince.delete(id);
      this.#stopDraining();
      this.markUsed(id);
      model.load();
    }
    return true;
  }

  /** Those that wait too long come first, the longest of them before all. */
  #overdueFirst(groups: readonly ModelGroup[]): readonly ModelGroup[] {
    const latest = this.#options.clock.now() - PATIENCE_MS;
    const sinceOf = ({ models }: ModelGroup) => {
      const since = Math.min(...models.map((id) => this.#waitingSince.get(id) ?? Number.POSITIVE_INFINITY));
      return since <= latest ? since : latest + 1;
    };
    return groups.toSorted((left, right) => sinceOf(left) - sinceOf(right));
  }

  /** Whether a model fits now. If not, idle models are unloaded for it, and after a while busy ones get no more requests. */
  #makeRoom(id: string, kept: ReadonlySet<string>): boolean {
    const { budgetBytes, clock, changed } = this.#options;
    const inMemory = this.#used.filter((other) => this.#leaving.has(other) || this.#model(other).isLoaded);
    const missing = this.#model(id).bytes - (budgetBytes - this.#total(inMemory));
    if (missing <= 0) return true;
    // Those that leave already make room soon.
    let uncovered = missing - this.#total(this.#leaving);
    const movable = inMemory.filter((other) => !this.#leaving.has(other) && !kept.has(other) && !this.#model(other).isPinned);
    const idle = movable.filter((other) => !this.#model(other).isBusy);
    for (const other of this.#enough(idle, uncovered)) {
      uncovered -= this.#model(other).bytes;
      this.#leave(other);
    }
    if (uncovered <= 0) return false;
    const since = this.#waitingSince.get(id) ?? clock.now();
    if (!this.#waitingSince.has(id)) {
      this.#waitingSince.set(id, since);
      clock.after(PATIENCE_MS, changed);
    }
    if (clock.now() - since < PATIENCE_MS) return false;
    const idleFirst = [...idle, ...movable.filter((other) => !idle.includes(other))];
    for (const other of this.#enough(idleFirst, uncovered)) this.#draining.add(other);
    return false;
  }

  /** Those that were to leave may stay; another model that waits too long makes them leave again. */
  #stopDraining(): void {
    if (this.#draining.size === 0) return;
    this.#draining.clear();
    queueMicrotask(this.#options.changed);
  }

  #loadIfFree(id: string): void {
    const loaded = this.#used.filter((other) => this.#leaving.has(other) || this.#model(other).isLoaded);
    const model = this.#model(id);
    if (this.#total(loaded) + model.bytes <= this.#options.budgetBytes) model.load();
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

  #total(ids: Iterable<string>): number {
    let sum = 0;
    for (const id of ids) sum += this.#model(id).bytes;
    return sum;
  }

  /** The first of a list that free so many bytes together; none where all of them do not. */
  #enough(ids: readonly string[], missing: number): readonly string[] {
    if (missing <= 0) return [];
    let sum = 0;
    for (const [index, id] of ids.entries()) {
      sum += this.#model(id).bytes;
      if (sum >= missing) return ids.slice(0, index + 1);
    }
    return [];
  }
}

const inGigabytes = (bytes: number): string => `${(bytes / 1e9).toFixed(2)} GB`;
