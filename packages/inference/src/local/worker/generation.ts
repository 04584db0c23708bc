import {
  type LlamaContextSequence,
  type LlamaGrammarEvaluationState,
  type LlamaModel,
  type SequenceEvaluateOptions,
  type Token,
  TokenBias,
} from "node-llama-cpp";
import type { GenerationEvent, Sampling, ScoredToken } from "../../engine/engine.ts";
import { type Job, keptTokens } from "./lock-step.ts";
import { drawToken, randomAt } from "./draw.ts";
import { describeToken, logProbabilitiesOf, scoringOptions } from "./scores.ts";
import type { TextStream } from "../../engine/text-stream.ts";

/** What holds an answer to a grammar. */
export interface AnswerGrammar {
  /** Null while the answer is not held to it yet. */
  state(): LlamaGrammarEvaluationState | null;
  allows(token: Token): boolean;
  accept(token: Token): void;
}

/** llama.cpp's own default, where a penalty of repetitions is asked for. */
const REPEAT_LAST_TOKENS = 64;

interface GenerationOptions {
  readonly model: LlamaModel;
  readonly sequence: LlamaContextSequence;
  readonly tokens: readonly Token[];
  readonly sampling: Sampling & { readonly maxTokens: number };
  readonly grammar: AnswerGrammar | null;
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
      ...(grammar ? { grammarEvaluationState: () => grammar.state() ?? undefined } : {}),
      ...(sampling.presencePenalty || sampling.frequencyPenalty || (sampling.repeatPenalty ?? 1) !== 1
        ? {
            repeatPenalty: {
              punishTokens: () => this.#latest(),
              penalty: sampling.repeatPenalty ?? 1,
              presencePenalty: sampling.presencePenalty ?? 0,
              frequencyPenalty: sampling.frequencyPenalty ?? 0,
            },
          }
        : {}),
      ...(sampling.logitBias === undefined ? {} : { tokenBias: biasOf(sampling.logitBias, options.model) }),
    };
  }

  /** Those that penalties look at: all of the answer, or as many as the request says of the whole conversation. */
  #latest(): Token[] {
    const { sampling, tokens } = this.#options;
    const { repeatPenalty = 1, repeatLastTokens } = sampling;
    if (repeatPenalty === 1 && repeatLastTokens === undefined) return this.#written;
    const count = repeatLastTokens ?? REPEAT_LAST_TOKENS;
    if (count === 0) return [];
    return [...tokens, ...this.#written].slice(count < 0 ? 0 : -count);
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

  /** The model's own logits, of which the token is drawn here. */
  async #drawScored(top: number): Promise<Token | null> {
    const { sequence, tokens, sampling, model, emit, grammar } = this.#options;
    const input = this.#drawn === null ? tokens.slice(this.#read) : [this.#drawn];
    const last = input.at(-1);
    if (last === undefined) throw new Error("There is no token to go on from.");
    const all = model.fileInfo.metadata.tokenizer.ggml.tokens.length;
    // Greedily, without anything that changes the order, the likeliest is enough.
    const isPlain =
      sampling.temperature === 0 && grammar === null && this.#sample.repeatPenalty === undefined && sampling.logitBias === undefined;
    const wanted = isPlain ? Math.max(top, 1) : all;
    const output = await sequence.controlledEvaluate([
      ...input.slice(0, -1),
      [last, { generateNext: { ...scoringOptions([], wanted, false), options: { temperature: 0 } } }],
    ]);
    const next = output.at(-1)?.next;
    if (next?.logits === undefined) return null;
    const isConstrained = grammar !== null && grammar.state() !== null;
    const token = drawToken(next.logits, {
      sampling,
      latest: this.#sample.repeatPenalty === undefined ? [] : this.#latest(),
      isAllowed: (one) => !isConstrained || grammar.allows(one),
      random: randomAt(sampling.seed, this.#tokensOut),
    });
    if (token === null) return null;
    if (isConstrained && !model.isEogToken(token)) grammar.accept(token);
    this.#drawn = token;
    const { of, top: likeliest } = logProbabilitiesOf(next, top, model);
    const scored: ScoredToken = { ...describeToken(token, model), logProbability: of(token), top: likeliest };
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

function biasOf(logitBias: NonNullable<Sampling["logitBias"]>, model: LlamaModel): TokenBias {
  const bias = TokenBias.for(model);
  const BANNED = -100;
  for (const [token, logit] of Object.entries(logitBias)) bias.set(Number(token) as Token, logit <= BANNED ? "never" : { logit });
  return bias;
}
