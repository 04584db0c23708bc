import { type Clock, systemClock } from "../engine/clock.ts";
import type { Engine } from "../engine/engine.ts";
import { createEndpointEngine } from "./endpoint-engine.ts";
import { RemoteModel, type RemoteModelOptions } from "./remote-model.ts";

/** What a remote engine reaches. */
export interface RemoteEngineOptions {
  /** By the ids under which they are asked for. */
  readonly models: Readonly<Record<string, RemoteModelOptions>>;
  /** Requests to a model at once; more wait in line here. */
  readonly sequences: number;
  /** Requests that may wait; 256 by default. */
  readonly maxWaiting?: number;
  readonly clock?: Clock;
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
export function createRemoteEngine({ models, sequences, maxWaiting, clock = systemClock }: RemoteEngineOptions): Engine {
  const { engine } = createEndpointEngine({
    name: "The engine",
    sequences,
    maxWaiting,
    clock,
    open: (changed) =>
      new Map(Object.entries(models).map(([id, address]) => [id, new RemoteModel({ ...address, sequences }, clock, changed)])),
  });
  return engine;
}
