import { type Clock, systemClock } from "../engine/clock.ts";
import type { Engine } from "../engine/engine.ts";
import { InferenceError } from "../engine/errors.ts";
import { type ModelWork, QueuedEngine } from "../queue/queued-engine.ts";
import { charactersOf, promptOf, RunningScript, type ScriptedModel } from "./scripted-model.ts";

/** How a scripted engine behaves. */
export interface ScriptedEngineOptions {
  readonly models: Readonly<Record<string, ScriptedModel>>;
  /** Conversations of a model at once; more are queued. 1 by default. */
  readonly sequences?: number;
  readonly contextTokens?: number;
  readonly maxWaiting?: number;
  /** How long a model that crashed is away; 1,000 by default. */
  readonly restartMs?: number;
  readonly clock?: Clock;
}

/** An engine of scripts, with what a test may do to it. */
export interface ScriptedEngine extends Engine {
  /** @throws InferenceError `closed`, or `bad-request` for an id that is taken. */
  add(modelId: string, script: ScriptedModel): void;
  /** Resolves once what the model answers has ended. Requests that wait for it get `unknown-model`. */
  remove(modelId: string): Promise<void>;
  /** Ends all answers of a model, as a crash of its process would. */
  crash(modelId: string): void;
}

const work: ModelWork<RunningScript> = {
  answer: (model, request, ended) => model.answer(request, ended),
  score: async (model, request) => model.score(request),
  tokenize: async (_, text) => charactersOf(typeof text === "string" ? text : promptOf(text)),
  detokenize: async (_, tokens) => String.fromCodePoint(...tokens),
  async embed() {
    throw new InferenceError("unsupported", "A script has no embeddings.");
  },
  explain: (_, error) => ({ error, retryAfterMs: null }),
};

/**
 * An engine without a model, for tests of what uses engines: it says what it is told to, when it is told to, and fails where it is told to. Its tokens are
 * characters when they are counted in a prompt, and what the script has when it answers. Greedy or not, an answer is the script's.
 *
 * @example
 * ```ts
 * const engine = createScriptedEngine({ models: { parrot: { answers: { "Hi": { tokens: ["Hello", " there"], betweenTokensMs: 20 } } } } });
 * ```
 */
export function createScriptedEngine(options: ScriptedEngineOptions): ScriptedEngine {
  const { sequences = 1, contextTokens = 4096, maxWaiting, restartMs = 1_000, clock = systemClock } = options;
  const scripts = new Map<string, RunningScript>();
  const engine = new QueuedEngine<RunningScript>({ name: "The engine", sequences, maxWaiting, clock, work });
  const info = { ...blankInfo, contextTokens, sequences };
  const add = (id: string, script: ScriptedModel) => {
    engine.mustBeNew(id);
    const running = new RunningScript({ script, info, restartMs, clock, changed: () => engine.changed() });
    scripts.set(id, running);
    engine.addModel(id, running);
  };
  for (const [id, script] of Object.entries(options.models)) add(id, script);
  return Object.assign(engine, {
    add,
    remove: (id: string) => engine.removeModel(id),
    crash: (id: string) => scripts.get(id)?.crash(),
  });
}

const blankInfo = {
  vocabularySize: null,
  chatTemplate: null,
  bosToken: null,
  eosToken: null,
  bosTokenId: null,
  eosTokenId: null,
  prependsBos: false,
  engine: "scripted",
  device: "none",
  threads: null,
};
