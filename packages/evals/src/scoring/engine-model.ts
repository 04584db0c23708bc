import { type Engine, InferenceError, type ScoredToken } from "@llmlist/inference";
import { EvalError } from "../errors.ts";
import type { LanguageModel, ModelDescription, Score, ScoringWork } from "./language-model.ts";

/** A request that takes longer has failed. */
const TIMEOUT_MS = 3_600_000;

/** What a model behind an engine is made from. */
interface EngineModelOptions {
  readonly engine: Engine;
  readonly model: string;
  readonly description: ModelDescription;
  readonly parallel: number;
  /** Of the token that begins a sequence; null where it is not known or there is none. */
  readonly bosToken: number | null;
}

/** Measures a model through an `Engine`: a file in this machine's memory, or an endpoint. */
export function createEngineModel({ engine, model, description, parallel, bosToken }: EngineModelOptions): LanguageModel {
  return {
    description,
    parallel,
    async tokenize(text, bos) {
      if (bos !== "always") return engine.tokenize(model, text, { special: true, bos: bos === "auto" }).catch(explained);
      if (bosToken === null)
        throw new EvalError("unfit-model", "The model does not say which token begins a sequence; leave --bos at auto or never.");
      const tokens = await engine.tokenize(model, text, { special: true, bos: false }).catch(explained);
      return tokens[0] === bosToken ? tokens : [bosToken, ...tokens];
    },
    async score({ context, continuations }: ScoringWork, signal) {
      const scores: Score[] = [];
      // One after another, so that the context is read once and stays in the sequence for the next.
      for (const continuation of continuations) {
        const request = { prompt: [...context, ...continuation], from: context.length, top: 1, timeoutMs: TIMEOUT_MS, signal };
        const { tokens } = await engine.logLikelihood(model, request).catch(explained);
        scores.push(scoreOf(tokens.slice(context.length)));
      }
      return scores;
    },
    async generate(prompt, { maxTokens, stop }, signal) {
      const sampling = { maxTokens, fitsMaxTokens: true, temperature: 0, topP: 1, topK: 0, seed: 1234, stop };
      let text = "";
      try {
        for await (const event of engine.generate(model, { prompt, ...sampling, timeoutMs: TIMEOUT_MS, signal }))
          if (event.type === "text-delta") text += event.text;
      } catch (error) {
        explained(error);
      }
      signal.throwIfAborted();
      return text;
    },
    close: () => engine.close(),
  };
}

function scoreOf(tokens: readonly ScoredToken[]): Score {
  if (tokens.some(({ logProbability }) => logProbability === null))
    throw new EvalError("unfit-model", "The server gave no log-probability for some tokens of a prompt; its scores cannot be used.");
  return {
    logLikelihood: tokens.reduce((sum, { logProbability }) => sum + (logProbability ?? 0), 0),
    isGreedy: tokens.every(({ logProbability, top: [best] }) => logProbability !== null && logProbability === best?.logProbability),
  };
}

function explained(error: unknown): never {
  if (!InferenceError.isInstance(error)) throw error;
  const code = error.code === "unsupported" ? "unfit-model" : "engine-failed";
  throw new EvalError(code, [error.message, error.detail].filter((part) => part !== null).join(" "), { cause: error });
}
