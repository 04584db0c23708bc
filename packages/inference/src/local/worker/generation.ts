import {
  type LlamaContextSequence,
  LlamaGrammarEvaluationState,
  type LlamaModel,
  type SequenceEvaluateOptions,
  type Token,
} from "node-llama-cpp";
import type { GenerationEvent, Sampling, ScoredToken } from "../../engine/engine.ts";
import { type Job, keptTokens } from "./lock-step.ts";
import { logProbabilitiesOf, scoringOptions, textOf } from "./scores.ts";
import type { TextStream } from "../../engine/text-stream.ts";

interface GenerationOptions {
  readonly model: LlamaModel;
  readonly sequence: LlamaContextSequence;
  readonly tokens: readonly Token[];
  readonly sampling: Sampling & { readonly maxTokens: number };
  readonly grammar: LlamaGrammarEvaluationState | null;
  readonly text: TextStream<Token>;
  readonly emit: (event: GenerationEvent) => void;
  readonly fail: (error: unknown) => void;
}

/** One answer in the making. */
export class Generation implements Job {
  readonly #options: GenerationOptions;
  readonly #begun = performance.now();
  readonly #sample: SequenceEvaluateOptions;
  readonly #written: Token[] = [];
  #read = 0;
  #cached = 0;
  #tokensOut = 0;
  #firstTokenMs: number | null = null;
  #aborted = false;
  #generator: AsyncGenerator<Token, void, void | Token | Token[]> | null = null;
  /** With log-probabilities: the token that was drawn and is not evaluated yet. */
  #drawn: Token | null = null;

  constructor(options: GenerationOptions) {
    this.#options = options;
    const { sampling, grammar } = options;
    this.#sample = {
      temperature: sampling.temperature,
      topP: sampling.topP,
      topK: sampling.topK,
      minP: sampling.minP ?? 0,
      seed: sampling.seed,
      yieldEogToken: sampling.ignoreEnd === true,
      ...(grammar ? { grammarEvaluationState: grammar } : {}),
      ...(sampling.presencePenalty || sampling.frequencyPenalty
        ? {
            repeatPenalty: {
              punishTokens: () => this.#written,
              penalty: 1,
              presencePenalty: sampling.presencePenalty ?? 0,
              frequencyPenalty: sampling.frequencyPenalty ?? 0,
            },
          }
        : {}),
    };
  }

  abort(): void {
    this.#aborted = true;
  }

  async begin(): Promise<void> {
    const { sequence, tokens } = this.#options;
    await sequence.adaptStateToTokens(keptTokens(sequence, tokens), false);
    this.#cached = this.#read = sequence.nextTokenIndex;
  }

  get unread(): number {
    return this.#isWriting ? 1 : this.#options.tokens.length - this.#read;
  }

  async advance(dealt: number): Promise<boolean> {
    const reason = this.#aborted ? "aborted" : dealt === 0 ? null : await this.#next(dealt);
    if (reason === null) return false;
    const { text, emit, tokens } = this.#options;
    const rest = text.end();
    if (rest !== "" && reason !== "aborted") emit({ type: "text-delta", text: rest });
    await this.end();
    emit({
      type: "generation-end",
      reason,
      promptTokens: tokens.length,
      cachedTokens: this.#cached,
      outputTokens: this.#tokensOut,
      firstTokenMs: this.#firstTokenMs,
      totalMs: performance.now() - this.#begun,
    });
    return true;
  }

  get #isWriting(): boolean {
    return this.#firstTokenMs !== null;
  }

  async #next(dealt: number): Promise<"stop" | "length" | null> {
    const { sequence, tokens, sampling, model } = this.#options;
    if (dealt < this.unread) {
      const part = tokens.slice(this.#read, this.#read + dealt);
      this.#read += part.length;
      await sequence.evaluateWithoutGeneratingNewTokens(part);
      return null;
    }
    const token = sampling.logProbabilities === undefined ? await this.#draw() : await this.#drawScored(sampling.logProbabilities);
    if (token === null || (model.isEogToken(token) && !sampling.ignoreEnd)) return "stop";
    this.#written.push(token);
    this.#tokensOut++;
    this.#firstTokenMs ??= performance.now() - this.#begun;
    const { text, stopped } = this.#options.text.push(token);
    if (text !== "") this.#options.emit({ type: "text-delta", text });
    if (stopped) return "stop";
    return this.#tokensOut >= sampling.maxTokens ? "length" : null;
  }

  async #draw(): Promise<Token | null> {
    this.#generator ??= this.#options.sequence.evaluate(this.#options.tokens.slice(this.#read), this.#sample);
    const { value, done } = await this.#generator.next();
    return done || value === undefined ? null : value;
  }

  async #drawScored(top: number): Promise<Token | null> {
    const { sequence, tokens, sampling, model, emit } = this.#options;
    const input = this.#drawn === null ? tokens.slice(this.#read) : [this.#drawn];
    const last = input.at(-1);
    if (last === undefined) throw new Error("There is no token to go on from.");
    const { grammarEvaluationState: _, ...options } = this.#sample;
    const output = await sequence.controlledEvaluate([
      ...input.slice(0, -1),
      // Each call has a new sampler: one seed would draw the same number for each token.
      [
        last,
        {
          generateNext: {
            token: true,
            ...scoringOptions([], Math.max(top, 1), true),
            options: { ...options, seed: sampling.seed + this.#tokensOut },
          },
        },
      ],
    ]);
    const next = output.at(-1)?.next;
    const token = next?.token ?? null;
    if (next === undefined || token === null) return null;
    this.#drawn = token;
    const { of, top: likeliest } = logProbabilitiesOf(next, top, model);
    const scored: ScoredToken = { token, text: textOf(token, model), logProbability: of(token), top: likeliest };
    if (!model.isEogToken(token)) emit({ type: "token-scored", token: scored });
    return token;
  }

  async end(): Promise<void> {
    await this.#generator?.return();
    this.#generator = null;
  }

  fail(error: unknown): void {
    this.#options.fail(error);
  }
}
