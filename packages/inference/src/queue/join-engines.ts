import { conflictOf, reserveTogether } from "./reserve-together.ts";
import { Scheduler } from "../engine/scheduler.ts";
import type { Engine } from "../engine/engine.ts";
import { InferenceError } from "../engine/errors.ts";

/**
 * Makes one engine of several, so that models of this machine and of others are served from one port and can be reserved together. From then on all
 * of them admit requests in one order. A model that is added to one of them, or removed, is added here and removed here. Closing it closes all.
 *
 * @throws InferenceError `bad-request` where two engines have a model of the same id.
 * @example
 * ```ts
 * const engine = joinEngines([createWorkerPool({ models, sequences: 4, contextTokens: 4096 }), createRemoteEngine({ models: far, sequences: 16 })]);
 * ```
 */
export function joinEngines(engines: readonly Engine[]): Engine {
  refuseDuplicates(engines);
  const scheduler = joinSchedulers(engines);
  const ownerOf = (modelId: string): Engine => {
    const owner = engines.find((engine) => engine.states().has(modelId));
    if (owner) return owner;
    const ids = engines.flatMap((engine) => [...engine.states().keys()]);
    throw new InferenceError("unknown-model", `No model "${modelId}"; there are: ${ids.join(", ")}.`);
  };
  const admissionOf: Engine["admissionOf"] = (modelId) => ownerOf(modelId).admissionOf(modelId);
  const joined = <Value>(read: (engine: Engine) => ReadonlyMap<string, Value>) => new Map(engines.flatMap((engine) => [...read(engine)]));
  return {
    async *generate(modelId, request) {
      yield* ownerOf(modelId).generate(modelId, request);
    },
    logLikelihood: async (modelId, request) => ownerOf(modelId).logLikelihood(modelId, request),
    tokenize: async (modelId, text, options) => ownerOf(modelId).tokenize(modelId, text, options),
    detokenize: async (modelId, tokens) => ownerOf(modelId).detokenize(modelId, tokens),
    async promptText(modelId, conversation) {
      const owner = ownerOf(modelId);
      if (!owner.promptText) throw new InferenceError("unsupported", `What the prompt of ${modelId} is cannot be told.`);
      return owner.promptText(modelId, conversation);
    },
    embed: async (modelId, texts) => ownerOf(modelId).embed(modelId, texts),
    info: async (modelId) => ownerOf(modelId).info(modelId),
    reserveTogether: (modelIds, limits) => reserveTogether(admissionOf, modelIds, limits),
    canRunTogether: (modelIds) => conflictOf(admissionOf, modelIds) === null,
    scheduler,
    admissionOf,
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

function joinSchedulers(engines: readonly Engine[]): Scheduler {
  const joined = new Scheduler({ maxWaiting: 0, has: () => false, capacity: () => 0 });
  for (const { scheduler } of engines) joined.join(scheduler);
  return joined;
}

function refuseDuplicates(engines: readonly Engine[]): void {
  const seen = new Set<string>();
  for (const id of engines.flatMap((engine) => [...engine.states().keys()])) {
    if (seen.has(id)) throw new InferenceError("bad-request", `Two engines have a model "${id}"; name one of them otherwise.`);
    seen.add(id);
  }
}
