import { type Clock, systemClock } from "../engine/clock.ts";
import type { Engine, GenerateRequest, GenerationEvent, ScoredText } from "../engine/engine.ts";
import { InferenceError } from "../engine/errors.ts";
import { createRecord } from "../engine/record.ts";
import { EnergyMeter, type EnergySource } from "../energy/meter.ts";
import type { LocalModel } from "../models/local-model.ts";
import { modelsFolder } from "../models/models-folder.ts";
import type { ModelCache } from "../queue/model-cache.ts";
import { type ModelLimits, type ModelWork, QueuedEngine } from "../queue/queued-engine.ts";
import { availableCores } from "./available-cores.ts";
import { type DeviceSettings, deviceOf } from "./device-settings.ts";
import { BudgetedWorkers, type MemoryBudget } from "./memory-budget.ts";
import { ModelWorker } from "./model-worker.ts";
import { runTask, streamTask } from "./worker-tasks.ts";

/** An engine of local workers, with what an operator may want to see. */
export interface WorkerPool extends Engine {
  /**
   * Starts a worker for one more model, or in a pool with a memory budget lets it take turns with the others; requests that run are not affected.
   *
   * @param neededBytes What the model takes in memory, as `planMemory` says; a pool with a memory budget must know it.
   * @throws InferenceError `closed`; `bad-request` for an id that is taken, or without a size that is needed; `insufficient-memory`.
   */
  add(model: LocalModel, neededBytes?: number): void;
  /**
   * Takes a model out. Requests that wait for it get `unknown-model`; it resolves once those that run have ended, and its process too.
   *
   * @throws InferenceError `unknown-model`.
   */
  remove(modelId: string): Promise<void>;
  /** Process ids of the running workers, by model id. */
  pids(): ReadonlyMap<string, number>;
}

/** What a pool runs and how much of it at once. */
export interface WorkerPoolOptions extends DeviceSettings {
  readonly models: readonly LocalModel[];
  /** Conversations that a model holds at once; more are queued. */
  readonly sequences: number;
  /** Tokens of one conversation, prompt and answer together. */
  readonly contextTokens: number;
  /** Threads of each worker; by default the cores are shared out evenly, and a single model measures how many serve it best. */
  readonly threads?: number;
  /** Requests that may be queued; 256 by default. */
  readonly maxWaiting?: number;
  /** What tells the energy of each answer, as `machineEnergy()`; left out, it is unknown. The pool closes it. */
  readonly energy?: EnergySource | null;
  /** Left out, all models stay in memory. */
  readonly memory?: MemoryBudget;
  /** Where it is remembered which files have been tried; the folder of model files by default. */
  readonly trialsFolder?: string;
  /** A worker that shows no sign of life for so many milliseconds is killed and started again; 10,000 by default. */
  readonly silenceMs?: number;
  /**
   * A worker that takes so many bytes more than when it was ready is started anew, once it answers nothing; by default what its
   * conversations take when they are full, and 1 GiB.
   */
  readonly growthBytes?: number;
  /** Takes what a worker wrote before it ended: for the operator, since it may hold what callers wrote. */
  readonly log?: (message: string) => void;
}

/**
 * Starts one worker process for each model.
 *
 * @throws InferenceError `bad-request`, `unknown-model` or `insufficient-memory` where the memory budget does not go with the models.
 * @example
 * ```ts
 * const pool = createWorkerPool({ models, sequences: 4, contextTokens: 4096 });
 * await pool.whenReady();
 * for await (const event of pool.generate("smollm2-135m-instruct-q4_1", request)) console.log(event);
 * await pool.close();
 * ```
 */
export function createWorkerPool(options: WorkerPoolOptions): WorkerPool {
  const { models, sequences, maxWaiting, energy, memory } = options;
  const clock: Clock = systemClock;
  const workers = new Map<string, ModelWorker>();
  const create = workerFactory(options, () => changed());
  let budgeted: BudgetedWorkers | null = null;
  const engine = new QueuedEngine<ModelWorker>({
    name: "The pool",
    sequences,
    maxWaiting,
    clock,
    work: workOf(energy ? new EnergyMeter(energy) : null),
    limits: {
      ...limitsOf(workers, () => budgeted?.cache ?? null),
      onReleased(id) {
        budgeted?.cache.markUsed(id);
        recycle();
      },
      onClosed: () => energy?.close(),
    },
  });
  /** Starts workers anew that have become too large and answer nothing now. */
  const recycle = () => {
    for (const [id, worker] of workers) if (worker.isOvergrown && engine.active(id) === 0) void worker.recycle();
  };
  const changed = () => {
    recycle();
    engine.changed();
  };
  const register = (model: LocalModel): ModelWorker => {
    engine.mustBeNew(model.id);
    const worker = create(model);
    workers.set(model.id, worker);
    return worker;
  };
  for (const model of models) register(model);
  if (memory) budgeted = new BudgetedWorkers(memory, workers, { clock, active: (id) => engine.active(id), changed });
  else for (const worker of workers.values()) worker.load();
  for (const [id, worker] of workers) engine.addModel(id, worker);

  return Object.assign(engine, {
    add(model: LocalModel, neededBytes?: number) {
      const worker = register(model);
      try {
        if (budgeted) budgeted.add(model.id, worker, neededBytes);
        else worker.load();
      } catch (error) {
        workers.delete(model.id);
        throw error;
      }
      engine.addModel(model.id, worker);
    },
    async remove(modelId: string) {
      await engine.removeModel(modelId);
      workers.delete(modelId);
      budgeted?.remove(modelId);
      changed();
    },
    pids: () => engine.table(({ pid }) => pid),
  });
}

