import { backOff } from "../engine/back-off.ts";
import { type Clock, pause } from "../engine/clock.ts";
import type { Engine, GenerateRequest, GenerationEvent, Limits, ModelInfo, WorkerState } from "../engine/engine.ts";
import { InferenceError } from "../engine/errors.ts";
import { within } from "../queue/limits.ts";
import { RequestQueue } from "../queue/request-queue.ts";
import { createRecord } from "../engine/record.ts";
import { type RemoteEvent, streamAnswer } from "./stream-answer.ts";
import type { Endpoint } from "./endpoint.ts";
import { EndpointError } from "./endpoint-error.ts";
import type { RemoteName } from "./request-body.ts";
import { scoreByEcho } from "./score-by-echo.ts";
import { detokenizeThere, embedThere, tokenizeThere } from "./tokens.ts";

const MAX_WAITING = 256;
/** A request that certainly got no token is sent again, until it has been sent this often. */
const TRIES = 3;
const SHORT_TASK_MS = 60_000;

/** A model that answers behind an endpoint. */
export interface ReadyModel {
  readonly endpoint: Endpoint;
  readonly name: RemoteName;
  readonly info: ModelInfo;
  /** Of its weights; null where another machine holds them. */
  readonly sha256: string | null;
  /** Of the chat template, where the endpoint shows it. */
  readonly templateSha256: string | null;
}

/** A model that an engine reaches through an endpoint, and how it is just now. */
export interface EndpointModel {
  readonly state: WorkerState;
  /** Why it failed or is being restarted. */
  readonly reason: string | null;
  /** Null as long as it is not `ready`. */
  readonly ready: ReadyModel | null;
  readonly residentBytes: number | null;
  readonly restarts: number;
  /** What a request gets while it is `failed`. */
  failure(): InferenceError;
  /** Hears of a request that the endpoint did not answer, and tells what its caller gets. */
  unanswered(error: EndpointError): InferenceError;
  close(): Promise<void>;
}

/** What an engine over endpoints needs. */
export interface EndpointEngineOptions<Model extends EndpointModel> {
  /** For its own errors. */
  readonly name: string;
  readonly sequences: number;
  readonly maxWaiting: number | undefined;
  readonly clock: Clock;
  /** Makes the models, which call `changed` whenever their state has changed. */
  open(changed: () => void): ReadonlyMap<string, Model>;
}

/** An engine whose models answer over HTTP, with the models that it made. */
export interface EndpointEngine<Model extends EndpointModel> {
  readonly engine: Engine;
  readonly models: ReadonlyMap<string, Model>;
}

