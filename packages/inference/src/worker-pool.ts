import { availableParallelism } from "node:os";
import type { Contestant } from "./contestant.ts";
import type { Engine, GenerateRequest, GenerationEvent, WorkerState } from "./engine.ts";
import { InferenceError } from "./errors.ts";
import { ModelWorker } from "./model-worker.ts";

const WAITING_PER_MODEL = 64;

/** An engine of local workers, with what an operator may want to see. */
export interface WorkerPool extends Engine {
  /** Process ids of the running workers, by model id. */
  pids(): ReadonlyMap<string, number>;
  /** Why a model failed or is being restarted, by model id. */
  reasons(): ReadonlyMap<string, string>;
}

/** What a pool runs and how much of it at once. */
export interface WorkerPoolOptions {
  readonly contestants: readonly Contestant[];
  /** Conversations that a model holds at once; more wait in line. */
  readonly sequences: number;
  /** Tokens of one conversation, prompt and answer together. */
  readonly contextTokens: number;
  /** Threads of each worker; by default the cores are shared out evenly. */
  readonly threads?: number;
}

interface Place {
  readonly worker: ModelWorker;
  active: number;
  readonly waiting: (() => void)[];
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
  const threads = options.threads ?? Math.max(1, Math.floor(availableParallelism() / Math.max(1, contestants.length)));
  const places = new Map<string, Place>();
  const settled = contestants.map(
    ({ id, path, promptFormat }) =>
      new Promise<void>((resolve) => {
        const worker = new ModelWorker({ path, promptFormat, sequences, contextTokens, threads }, resolve);
        places.set(id, { worker, active: 0, waiting: [] });
      }),
  );
  let closed = false;

  const table = <Value>(read: (worker: ModelWorker) => Value | null): Map<string, Value> => {
    const rows = new Map<string, Value>();
    for (const [id, { worker }] of places) {
      const value = read(worker);
      if (value !== null) rows.set(id, value);
    }
    return rows;
  };

  async function* generate(modelId: string, request: GenerateRequest): AsyncGenerator<GenerationEvent> {
    const place = places.get(modelId);
    if (!place) throw new InferenceError("unknown-model", `No model "${modelId}"; there are: ${[...places.keys()].join(", ")}.`);
    if (closed) throw new InferenceError("closed", "The pool is closed.");
    const timeout = AbortSignal.timeout(request.timeoutMs);
    const ended = AbortSignal.any([timeout, ...(request.signal ? [request.signal] : [])]);
    const begun = performance.now();
    if (!(await admit(place, sequences, ended))) {
      if (timeout.aborted) throw timedOut(request.timeoutMs);
      yield {
        type: "generation-end",
        reason: "aborted",
        promptTokens: 0,
        outputTokens: 0,
        firstTokenMs: null,
        totalMs: performance.now() - begun,
      };
      return;
    }
    try {
      for await (const event of stream(place.worker, request, ended)) {
        if (event.type === "generation-end" && event.reason === "aborted" && timeout.aborted) throw timedOut(request.timeoutMs);
        yield event;
      }
    } finally {
      const next = place.waiting.shift();
      if (next) next();
      else place.active--;
    }
  }

  return {
    generate,
    states: (): ReadonlyMap<string, WorkerState> => table((worker) => worker.state),
    reasons: () => table((worker) => worker.reason),
    pids: () => table((worker) => worker.pid),
    settled: async () => void (await Promise.all(settled)),
    async close() {
      closed = true;
      await Promise.all([...places.values()].map(({ worker }) => worker.close()));
    },
  };
}

function timedOut(milliseconds: number): InferenceError {
  return new InferenceError("timeout", `The answer took longer than ${milliseconds} ms.`);
}

/** Takes a place, in order of arrival. False when the wait was ended. */
async function admit(place: Place, sequences: number, ended: AbortSignal): Promise<boolean> {
  if (ended.aborted) return false;
  if (place.active < sequences) {
    place.active++;
    return true;
  }
  if (place.waiting.length >= WAITING_PER_MODEL)
    throw new InferenceError("queue-full", "Too many answers are waiting for this model; try again soon.");
  return new Promise((resolve) => {
    const leave = () => {
      place.waiting.splice(place.waiting.indexOf(enter), 1);
      resolve(false);
    };
    const enter = () => {
      ended.removeEventListener("abort", leave);
      resolve(true);
    };
    place.waiting.push(enter);
    ended.addEventListener("abort", leave, { once: true });
  });
}

/** The events of one generation as they come from the worker. A reader that leaves ends it. */
async function* stream(worker: ModelWorker, request: GenerateRequest, ended: AbortSignal): AsyncGenerator<GenerationEvent> {
  const events: GenerationEvent[] = [];
  let failure: InferenceError | null = null;
  let wake = () => {};
  const abort = worker.start(request, {
    event(event) {
      events.push(event);
      wake();
    },
    fail(error) {
      failure = error;
      wake();
    },
  });
  if (ended.aborted) abort();
  ended.addEventListener("abort", abort, { once: true });
  let finished = false;
  try {
    for (;;) {
      const event = events.shift();
      if (event) {
        finished = event.type === "generation-end";
        yield event;
        if (finished) return;
      } else if (failure) {
        finished = true;
        throw failure;
      } else {
        await new Promise<void>((resolve) => (wake = resolve));
      }
    }
  } finally {
    ended.removeEventListener("abort", abort);
    if (!finished) abort();
  }
}
