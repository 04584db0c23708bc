import { type Clock, systemClock } from "../engine/clock.ts";
import type { Engine } from "../engine/engine.ts";
import { InferenceError } from "../engine/errors.ts";
import { createEndpointEngine } from "../remote/endpoint-engine.ts";
import { type LlamaServerModel, type LlamaServerSettings, SupervisedServer } from "./supervised-server.ts";

/** What is run, and with what. */
export interface LlamaServerEngineOptions extends LlamaServerSettings {
  /** By the ids under which they are asked for. */
  readonly models: Readonly<Record<string, LlamaServerModel>>;
  /** Requests that may wait; 256 by default. */
  readonly maxWaiting?: number;
  readonly clock?: Clock;
}

/** An engine of supervised llama-servers. */
export interface LlamaServerEngine extends Engine {
  /** Process ids of the running servers, by model id. */
  pids(): ReadonlyMap<string, number>;
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
  const { models: wanted, maxWaiting, clock = systemClock, ...settings } = options;
  if (settings.command.length === 0) throw new InferenceError("bad-request", "Name the llama-server to run, as command.");
  const { engine, models } = createEndpointEngine({
    name: "The engine",
    sequences: settings.sequences,
    maxWaiting,
    clock,
    open: (changed) =>
      new Map(Object.entries(wanted).map(([id, model]) => [id, new SupervisedServer(id, model, settings, { clock, changed })])),
  });
  return { ...engine, pids: () => new Map([...models].flatMap(([id, { pid }]) => (pid === null ? [] : [[id, pid] as const]))) };
}
