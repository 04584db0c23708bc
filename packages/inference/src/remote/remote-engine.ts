import { type Clock, systemClock } from "../engine/clock.ts";
import type { Engine } from "../engine/engine.ts";
import { createEndpointEngine } from "./endpoint-engine.ts";
import { RemoteModel, type RemoteModelOptions } from "./remote-model.ts";

const HEALTH_INTERVAL_MS = 30_000;

/** What a remote engine reaches. */
export interface RemoteEngineOptions {
  /** By the ids under which they are asked for. */
  readonly models: Readonly<Record<string, RemoteModelOptions>>;
  /** Requests to a model at once; more are queued here. */
  readonly sequences: number;
  /** Requests that may be queued; 256 by default. */
  readonly maxWaiting?: number;
  /** Milliseconds between two health checks of an endpoint that is in use; 30,000 by default. One that fails two in a row is out until it answers. */
  readonly healthIntervalMs?: number;
  readonly clock?: Clock;
}

/** An engine over endpoints, whose models may change while it runs. */
export interface RemoteEngine extends Engine {
  /**
   * Reaches one more model; requests for it wait until its endpoint has answered.
   *
   * @throws InferenceError `closed`, or `bad-request` for an address that cannot be one, and for an id that is taken.
   */
  add(modelId: string, address: RemoteModelOptions): void;
  /**
   * Takes a model out. Requests that wait for it get `unknown-model`; it resolves once those that run have ended.
   *
   * @throws InferenceError `unknown-model`.
   */
  remove(modelId: string): Promise<void>;
}

/**
 * Answers with models behind any OpenAI-compatible endpoint: vLLM, llama-server, Ollama, another `inference serve`, a gateway.
 *
 * A request is sent again, up to twice, only where the endpoint has certainly written nothing. A 429 is `queue-full`, with its Retry-After. What an endpoint
 * would ignore, such as `topK` in OpenAI's own API, is `unsupported`; what it has of its own beyond its API, such as a gateway's system prompt, cannot be known.
 *
 * @throws InferenceError `bad-request` for an address that cannot be one.
 * @example
 * ```ts
 * const engine = createRemoteEngine({
 *   models: { "qwen-72b": { baseUrl: "http://10.0.0.5:8000/v1", apiKey: process.env.VLLM_KEY, model: "Qwen/Qwen2.5-72B-Instruct" } },
 *   sequences: 16,
 * });
 * await engine.whenReady();
 * for await (const event of engine.generate("qwen-72b", request)) console.log(event);
 * ```
 */
export function createRemoteEngine({
  models,
  sequences,
  maxWaiting,
  healthIntervalMs = HEALTH_INTERVAL_MS,
  clock = systemClock,
}: RemoteEngineOptions): RemoteEngine {
  const engine = createEndpointEngine<RemoteModel>({ sequences, maxWaiting, clock });
  const watch = { clock, healthIntervalMs, sequences, changed: () => engine.changed() };
  const add = (id: string, address: RemoteModelOptions) => {
    engine.mustBeNew(id);
    engine.addModel(id, new RemoteModel(address, watch));
  };
  for (const [id, address] of Object.entries(models)) add(id, address);
  return Object.assign(engine, { add, remove: (id: string) => engine.removeModel(id) });
}
