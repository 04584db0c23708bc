import type { Engine } from "./engine.ts";
import { InferenceError } from "./errors.ts";

/**
 * Makes one engine of several, so that models of this machine and of others are served from one port. Each keeps its own line. Closing it closes all.
 *
 * @throws InferenceError `bad-request` where two engines have a model of the same id.
 * @example
 * ```ts
 * const engine = joinEngines([createWorkerPool({ models, sequences: 4, contextTokens: 4096 }), createRemoteEngine({ models, sequences: 16 })]);
 * ```
 */
export function joinEngines(engines: readonly Engine[]): Engine {
  const owners = new Map<string, Engine>();
  for (const engine of engines) {
    for (const id of engine.states().keys()) {
      if (owners.has(id)) throw new InferenceError("bad-request", `Two engines have a model "${id}"; name one of them otherwise.`);
      owners.set(id, engine);
    }
  }
  const ownerOf = (modelId: string): Engine => {
    const owner = owners.get(modelId);
    if (!owner) throw new InferenceError("unknown-model", `No model "${modelId}"; there are: ${[...owners.keys()].join(", ")}.`);
    return owner;
  };
  const joined = <Value>(read: (engine: Engine) => ReadonlyMap<string, Value>) => new Map(engines.flatMap((engine) => [...read(engine)]));
  return {
    async *generate(modelId, request) {
      yield* ownerOf(modelId).generate(modelId, request);
    },
    logLikelihood: async (modelId, request) => ownerOf(modelId).logLikelihood(modelId, request),
    tokenize: async (modelId, text, options) => ownerOf(modelId).tokenize(modelId, text, options),
    detokenize: async (modelId, tokens) => ownerOf(modelId).detokenize(modelId, tokens),
    embed: async (modelId, texts) => ownerOf(modelId).embed(modelId, texts),
    info: async (modelId) => ownerOf(modelId).info(modelId),
    stats: () => joined((engine) => engine.stats()),
    states: () => joined((engine) => engine.states()),
    reasons: () => joined((engine) => engine.reasons()),
    async whenReady() {
      await Promise.all(engines.map((engine) => engine.whenReady()));
    },
    async close() {
      await Promise.all(engines.map((engine) => engine.close()));
    },
  };
}
