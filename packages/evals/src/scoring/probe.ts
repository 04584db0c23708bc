import { EvalError } from "../errors.ts";
import { digestOf } from "./answer-cache.ts";
import type { LanguageModel, ScoringWork } from "./language-model.ts";

const TEXT =
  "The capital of France is Paris, and that of Italy is Rome. 2 + 2 = 4.\nQuestion: 法国的首都是哪里？\nAnswer: Paris; def add(a, b): return a + b  # naïve";
/** Tokens of the texts that are scored together, fewer where the model has no room for them. */
const BATCH_TOKENS = 200;
const CONTINUATION_TOKENS = 24;
/** Digits of a log-likelihood that tell models apart, and that another batch does not change. */
const DIGITS = 2;

/** What a model does with a fixed text. */
export interface Probe {
  /** sha256 over the tokens of a fixed text: another tokenizer has another. */
  readonly tokenizerSha256: string;
  /** The log-likelihood of the second half of the text. */
  readonly logLikelihood: number;
  /** How far log-likelihoods move when texts are scored together instead of alone, in nats: 0 where they do not depend on the batch. */
  readonly batchNoise: number;
  /** Tells weights, tokenizer and engine apart, for endpoints that tell nothing of themselves. */
  readonly fingerprint: string;
}

/**
 * Scores a fixed text, before anything is measured.
 *
 * @throws EvalError `unfit-model` where the scores cannot be real ones.
 */
export async function probeModel(model: LanguageModel, signal: AbortSignal): Promise<Probe> {
  const tokens = await model.tokenize(TEXT, "auto");
  const half = Math.floor(tokens.length / 2);
  const context = tokens.slice(0, half);
  const whole = tokens.slice(half);
  const [all, part] = await model.score({ context, continuations: [whole, whole.slice(0, 1)] }, signal);
  if (!all || !part || !Number.isFinite(all.logLikelihood) || all.logLikelihood >= 0 || all.logLikelihood === part.logLikelihood)
    throw new EvalError(
      "unfit-model",
      "The model's log-probabilities of a prompt are missing or all equal, so that every choice would score the same. " +
        "The server ignores echo, or is no language model; run `llmlist-evals doctor` on it.",
    );
  const tokenizerSha256 = digestOf(tokens);
  return {
    tokenizerSha256,
    logLikelihood: all.logLikelihood,
    batchNoise: await batchNoiseOf(model, tokens, signal),
    fingerprint: digestOf(tokenizerSha256, all.logLikelihood.toFixed(DIGITS)),
  };
}

/** Scores texts of several lengths one by one and then together, each with two continuations. */
async function batchNoiseOf(model: LanguageModel, tokens: readonly number[], signal: AbortSignal): Promise<number> {
  if (model.parallel < 2) return 0;
  const length = Math.min(BATCH_TOKENS, (model.description.contextTokens ?? BATCH_TOKENS) - 2);
  const works = Array.from({ length: model.parallel }, (_, index) => {
    const own = Array.from({ length: length - 7 * (index % 8) }, (__, position) => tokens[(position + 3 * index) % tokens.length] ?? 0);
    const end = own.slice(-CONTINUATION_TOKENS);
    return { context: own.slice(0, -CONTINUATION_TOKENS), continuations: [end, end.slice(1)] };
  });
  const score = async (work: ScoringWork) => (await model.score(work, signal)).map(({ logLikelihood }) => logLikelihood);
  const alone: number[][] = [];
  for (const work of works) alone.push(await score(work));
  const together = await Promise.all(works.map(score));
  const moves = alone.flatMap((values, index) =>
    values.map((value, position) => Math.abs(value - (together[index]?.[position] ?? Number.NaN))),
  );
  return Math.max(...moves);
}
