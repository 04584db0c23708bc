import type { LlamaContextSequence, LlamaModel, Token } from "node-llama-cpp";
import type { ScoredText, ScoredToken, TokenLogProbability } from "../../engine/engine.ts";
import { type Job, keptTokens, CHUNK_TOKENS } from "./lock-step.ts";
import { logProbabilitiesOf, scoringOptions, describeToken } from "./scores.ts";

/** What is known of the tokens that a sequence holds, so that a text with the same beginning need not be read again. */
export interface KnownScores {
  readonly top: number;
  /** By position; absent where it was not asked for. */
  readonly scores: readonly (ScoredToken | undefined)[];
}

interface ScoringOptions {
  readonly model: LlamaModel;
  readonly sequence: LlamaContextSequence;
  readonly tokens: readonly Token[];
  readonly from: number;
  readonly top: number;
  /** From earlier jobs in the same sequence. */
  readonly known: KnownScores | undefined;
  readonly done: (text: ScoredText, known: KnownScores) => void;
  readonly fail: (error: unknown) => void;
}

/** The log-probabilities of a text's tokens, computed once for a beginning that several texts share. */
export class Scoring implements Job {
  readonly #options: ScoringOptions;
  readonly #scores: (ScoredToken | undefined)[] = [];
  #next: readonly TokenLogProbability[] = [];
  #read = 0;
  #aborted = false;

  constructor(options: ScoringOptions) {
    this.#options = options;
  }

  abort(): void {
    this.#aborted = true;
  }

  get unread(): number {
    return this.#options.tokens.length - this.#read;
  }

  async advance(dealt: number): Promise<boolean> {
    const { sequence, tokens, from, top, model, done, fail } = this.#options;
    if (this.#aborted) {
      fail(new DOMException("The scoring was aborted.", "AbortError"));
      return true;
    }
    if (dealt === 0) return false;
    // Always in the same chunks, so that a text has the same scores to the last bit whatever else is computed.
    const end = Math.min(tokens.length, this.#read + CHUNK_TOKENS);
    const part = tokens.slice(this.#read, end).map((token, offset) => {
      const position = this.#read + offset + 1;
      const next = tokens[position];
      const wanted = next === undefined || position >= from;
      return wanted ? ([token, { generateNext: scoringOptions(next === undefined ? [] : [next], top, false) }] as [Token, object]) : token;
    });
    const output = await sequence.controlledEvaluate(part);
    for (let offset = 0; offset < part.length; offset++) {
      const position = this.#read + offset + 1;
      const next = tokens[position];
      const found = output[offset]?.next;
      if (found === undefined) continue;
      const { of, top: likeliest } = logProbabilitiesOf(found, next === undefined ? Math.max(1, top) : top, model);
      if (next === undefined) this.#next = likeliest;
      else this.#scores[position] = { ...this.#plain(next), logProbability: of(next), top: likeliest };
    }
    this.#read = end;
    if (end < tokens.length) return false;
    const scored = tokens.map((token, position) => (position < from ? undefined : this.#scores[position]) ?? this.#plain(token));
    done({ tokens: scored, next: this.#next }, { top, scores: this.#scores });
    return true;
  }

  /** Keeps the beginning that was scored in the sequence already, as far as its scores are known or not needed. */
  async begin(): Promise<void> {
    const { sequence, tokens, from, top, known } = this.#options;
    const reusable = known ? keptTokens(sequence, tokens) : [];
    // The probability at a position comes from the token before it, so the first position that was not kept must be known, too.
    const knownAt = (position: number) => {
      const score = known && known.top >= top ? known.scores[position] : undefined;
      return score?.token === tokens[position] ? score : undefined;
    };
    let kept = 0;
    while (kept < reusable.length && (kept + 1 < from || knownAt(kept + 1))) kept++;
    kept -= kept % CHUNK_TOKENS;
    for (let position = Math.max(1, from); position <= kept; position++) {
      const score = knownAt(position);
      if (score) this.#scores[position] = { ...score, top: score.top.slice(0, top) };
    }
    await sequence.adaptStateToTokens(tokens.slice(0, kept), false);
    this.#read = sequence.nextTokenIndex;
  }

  #plain(token: Token): ScoredToken {
    return { ...describeToken(token, this.#options.model), logProbability: null, top: [] };
  }

  async end(): Promise<void> {}

  fail(error: unknown): void {
    this.#options.fail(error);
  }
}
