import { availableCores } from "./available-cores.ts";
import type { Contestant } from "../models/contestant.ts";
import { type DeviceSettings, deviceOf } from "./device-settings.ts";
import { EnergyMeter, type EnergySource } from "../energy/meter.ts";
import type { Engine, GenerateRequest, GenerationEvent, Limits, ModelInfo, ModelStats, ScoredText, WorkerState } from "../engine/engine.ts";
import { InferenceError } from "../engine/errors.ts";
import { within } from "../queue/limits.ts";
import { Line, type Turn } from "../queue/line.ts";
import { ModelWorker } from "./model-worker.ts";
import { modelsFolder } from "../models/models-folder.ts";
import { Placement, type Resident } from "../queue/placement.ts";
import type { Admission } from "../queue/scheduler.ts";
import { recordOf } from "../engine/record.ts";
import { runTask, streamTask } from "./tasks.ts";
import type { WorkerTask } from "./worker/protocol.ts";

const MAX_WAITING = 256;
/** A request that lost its worker before its first token goes in line again, this often. */
const TRIES = 3;
const SHORT_TASK_MS = 60_000;

/** An engine of local workers, with what an operator may want to see. */
export interface WorkerPool extends Engine {
  /**
   * Takes a sequence of each of several models at once, or waits for all: both sides of a battle begin together.
   *
   * @param limits `onPosition` hears the place in line, which both have together, whenever it changes. `signal` also ends the answers.
   * @returns One function per model, in the given order, that generates in the place held for it; each place is given back when its answer ends.
   * @throws InferenceError `queue-full` or `timeout`; an `AbortError` when the signal ends the wait.
   */
  admitTogether(
    modelIds: readonly string[],
    limits: Pick<Limits, "user" | "signal" | "queueTimeoutMs"> & { readonly onPosition?: (position: number) => void },
  ): Promise<readonly ((request: GenerateRequest) => AsyncIterable<GenerationEvent>)[]>;
  /**
   * Starts a worker for one more contestant; those that run do not notice.
   *
   * @throws InferenceError `closed` after `close`; `bad-request` for an id that is there already, or in a pool with a memory budget, which is
   * planned for the models it began with.
   */
  add(contestant: Contestant): void;
  /** Process ids of the running workers, by model id. */
  pids(): ReadonlyMap<string, number>;
}

