import type { BosRule } from "../tasks/task.ts";

/** One context with the continuations to score after it. */
export interface ScoringWork {
  /** Tokens, one at least. */
  readonly context: readonly number[];
  readonly continuations: readonly (readonly number[])[];
}

/** How likely a model finds a continuation. */
export interface Score {
  /** The sum of the natural logarithms of its tokens' probabilities. */
  readonly logLikelihood: number;
  /** Whether each of its tokens is the likeliest in its place. */
  readonly isGreedy: boolean;
}

/** What is known of the model that is measured; null is what a server does not tell. */
export interface ModelDescription {
  readonly name: string;
  /** A file, or the address of an API. */
  readonly source: string;
  readonly sha256: string | null;
  readonly engine: string;
  readonly device: string;
  readonly threads: number | null;
  readonly contextTokens: number | null;
  readonly prependsBos: boolean | null;
  readonly eosText: string | null;
}

/** A model that can be measured: it makes tokens of texts, scores continuations and writes. */
export interface LanguageModel {
  readonly description: ModelDescription;
  /** Questions that may be asked at once. */
  readonly parallel: number;
  /** Special tokens in the text count as such; with `bos` the token that begins a sequence is put first, where there is one. */
  tokenize(text: string, bos: BosRule): Promise<readonly number[]>;
  /** @throws EvalError `unfit-model` where the model cannot score. */
  score(work: ScoringWork, signal: AbortSignal): Promise<readonly Score[]>;
  /** Greedy. */
  generate(
    prompt: readonly number[],
    limits: { readonly maxTokens: number; readonly stop: readonly string[] },
    signal: AbortSignal,
  ): Promise<string>;
  close(): Promise<void>;
}
