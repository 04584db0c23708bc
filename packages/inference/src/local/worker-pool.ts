import { availableCores } from "./available-cores.ts";
import type { LocalModel } from "../models/local-model.ts";
import { type DeviceSettings, deviceOf } from "./device-settings.ts";
import { EnergyMeter, type EnergySource } from "../energy/meter.ts";
import type { Engine, GenerateRequest, GenerationEvent, Limits, ModelInfo, ModelStats, ScoredText, WorkerState } from "../engine/engine.ts";
import { InferenceError } from "../engine/errors.ts";
import { within } from "../queue/limits.ts";
import { RequestQueue, type QueuedRequest } from "../queue/request-queue.ts";
import { ModelWorker } from "./model-worker.ts";
import { modelsFolder } from "../models/models-folder.ts";
import { ModelCache, type CachedModel } from "../queue/model-cache.ts";
import type { Admission } from "../queue/scheduler.ts";
import { createRecord } from "../engine/record.ts";
import { runTask, streamTask } from "./worker-tasks.ts";
import type { WorkerTask } from "./worker/protocol.ts";

const MAX_WAITING = 256;
/** A request that lost its worker before its first token goes in queue again, this often. */
const TRIES = 3;
const SHORT_TASK_MS = 60_000;

/** An engine of local workers, with what an operator may want to see. */
export interface WorkerPool extends Engine {
  /**
   * Takes a sequence of each of several models at once, or waits for all: both sides of a battle begin together.
   *
   * @param limits `onPosition` hears the entry in queue, which both have together, whenever it changes. `signal` also ends the answers.
   * @returns One function per model, in the given order, that generates in the entry held for it; each entry is given back when its answer ends.
   * @throws InferenceError `queue-full` or `timeout`; an `AbortError` when the signal ends the wait.
   */
  admitTogether(
    modelIds: readonly string[],
    limits: Pick<Limits, "user" | "signal" | "queueTimeoutMs"> & { readonly onPosition?: (position: number) => void },
  ): Promise<readonly ((request: GenerateRequest) => AsyncIterable<GenerationEvent>)[]>;
  /**
   * Starts a worker for one more model; those that run do not notice.
   *
   * @throws InferenceError `closed` after `close`; `bad-request` for an id that is there already, or in a pool with a memory budget, which is
   * planned for the models it began with.
   */
  add(model: LocalModel): void;
  /** Process ids of the running workers, by model id. */
  pids(): ReadonlyMap<string, number>;
}

/** What a pool runs and how much of it at once. */
export interface WorkerPoolOptions extends DeviceSettings {
  readonly models: readonly LocalModel[];
  /** Conversations that a model holds at once; more wait in queue. */
  readonly sequences: number;
  /** Tokens of one conversation, prompt and answer together. */
  readonly contextTokens: number;
  /** Threads of each worker; by default the cores are shared out evenly, and a single model measures how many serve it best. */
  readonly threads?: number;
  /** Requests that may wait; 256 by default. */
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
}

/** Memory for models that take turns in it. */
export interface MemoryBudget {
  readonly bytes: number;
  /** What each model takes, by its id; see `planMemory`. */
  readonly needed: ReadonlyMap<string, number>;
  /** Models that are always in memory. */
  readonly pinned?: readonly string[];
}

interface Entry {
  readonly model: LocalModel;
  readonly worker: ModelWorker;
  promptTokens: number;
  outputTokens: number;
}

/**
 * Starts one worker process for each model.
 *
 * @example
 * ```ts
 * const pool = createWorkerPool({ models, sequences: 4, contextTokens: 4096 });
 * await pool.whenReady();
 * for await (const event of pool.generate("smollm2-135m-instruct-q4_1", request)) console.log(event);
 * await pool.close();
 * ```
 */
