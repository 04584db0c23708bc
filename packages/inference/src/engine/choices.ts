import type { Engine, Limits, ScoredToken } from "./engine.ts";

/** How likely a model finds a continuation. */
export interface ScoredContinuation {
  /** The sum of the natural logarithms of its tokens' probabilities. */
  readonly logLikelihood: number;
  /** How many tokens it has. */
  readonly tokens: number;
  /** Whether each of its tokens is the likeliest in its place. */
  readonly isGreedy: boolean;
  /** Of its UTF-8 form: longer continuations are compared fairly by `logLikelihood / bytes`. */
  readonly bytes: number;
}

/** A beginning, and the continuations to compare. */
export interface Choices extends Limits {
  readonly context: string;
  /** Each as it would stand after the context, so mostly with a space before it. */
  readonly continuations: readonly string[];
}

/**
 * Scores the continuations of one text, as LM Evaluation Harness does for multiple-choice tasks (ARC, HellaSwag, MMLU, TruthfulQA, Winogrande): spaces at the
 * end of the context belong to the continuation, and what is scored are the tokens of the whole text beyond those of the context alone.
 * The context is read once, as far as the engine keeps it.
 *
 * @throws InferenceError where a text does not fit, or the engine cannot score.
 * @example
 * ```ts
 * const scored = await scoreContinuations(engine, "smollm2", { context: "Bees make", continuations: [" honey", " glass"], timeoutMs: 10_000 });
 * scored[0].logLikelihood > scored[1].logLikelihood; // true
 * ```
 */
export async function scoreContinuations(
  engine: Engine,
  model: string,
  { context, continuations, ...limits }: Choices,
): Promise<ScoredContinuation[]> {
  const trimmed = context.trimEnd();
  const spaces = context.slice(trimmed.length);
  const how = { special: true, bos: true };
  const beginning = await engine.tokenize(model, trimmed, how);
  const scored: ScoredContinuation[] = [];
  for (const continuation of continuations) {
    const prompt = await engine.tokenize(model, trimmed + spaces + continuation, how);
    const from = Math.max(1, beginning.length);
    const { tokens } = await engine.logLikelihood(model, { prompt, from, top: 1, ...limits });
    const own = tokens.slice(from);
    scored.push({
      logLikelihood: own.reduce((sum, { logProbability }) => sum + (logProbability ?? 0), 0),
      tokens: own.length,
      isGreedy: own.every(isLikeliest),
      bytes: Buffer.byteLength(continuation),
    });
  }
  return scored;
}

const isLikeliest = ({ logProbability, top }: ScoredToken): boolean => logProbability !== null && logProbability === top[0]?.logProbability;
