import type { Clock } from "../engine/clock.ts";
import { InferenceError } from "../engine/errors.ts";
import { type CachedModel, ModelCache } from "../queue/model-cache.ts";
import type { ModelWorker } from "./model-worker.ts";

/** Memory for models that take turns in it. */
export interface MemoryBudget {
  readonly bytes: number;
  /** What each model takes, by its id; see `planMemory`. */
  readonly needed: ReadonlyMap<string, number>;
  /** Models that are always in memory. */
  readonly pinned?: readonly string[];
}

/** What a budget has to know of the engine. */
interface BudgetOptions {
  readonly clock: Clock;
  /** Requests of a model that are being answered. */
  active(id: string): number;
  changed(): void;
}

const LOADED: ReadonlySet<string> = new Set(["starting", "ready", "restarting"]);

/** Keeps the workers of a pool within a memory budget. */
export class BudgetedWorkers {
  readonly #budget: MemoryBudget;
  readonly #options: BudgetOptions;
  readonly #models = new Map<string, CachedModel>();
  readonly cache: ModelCache;

  /** @throws InferenceError `bad-request`, `unknown-model` or `insufficient-memory` where the budget does not go with the workers. */
  constructor(budget: MemoryBudget, workers: ReadonlyMap<string, ModelWorker>, options: BudgetOptions) {
    this.#budget = budget;
    this.#options = options;
    const unknown = (budget.pinned ?? []).filter((id) => !workers.has(id));
    if (unknown.length > 0) throw new InferenceError("unknown-model", `No model ${unknown.join(", ")} to pin.`);
    for (const [id, worker] of workers) this.#models.set(id, this.#cached(id, worker, budget.needed.get(id)));
    const { clock, changed } = options;
    this.cache = new ModelCache({ budgetBytes: budget.bytes, models: this.#models, clock, changed });
  }

  /** @throws InferenceError `bad-request` without a size; `insufficient-memory` for a model that is larger than the budget. */
  add(id: string, worker: ModelWorker, bytes: number | undefined): void {
    this.#models.set(id, this.#cached(id, worker, bytes));
    const conflict = this.cache.conflictOf([id]);
    if (conflict) {
      this.#models.delete(id);
      throw conflict;
    }
    this.cache.add(id);
  }

  /** Frees what a model took, which is closed by now. */
  remove(id: string): void {
    this.cache.remove(id);
    this.#models.delete(id);
  }

  #cached(id: string, worker: ModelWorker, bytes: number | undefined): CachedModel {
    if (bytes === undefined) throw new InferenceError("bad-request", `A pool with a memory budget must know how many bytes ${id} needs.`);
    const { active } = this.#options;
    return {
      bytes,
      isPinned: this.#budget.pinned?.includes(id) ?? false,
      get isLoaded() {
        return LOADED.has(worker.state);
      },
      get isBusy() {
        return worker.state !== "ready" || active(id) > 0;
      },
      load: () => worker.load(),
      unload: () => worker.unload(),
    };
  }
}