export function createWorkerPool(options: WorkerPoolOptions): WorkerPool {
  const { models, sequences, contextTokens } = options;
  const threads =
    options.threads ?? (models.length === 1 ? undefined : Math.max(1, Math.floor(availableCores() / Math.max(1, models.length))));
  const entries = new Map<string, Entry>();
  const watchers = new Set<() => void>();
  let cache: ModelCache | null = null;
  let isClosed = false;
  const meter = options.energy ? new EnergyMeter(options.energy) : null;
  const queue = new RequestQueue({
    // A failed model admits, so that its reason is told at once and not after a wait.
    capacity: (id) =>
      ["ready", "failed", "closed"].includes(entries.get(id)?.worker.state ?? "failed") &&
      entries.get(id)?.worker.isOvergrown !== true &&
      cache?.admits(id) !== false
        ? sequences
        : 0,
    wanted: (ids) => cache?.request(ids),
    left: (id) => {
      cache?.markUsed(id);
      recycle();
    },
    maxWaiting: options.maxWaiting ?? MAX_WAITING,
  });
  /** Starts workers anew that have become too large and answer nothing now. */
  const recycle = () => {
    for (const [id, { worker }] of entries) if (worker.isOvergrown && queue.scheduler.active(id) === 0) void worker.recycle();
  };
  const changed = () => {
    recycle();
    for (const watcher of watchers) watcher();
    queue.scheduler.serve();
  };
  const addModel = (model: LocalModel): Entry => {
    const { path, promptFormat } = model;
    const settings = { ...deviceOf(options), path, promptFormat, sequences, contextTokens, ...(threads === undefined ? {} : { threads }) };
    const worker = new ModelWorker(settings, {
      onChange: changed,
      trialsFolder: options.trialsFolder ?? modelsFolder(),
      silenceMs: options.silenceMs,
      growthBytes: options.growthBytes,
    });
    const entry = { model, worker, promptTokens: 0, outputTokens: 0 };
    entries.set(model.id, entry);
    return entry;
  };
  for (const model of models) addModel(model);
  if (options.memory) cache = createModelCache(options.memory, entries, queue, changed);
  else for (const { worker } of entries.values()) worker.load();

  const entryOf = (modelId: string): Entry => {
    const entry = entries.get(modelId);
    if (!entry) throw new InferenceError("unknown-model", `No model "${modelId}"; there are: ${[...entries.keys()].join(", ")}.`);
    return entry;
  };
  const table = <Value>(read: (entry: Entry) => Value | null): Map<string, Value> =>
    new Map([...entries].flatMap(([id, entry]) => ((value) => (value === null ? [] : [[id, value] as const]))(read(entry))));

  /** One answer in a entry that is held already. */
  async function* answer(entry: Entry, request: GenerateRequest, ended: AbortSignal): AsyncGenerator<GenerationEvent> {
    const { signal: _, timeoutMs: __, queueTimeoutMs: ___, firstTokenTimeoutMs, betweenTokensTimeoutMs, user: ____, ...plain } = request;
    if ("messages" in plain && plain.messages.some(({ images = [] }) => images.length > 0))
      throw new InferenceError("unsupported", "This engine accepts text only; images need an endpoint whose model supports them.");
    const abort = new AbortController();
    const limits = { firstTokenTimeoutMs, betweenTokensTimeoutMs, isToken };
    const events = streamTask(entry.worker, { type: "generate", request: plain }, AbortSignal.any([ended, abort.signal]));
    const share = meter?.begin();
    try {
      for await (const event of within(events, limits, abort)) {
        if (isToken(event)) share?.count();
        if (event.type !== "generation-end") {
          yield event;
          continue;
        }
        entry.promptTokens += event.promptTokens ?? 0;
        entry.outputTokens += event.outputTokens ?? 0;
        const joules = share?.end() ?? null;
        const energy = meter && joules !== null ? { joules, of: meter.of } : null;
        const { info, templateSha256 } = entry.worker;
        const sha256 = entry.model.sha256 || null;
        yield { ...event, ...(info ? { record: createRecord({ info, sha256, templateSha256, energy }, request, event) } : {}) };
      }
    } finally {
      share?.end();
    }
  }

  /** In queue for a entry of its own. */
  const enqueue = (modelId: string, request: GenerateRequest, queued: QueuedRequest) =>
    queue.answer(modelId, request, queued, () => answer(entryOf(modelId), request, queued.ended));

  /** An answer that goes in queue again when it lost its worker before its first token. */
  async function* untilBegun(
    modelId: string,
    request: GenerateRequest,
    queued: QueuedRequest,
    first: AsyncIterable<GenerationEvent>,
  ): AsyncGenerator<GenerationEvent> {
    let events = first;
    for (let attempt = 1; ; attempt++) {
      let hasBegun = false;
      try {
        for await (const event of events) {
          hasBegun ||= event.type !== "queue-position";
          yield event;
        }
        return;
      } catch (error) {
        const isLost = InferenceError.isInstance(error) && error.code === "worker-crashed" && !hasBegun && attempt < TRIES;
        if (!isLost) throw error;
      }
      events = enqueue(modelId, request, queued);
    }
  }

  async function* generate(modelId: string, request: GenerateRequest): AsyncGenerator<GenerationEvent> {
    entryOf(modelId);
    const queued = queue.begin(request);
    try {
      yield* untilBegun(modelId, request, queued, enqueue(modelId, request, queued));
    } finally {
      queued.release();
    }
  }

  /** Waits for a entry of each of the models. */
  async function admit(modelIds: readonly string[], limits: Parameters<WorkerPool["admitTogether"]>[1]): Promise<[Admission, number]> {
    const queued = queue.begin(limits);
    try {
      const waiting = queue.wait(modelIds, limits, queued);
      for (;;) {
        const { value, done } = await waiting.next();
        if (!done) limits.onPosition?.(value.position);
        else if (value) return [value, queued.begun];
        else throw new DOMException("The wait was aborted.", "AbortError");
      }
    } finally {
      queued.release();
    }
  }

  const task = <Value>(modelId: string, work: WorkerTask, limits: Limits): Promise<Value> => {
    const { worker } = entryOf(modelId);
    return queue.task(modelId, limits, async (ended) => (await runTask(worker, work, ended)) as Value);
  };
  const brief = { timeoutMs: SHORT_TASK_MS };

  return {
    generate,
    async admitTogether(modelIds, limits) {
      modelIds.map(entryOf);
      cache?.mustFit(modelIds);
      const [admission, begun] = await admit(modelIds, limits);
      const inPlace = async function* (modelId: string, request: GenerateRequest, queued: QueuedRequest): AsyncGenerator<GenerationEvent> {
        try {
          yield* queue.timed(queued, answer(entryOf(modelId), request, queued.ended));
        } finally {
          admission.release(modelId);
        }
      };
      return modelIds.map(
        (modelId) =>
          async function* (request: GenerateRequest): AsyncGenerator<GenerationEvent> {
            const signals = [limits.signal, request.signal].filter((signal) => signal !== undefined);
            const queued = { ...queue.begin({ ...request, signal: AbortSignal.any(signals) }), begun };
            try {
              yield* untilBegun(modelId, request, queued, inPlace(modelId, request, queued));
            } finally {
              queued.release();
            }
          },
      );
    },
    logLikelihood: (modelId, { prompt, from = 0, top, ...limits }) =>
      task<ScoredText>(modelId, { type: "score", prompt, from, top }, limits),
    tokenize: (modelId, text, how) => task(modelId, { type: "tokenize", text, options: how }, brief),
    detokenize: (modelId, tokens) => task(modelId, { type: "detokenize", tokens }, brief),
    embed: (modelId, texts) => task(modelId, { type: "embed", texts }, brief),
    async info(modelId): Promise<ModelInfo> {
      const { worker } = entryOf(modelId);
      if (!worker.info && worker.state !== "failed" && worker.state !== "closed") await queue.task(modelId, brief, async () => {});
      if (worker.info) return worker.info;
      throw new InferenceError(worker.failure, `The model is ${worker.state}${worker.reason === null ? "" : `: ${worker.reason}`}.`);
    },
    stats: (): ReadonlyMap<string, ModelStats> =>
      new Map(
        [...entries].map(([id, { worker, promptTokens, outputTokens }]) => [
          id,
          {
            state: worker.state,
            active: queue.scheduler.active(id),
            waiting: queue.scheduler.waiting(id),
            promptTokens,
            outputTokens,
            residentBytes: worker.residentBytes,
            restarts: worker.restarts,
          },
        ]),
      ),
    add(model) {
      if (cache) throw new InferenceError("bad-request", "A pool with a memory budget takes no further model; start it with all of them.");
      if (isClosed) throw new InferenceError("closed", "The pool is closed and takes no further model.");
      if (entries.has(model.id)) throw new InferenceError("bad-request", `There is a model ${model.id} in the pool already.`);
      addModel(model).worker.load();
      changed();
    },
    states: (): ReadonlyMap<string, WorkerState> => table(({ worker }) => worker.state),
    reasons: () => table(({ worker }) => worker.reason),
    pids: () => table(({ worker }) => worker.pid),
    whenReady: () =>
      new Promise((resolve) => {
        const check = () => {
          if ([...entries.values()].some(({ worker }) => worker.state === "starting" || worker.state === "restarting")) return;
          watchers.delete(check);
          resolve();
        };
        watchers.add(check);
        check();
      }),
    async close() {
      isClosed = true;
      queue.close("The pool");
      options.energy?.close();
      await Promise.all([...entries.values()].map(({ worker }) => worker.close()));
      changed();
    },
  };
}

function createModelCache(
  { bytes, needed, pinned = [] }: MemoryBudget,
  entries: ReadonlyMap<string, Entry>,
  queue: RequestQueue,
  changed: () => void,
): ModelCache {
  const models = [...entries].map(([id, { worker }]): [string, CachedModel] => {
    const ownBytes = needed.get(id);
    if (ownBytes === undefined) throw new InferenceError("bad-request", `How much memory ${id} takes is not told.`);
    return [
      id,
      {
        bytes: ownBytes,
        isPinned: pinned.includes(id),
        get isLoaded() {
          return ["starting", "ready", "restarting"].includes(worker.state);
        },
        get isBusy() {
          return worker.state !== "ready" || queue.scheduler.active(id) > 0;
        },
        load: () => worker.load(),
        unload: () => worker.unload(),
      },
    ];
  });
  const unknown = pinned.filter((id) => !entries.has(id));
  if (unknown.length > 0) throw new InferenceError("unknown-model", `No model ${unknown.join(", ")} to pin.`);
  return new ModelCache({ budgetBytes: bytes, models: new Map(models), clock: queue.clock, changed });
}

const isToken = ({ type }: GenerationEvent): boolean => type === "text-delta" || type === "token-scored";
