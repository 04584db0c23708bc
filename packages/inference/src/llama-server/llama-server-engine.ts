import { type Clock, systemClock } from "../engine/clock.ts";
import type { Engine } from "../engine/engine.ts";
import { InferenceError } from "../engine/errors.ts";
import { createEndpointEngine } from "../remote/endpoint-engine.ts";
import { type LlamaServerModel, type LlamaServerSettings, SupervisedServer } from "./supervised-server.ts";

/** What is run, and with what. */
export interface LlamaServerEngineOptions extends LlamaServerSettings {
  /** By the ids under which they are asked for. */
  readonly models: Readonly<Record<string, LlamaServerModel>>;
  /** Requests that may be queued; 256 by default. */
  readonly maxWaiting?: number;
  readonly clock?: Clock;
}

/** An engine of supervised llama-servers. */
export interface LlamaServerEngine extends Engine {
  /** Process ids of the running servers, by model id. */
  pids(): ReadonlyMap<string, number>;
  /**
   * Starts a server for one more model.
   *
   * @throws InferenceError `closed`, or `bad-request` for an id that is taken.
   */
  add(modelId: string, model: LlamaServerModel): void;
  /**
   * Takes a model out. Requests that wait for it get `unknown-model`; it resolves once those that run have ended, and its process too.
   *
   * @throws InferenceError `unknown-model`.
   */
  remove(modelId: string): Promise<void>;
}

/**
 * Starts llama.cpp's own server for each model and talks to it: for images, and for what a newer llama.cpp can. A server that dies or falls silent is started
 * again with back-off; all of them end with this process. Each listens on a free port of 127.0.0.1, with a key of its own.
 *
 * @throws InferenceError `bad-request` without a command.
 * @example
 * ```ts
 * const engine = createLlamaServerEngine({
 *   command: ["/opt/llama.cpp/llama-server"],
 *   models: { smolvlm: { path: "/models/SmolVLM-500M-Q8_0.gguf", projector: "/models/mmproj-SmolVLM-500M-Q8_0.gguf" } },
 *   sequences: 4,
 *   contextTokens: 4096,
 * });
 * await engine.whenReady();
 * ```
 */
export function createLlamaServerEngine(options: LlamaServerEngineOptions): LlamaServerEngine {
  const { models, maxWaiting, clock = systemClock, ...settings } = options;
  if (settings.command.length === 0) throw new InferenceError("bad-request", "Name the llama-server to run, as command.");
  const engine = createEndpointEngine<SupervisedServer>({ sequences: settings.sequences, maxWaiting, clock });
  const add = (id: string, model: LlamaServerModel) => {
    engine.mustBeNew(id);
    engine.addModel(id, new SupervisedServer(id, model, settings, { clock, changed: () => engine.changed() }));
  };
  for (const [id, model] of Object.entries(models)) add(id, model);
  return Object.assign(engine, {
    add,
    remove: (id: string) => engine.removeModel(id),
    pids: () => engine.table(({ pid }) => pid),
  });
}
