import { backOff } from "../engine/back-off.ts";
import type { Clock } from "../engine/clock.ts";
import type { GenerateRequest, ModelInfo } from "../engine/engine.ts";
import type { InferenceError } from "../engine/errors.ts";
import { createRecord } from "../engine/record.ts";
import { type AttemptEvent, type ModelWork, QueuedEngine, type QueuedModel } from "../queue/queued-engine.ts";
import type { Endpoint } from "./endpoint.ts";
import { EndpointError } from "./endpoint-error.ts";
import type { RemoteName } from "./request-body.ts";
import { scoreByEcho } from "./score-by-echo.ts";
import { streamAnswer } from "./stream-answer.ts";
import { detokenizeThere, embedThere, tokenizeThere } from "./tokens.ts";

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

/** A model that an engine reaches through an endpoint, as it is now. */
export interface EndpointModel extends QueuedModel {
  /** Null as long as it is not `ready`. */
  readonly ready: ReadyModel | null;
  /** Is told of a request that the endpoint did not answer, and says what its caller gets. */
  unanswered(error: EndpointError): InferenceError;
}

/** What an engine over endpoints needs. */
export interface EndpointEngineOptions {
  readonly sequences: number;
  readonly maxWaiting: number | undefined;
  readonly clock: Clock;
}

/** The queue, the time limits and the attempts of models behind endpoints. */
export function createEndpointEngine<Model extends EndpointModel>(options: EndpointEngineOptions): QueuedEngine<Model> {
  return new QueuedEngine<Model>({ name: "The engine", ...options, work: workBy(options.clock) });
}

function workBy(clock: Clock): ModelWork<EndpointModel> {
  return {
    answer: (model, request, ended) => recorded(readyOf(model), request, ended, clock),
    score: async (model, request, ended) => {
      const { endpoint, name } = readyOf(model);
      return scoreByEcho(endpoint, name, request, ended);
    },
    tokenize: async (model, text, options, ended) => {
      const { endpoint, name } = readyOf(model);
      return tokenizeThere(endpoint, name, text, options, ended);
    },
    detokenize: async (model, tokens, ended) => {
      const { endpoint, name } = readyOf(model);
      return detokenizeThere(endpoint, name, tokens, ended);
    },
    embed: async (model, texts, ended) => {
      const { endpoint, name } = readyOf(model);
      return embedThere(endpoint, name, texts, ended);
    },
    explain(model, error, attempt) {
      if (!(error instanceof EndpointError)) return { error, retryAfterMs: null };
      const told = error.status === null ? model.unanswered(error) : error;
      return { error: told, retryAfterMs: error.isRetryable ? backOff(attempt) : null };
    },
  };
}

function readyOf(model: EndpointModel): ReadyModel {
  if (model.ready) return model.ready;
  throw model.failure();
}

async function* recorded(ready: ReadyModel, request: GenerateRequest, ended: AbortSignal, clock: Clock): AsyncGenerator<AttemptEvent> {
  for await (const event of streamAnswer(ready.endpoint, ready.name, request, { ended, clock }))
    yield event.type === "generation-end" ? { ...event, record: createRecord(ready, request, event) } : event;
}