/** What a pool runs and how much of it at once. */
export interface WorkerPoolOptions extends DeviceSettings {
  readonly contestants: readonly Contestant[];
  /** Conversations that a model holds at once; more wait in line. */
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

interface Place {
  readonly contestant: Contestant;
  readonly worker: ModelWorker;
  promptTokens: number;
  outputTokens: number;
}

/**
 * Starts one worker process for each contestant.
 *
 * @example
 * ```ts
 * const pool = createWorkerPool({ contestants, sequences: 4, contextTokens: 4096 });
 * await pool.settled();
 * for await (const event of pool.generate("smollm2-135m-instruct-q4_1", request)) console.log(event);
 * await pool.close();
 * ```
 */
export function createWorkerPool(options: WorkerPoolOptions): WorkerPool {
  const { contestants, sequences, contextTokens } = options;
  const threads =
    options.threads ?? (contestants.length === 1 ? undefined : Math.max(1, Math.floor(availableCores() / Math.max(1, contestants.length))));
  const places = new Map<string, Place>();
  const watchers = new Set<() => void>();
  let placement: Placement | null = null;
  let isClosed = false;
  const meter = options.energy ? new EnergyMeter(options.energy) : null;
  const line = new Line({
    // A failed model admits, so that its reason is told at once and not after a wait.
    capacity: (id) =>
      ["ready", "failed", "closed"].includes(places.get(id)?.worker.state ?? "failed") &&
      places.get(id)?.worker.isOvergrown !== true &&
      placement?.admits(id) !== false
        ? sequences
        : 0,
    wanted: (ids) => placement?.want(ids),
    left: (id) => {
      placement?.touch(id);
      recycle();
    },
    maxWaiting: options.maxWaiting ?? MAX_WAITING,
  });
  /** Starts workers anew that have become too large and answer nothing now. */
  const recycle = () => {
    for (const [id, { worker }] of places) if (worker.isOvergrown && line.scheduler.active(id) === 0) void worker.recycle();
  };
  const changed = () => {
    recycle();
    for (const watcher of watchers) watcher();
    line.scheduler.serve();
  };
  const settle = (contestant: Contestant): Place => {
    const { path, promptFormat } = contestant;
    const settings = { ...deviceOf(options), path, promptFormat, sequences, contextTokens, ...(threads === undefined ? {} : { threads }) };
    const worker = new ModelWorker(settings, {
      onChange: changed,
      trialsFolder: options.trialsFolder ?? modelsFolder(),
      silenceMs: options.silenceMs,
      growthBytes: options.growthBytes,
    });
    const place = { contestant, worker, promptTokens: 0, outputTokens: 0 };
    places.set(contestant.id, place);
    return place;
  };
  for (const contestant of contestants) settle(contestant);
  if (options.memory) placement = placeIn(options.memory, places, line, changed);
  else for (const { worker } of places.values()) worker.load();

  const placeOf = (modelId: string): Place => {
    const place = places.get(modelId);
    if (!place) throw new InferenceError("unknown-model", `No model "${modelId}"; there are: ${[...places.keys()].join(", ")}.`);
    return place;
  };
  const table = <Value>(read: (place: Place) => Value | null): Map<string, Value> =>
    new Map([...places].flatMap(([id, place]) => ((value) => (value === null ? [] : [[id, value] as const]))(read(place))));

  /** One answer in a place that is held already. */
  async function* answer(place: Place, request: GenerateRequest, ended: AbortSignal): AsyncGenerator<GenerationEvent> {
    const { signal: _, timeoutMs: __, queueTimeoutMs: ___, firstTokenTimeoutMs, betweenTokensTimeoutMs, user: ____, ...plain } = request;
    if ("messages" in plain && plain.messages.some(({ pictures = [] }) => pictures.length > 0))
      throw new InferenceError("unsupported", "This engine reads text alone; pictures need an endpoint whose model sees.");
    const abort = new AbortController();
    const limits = { firstTokenTimeoutMs, betweenTokensTimeoutMs, isToken };
    const events = streamTask(place.worker, { type: "generate", request: plain }, AbortSignal.any([ended, abort.signal]));
    const share = meter?.begin();
    try {
      for await (const event of within(events, limits, abort)) {
        if (isToken(event)) share?.count();
        if (event.type !== "generation-end") {
          yield event;
          continue;
        }
        place.promptTokens += event.promptTokens ?? 0;
        place.outputTokens += event.outputTokens ?? 0;
        const joules = share?.end() ?? null;
        const energy = meter && joules !== null ? { joules, of: meter.of } : null;
        const { info, templateSha256 } = place.worker;
        const sha256 = place.contestant.sha256 || null;
        yield { ...event, ...(info ? { record: recordOf({ info, sha256, templateSha256, energy }, request, event) } : {}) };
      }
    } finally {
      share?.end();
    }
  }

  /** In line for a place of its own. */
  const inLine = (modelId: string, request: GenerateRequest, turn: Turn) =>
    line.answer(modelId, request, turn, () => answer(placeOf(modelId), request, turn.ended));

  /** An answer that goes in line again when it lost its worker before its first token. */
  async function* untilBegun(
    modelId: string,
    request: GenerateRequest,
    turn: Turn,
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
      events = inLine(modelId, request, turn);
    }
  }

  async function* generate(modelId: string, request: GenerateRequest): AsyncGenerator<GenerationEvent> {
    placeOf(modelId);
    const turn = line.begin(request);
    try {
      yield* untilBegun(modelId, request, turn, inLine(modelId, request, turn));
    } finally {
      turn.settle();
    }
  }

  /** Waits for a place of each of the models. */
  async function admit(modelIds: readonly string[], limits: Parameters<WorkerPool["admitTogether"]>[1]): Promise<[Admission, number]> {
    const turn = line.begin(limits);
    try {
      const waiting = line.wait(modelIds, limits, turn);
      for (;;) {
        const { value, done } = await waiting.next();
        if (!done) limits.onPosition?.(value.position);
        else if (value) return [value, turn.begun];
        else throw new DOMException("The wait was aborted.", "AbortError");
      }
    } finally {
      turn.settle();
    }
  }