/** Which requests a pool admits: none to a worker that has grown too large, or that its memory budget has no room for. */
const limitsOf = (workers: ReadonlyMap<string, ModelWorker>, cache: () => ModelCache | null): ModelLimits => ({
  admits: (id) => workers.get(id)?.isOvergrown !== true && cache()?.admits(id) !== false,
  conflictOf: (ids) => cache()?.conflictOf(ids) ?? null,
  onMissing: (groups) => cache()?.request(groups),
});

function workerFactory(options: WorkerPoolOptions, onChange: () => void): (model: LocalModel) => ModelWorker {
  const { models, sequences, contextTokens, trialsFolder = modelsFolder(), silenceMs, growthBytes, log = () => {} } = options;
  const shared = Math.max(1, Math.floor(availableCores() / Math.max(1, models.length)));
  const threads = options.threads ?? (models.length === 1 ? undefined : shared);
  const settings = { ...deviceOf(options), sequences, contextTokens, ...(threads === undefined ? {} : { threads }) };
  const watch = { onChange, trialsFolder, silenceMs, growthBytes, log };
  return (model) => new ModelWorker(model, { ...settings, path: model.path, promptFormat: model.promptFormat }, watch);
}

function workOf(meter: EnergyMeter | null): ModelWork<ModelWorker> {
  return {
    answer: (worker, request, ended) => measured(worker, request, ended, meter),
    score: async (worker, { prompt, from = 0, top }, ended) =>
      (await runTask(worker, { type: "score", prompt, from, top }, ended)) as ScoredText,
    tokenize: async (worker, text, options, ended) => (await runTask(worker, { type: "tokenize", text, options }, ended)) as number[],
    detokenize: async (worker, tokens, ended) => (await runTask(worker, { type: "detokenize", tokens }, ended)) as string,
    promptText: async (worker, conversation, ended) => (await runTask(worker, { type: "render", conversation }, ended)) as string,
    embed: async (worker, texts, ended) => (await runTask(worker, { type: "embed", texts }, ended)) as number[][],
    // A request that lost its worker waits in the queue until it has restarted.
    explain: (_, error) => ({ error, retryAfterMs: InferenceError.isInstance(error) && error.code === "worker-crashed" ? 0 : null }),
  };
}

/** An answer with its share of the energy, and the record of what made it. */
async function* measured(
  worker: ModelWorker,
  request: GenerateRequest,
  ended: AbortSignal,
  meter: EnergyMeter | null,
): AsyncGenerator<GenerationEvent> {
  if ("messages" in request && request.messages.some(({ images = [] }) => images.length > 0))
    throw new InferenceError("unsupported", "This engine accepts text only; images need an endpoint whose model supports them.");
  const {
    signal: _,
    timeoutMs: __,
    queueTimeoutMs: ___,
    firstTokenTimeoutMs: ____,
    betweenTokensTimeoutMs: _____,
    user: ______,
    ...plain
  } = request;
  const share = meter?.begin();
  try {
    for await (const event of streamTask(worker, { type: "generate", request: plain }, ended)) {
      if (event.type === "text-delta" || event.type === "token-scored") share?.count();
      if (event.type !== "generation-end") {
        yield event;
        continue;
      }
      if (!worker.isUnchanged)
        throw new InferenceError(
          "worker-crashed",
          `The file of ${worker.model.id} changed while it answered; the answer is of no known weights.`,
        );
      const joules = share?.end() ?? null;
      const energy = meter && joules !== null ? { joules, of: meter.of } : null;
      const { info, templateSha256, model } = worker;
      const sha256 = model.sha256 || null;
      yield { ...event, ...(info ? { record: createRecord({ info, sha256, templateSha256, energy }, request, event) } : {}) };
    }
  } finally {
    share?.end();
  }
}