/** Keeps the queue, the time limits and the tries of models behind endpoints. */
export function createEndpointEngine<Model extends EndpointModel>(options: EndpointEngineOptions<Model>): EndpointEngine<Model> {
  const { sequences, clock } = options;
  const watchers = new Set<() => void>();
  const written = new Map<string, { promptTokens: number; outputTokens: number }>();
  const queue: RequestQueue = new RequestQueue(
    {
      // A failed model admits, so that its reason is told at once and not after a wait.
      capacity: (id) => (["ready", "failed", "closed"].includes(modelOf(id).state) ? sequences : 0),
      maxWaiting: options.maxWaiting ?? MAX_WAITING,
    },
    clock,
  );
  const models = options.open(() => {
    for (const watcher of watchers) watcher();
    queue.scheduler.serve();
  });
  const modelOf = (modelId: string): Model => {
    const model = models.get(modelId);
    if (!model) throw new InferenceError("unknown-model", `No model "${modelId}"; there are: ${[...models.keys()].join(", ")}.`);
    return model;
  };
  const readyOf = (model: Model): ReadyModel => {
    if (model.ready) return model.ready;
    throw model.failure();
  };

  /** One answer in a entry that is held already. */
  async function* answer(modelId: string, request: GenerateRequest, ended: AbortSignal): AsyncGenerator<GenerationEvent> {
    const model = modelOf(modelId);
    const ready = readyOf(model);
    const abort = new AbortController();
    const limits = {
      firstTokenTimeoutMs: request.firstTokenTimeoutMs,
      betweenTokensTimeoutMs: request.betweenTokensTimeoutMs,
      isToken: ({ type }: RemoteEvent) => type !== "generation-end",
      clock,
    };
    const signal = AbortSignal.any([ended, abort.signal]);
    for await (const event of within(streamAnswer(ready.endpoint, ready.name, request, { ended: signal, clock }), limits, abort)) {
      if (event.type === "token-unshown") continue;
      if (event.type !== "generation-end") {
        yield event;
        continue;
      }
      const sum = written.get(modelId) ?? { promptTokens: 0, outputTokens: 0 };
      written.set(modelId, {
        promptTokens: sum.promptTokens + (event.promptTokens ?? 0),
        outputTokens: sum.outputTokens + (event.outputTokens ?? 0),
      });
      yield { ...event, record: createRecord(ready, request, event) };
    }
  }

  async function* generate(modelId: string, request: GenerateRequest): AsyncGenerator<GenerationEvent> {
    modelOf(modelId);
    const queued = queue.begin(request);
    try {
      for (let attempt = 1; ; attempt++) {
        let hasBegun = false;
        try {
          for await (const event of queue.answer(modelId, request, queued, () => answer(modelId, request, queued.ended))) {
            hasBegun ||= event.type !== "queue-position";
            yield event;
          }
          return;
        } catch (error) {
          if (!(error instanceof EndpointError)) throw error;
          const told = error.status === null ? modelOf(modelId).unanswered(error) : error;
          if (hasBegun || !error.isRetryable || attempt === TRIES) throw told;
        }
        await pause(clock, backOff(attempt), queued.ended);
      }
    } finally {
      queued.release();
    }
  }

  /** Work with one result, in its queued. */
  const task = async <Value>(
    modelId: string,
    limits: Limits,
    work: (model: ReadyModel, ended: AbortSignal) => Promise<Value>,
  ): Promise<Value> => {
    const model = modelOf(modelId);
    try {
      return await queue.task(modelId, limits, (ended) => work(readyOf(model), ended));
    } catch (error) {
      throw error instanceof EndpointError && error.status === null ? model.unanswered(error) : error;
    }
  };
  const brief = { timeoutMs: SHORT_TASK_MS };

  const engine: Engine = {
    generate,
    logLikelihood: (modelId, request) => task(modelId, request, ({ endpoint, name }, ended) => scoreByEcho(endpoint, name, request, ended)),
    tokenize: (modelId, text, how) => task(modelId, brief, ({ endpoint, name }, ended) => tokenizeThere(endpoint, name, text, how, ended)),
    detokenize: (modelId, tokens) => task(modelId, brief, ({ endpoint, name }, ended) => detokenizeThere(endpoint, name, tokens, ended)),
    embed: (modelId, texts) => task(modelId, brief, ({ endpoint, name }, ended) => embedThere(endpoint, name, texts, ended)),
    info: async (modelId) => modelOf(modelId).ready?.info ?? task(modelId, brief, async ({ info }) => info),
    stats: () =>
      new Map(
        [...models].map(([id, { state, residentBytes, restarts }]) => [
          id,
          {
            state,
            active: queue.scheduler.active(id),
            waiting: queue.scheduler.waiting(id),
            ...(written.get(id) ?? { promptTokens: 0, outputTokens: 0 }),
            residentBytes,
            restarts,
          },
        ]),
      ),
    states: () => new Map([...models].map(([id, { state }]) => [id, state])),
    reasons: () => new Map([...models].flatMap(([id, { reason }]) => (reason === null ? [] : [[id, reason] as const]))),
    whenReady: () =>
      new Promise((resolve) => {
        const check = () => {
          if ([...models.values()].some(({ state }) => state === "starting" || state === "restarting")) return;
          watchers.delete(check);
          resolve();
        };
        watchers.add(check);
        check();
      }),
    async close() {
      queue.close(options.name);
      await Promise.all([...models.values()].map((model) => model.close()));
    },
  };
  return { engine, models };
}