  const task = <Value>(modelId: string, work: WorkerTask, limits: Limits): Promise<Value> => {
    const { worker } = placeOf(modelId);
    return line.task(modelId, limits, async (ended) => (await runTask(worker, work, ended)) as Value);
  };
  const brief = { timeoutMs: SHORT_TASK_MS };

  return {
    generate,
    async admitTogether(modelIds, limits) {
      modelIds.map(placeOf);
      placement?.mustFit(modelIds);
      const [admission, begun] = await admit(modelIds, limits);
      const inPlace = async function* (modelId: string, request: GenerateRequest, turn: Turn): AsyncGenerator<GenerationEvent> {
        try {
          yield* line.timed(turn, answer(placeOf(modelId), request, turn.ended));
        } finally {
          admission.release(modelId);
        }
      };
      return modelIds.map(
        (modelId) =>
          async function* (request: GenerateRequest): AsyncGenerator<GenerationEvent> {
            const signals = [limits.signal, request.signal].filter((signal) => signal !== undefined);
            const turn = { ...line.begin({ ...request, signal: AbortSignal.any(signals) }), begun };
            try {
              yield* untilBegun(modelId, request, turn, inPlace(modelId, request, turn));
            } finally {
              turn.settle();
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
      const { worker } = placeOf(modelId);
      if (!worker.info && worker.state !== "failed" && worker.state !== "closed") await line.task(modelId, brief, async () => {});
      if (worker.info) return worker.info;
      throw new InferenceError(worker.failure, `The model is ${worker.state}${worker.reason === null ? "" : `: ${worker.reason}`}.`);
    },
    stats: (): ReadonlyMap<string, ModelStats> =>
      new Map(
        [...places].map(([id, { worker, promptTokens, outputTokens }]) => [
          id,
          {
            state: worker.state,
            active: line.scheduler.active(id),
            waiting: line.scheduler.waiting(id),
            promptTokens,
            outputTokens,
            residentBytes: worker.residentBytes,
            restarts: worker.restarts,
          },
        ]),
      ),
    add(contestant) {
      if (placement)
        throw new InferenceError("bad-request", "A pool with a memory budget takes no further model; start it with all of them.");
      if (isClosed) throw new InferenceError("closed", "The pool is closed and takes no further model.");
      if (places.has(contestant.id)) throw new InferenceError("bad-request", `There is a model ${contestant.id} in the pool already.`);
      settle(contestant).worker.load();
      changed();
    },
    states: (): ReadonlyMap<string, WorkerState> => table(({ worker }) => worker.state),
    reasons: () => table(({ worker }) => worker.reason),
    pids: () => table(({ worker }) => worker.pid),
    settled: () =>
      new Promise((resolve) => {
        const check = () => {
          if ([...places.values()].some(({ worker }) => worker.state === "starting" || worker.state === "restarting")) return;
          watchers.delete(check);
          resolve();
        };
        watchers.add(check);
        check();
      }),
    async close() {
      isClosed = true;
      line.close("The pool");
      options.energy?.close();
      await Promise.all([...places.values()].map(({ worker }) => worker.close()));
      changed();
    },
  };
}

function placeIn(
  { bytes, needed, pinned = [] }: MemoryBudget,
  places: ReadonlyMap<string, Place>,
  line: Line,
  changed: () => void,
): Placement {
  const residents = [...places].map(([id, { worker }]): [string, Resident] => {
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
          return worker.state !== "ready" || line.scheduler.active(id) > 0;
        },
        load: () => worker.load(),
        unload: () => worker.unload(),
      },
    ];
  });
  const unknown = pinned.filter((id) => !places.has(id));
  if (unknown.length > 0) throw new InferenceError("unknown-model", `No model ${unknown.join(", ")} to pin.`);
  return new Placement({ budgetBytes: bytes, residents: new Map(residents), clock: line.clock, changed });
}

const isToken = ({ type }: GenerationEvent): boolean => type === "text-delta" || type === "token-scored";
