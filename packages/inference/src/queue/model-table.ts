import type { ModelInfo, ModelStats, WorkerState } from "../engine/engine.ts";
import { InferenceError } from "../engine/errors.ts";

/** A model of a queued engine, as it is now. */
export interface QueuedModel {
  readonly state: WorkerState;
  /** Why it failed or is being restarted. */
  readonly reason: string | null;
  /** Known once it has been ready. */
  readonly info: ModelInfo | null;
  readonly residentBytes: number | null;
  readonly restarts: number;
  /** What a request gets while it is not `ready`. */
  failure(): InferenceError;
  close(): Promise<void>;
}

/** A model with the tokens that it has read and written. */
export interface ModelEntry<Model> {
  readonly model: Model;
  promptTokens: number;
  outputTokens: number;
}

const UNSETTLED: ReadonlySet<WorkerState> = new Set(["starting", "restarting"]);

/** The models of an engine by id, those on their way out included, and who waits for a change of them. */
export class ModelTable<Model extends QueuedModel> {
  readonly #entries = new Map<string, ModelEntry<Model>>();
  /** Models that finish what they do and then close. */
  readonly #removed = new Map<string, ModelEntry<Model>>();
  readonly #watchers = new Set<() => void>();

  /** Whether a model has this id, also one that is being removed. */
  has(id: string): boolean {
    return this.#entries.has(id) || this.#removed.has(id);
  }

  /** Null for a model that is not there, or is being removed. */
  find(id: string): ModelEntry<Model> | null {
    return this.#entries.get(id) ?? null;
  }

  /** @throws InferenceError `unknown-model`. */
  get(id: string): ModelEntry<Model> {
    const entry = this.#entries.get(id);
    if (entry) return entry;
    throw new InferenceError("unknown-model", `No model "${id}"; there are: ${[...this.#entries.keys()].join(", ")}.`);
  }

  get ids(): readonly string[] {
    return [...this.#entries.keys()];
  }

  /** The values of all models that have one. */
  table<Value>(read: (entry: ModelEntry<Model>, id: string) => Value | null): Map<string, Value> {
    const table = new Map<string, Value>();
    for (const [id, entry] of this.#entries) {
      const value = read(entry, id);
      if (value !== null) table.set(id, value);
    }
    return table;
  }

  stats(countsOf: (id: string) => Pick<ModelStats, "active" | "waiting">): Map<string, ModelStats> {
    return this.table(({ model: { state, residentBytes, restarts }, promptTokens, outputTokens }, id) => ({
      state,
      ...countsOf(id),
      promptTokens,
      outputTokens,
      residentBytes,
      restarts,
    }));
  }

  add(id: string, model: Model): void {
    this.#entries.set(id, { model, promptTokens: 0, outputTokens: 0 });
  }

  /** Hides a model, and closes it once `isIdle` is true. */
  async remove(id: string, isIdle: () => boolean): Promise<void> {
    const entry = this.get(id);
    this.#entries.delete(id);
    this.#removed.set(id, entry);
    await this.until(isIdle);
    await entry.model.close();
    this.#removed.delete(id);
  }

  async close(): Promise<void> {
    await Promise.all([...this.#entries.values(), ...this.#removed.values()].map(({ model }) => model.close()));
  }

  /** Asks those who wait again whether they are done. */
  notify(): void {
    for (const watcher of this.#watchers) watcher();
  }

  whenReady(): Promise<void> {
    return this.until(() => [...this.#entries.values()].every(({ model }) => !UNSETTLED.has(model.state)));
  }

  until(isTrue: () => boolean): Promise<void> {
    return new Promise((resolve) => {
      const check = () => {
        if (!isTrue()) return;
        this.#watchers.delete(check);
        resolve();
      };
      this.#watchers.add(check);
      check();
    });
  }
}
