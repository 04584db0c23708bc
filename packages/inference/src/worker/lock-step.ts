import type { LlamaContextSequence, LlamaModel, Token } from "node-llama-cpp";
import type { GenerationEvent } from "../engine.ts";
import { InferenceError } from "../errors.ts";
import type { PromptPart } from "./prompt.ts";
import type { WorkerRequest } from "./protocol.ts";
import { createTextStream } from "./text-stream.ts";

/** Prompt tokens read per tick: a long prompt delays the other conversations by this much at most. */
const PREFILL_TOKENS = 64;

interface Job {
  readonly request: WorkerRequest;
  readonly tokens: readonly Token[];
  readonly begun: number;
  readonly text: ReturnType<typeof createTextStream<Token>>;
  readonly emit: (event: GenerationEvent) => void;
  readonly fail: (error: unknown) => void;
  read: number;
  tokensOut: number;
  firstTokenMs: number | null;
  aborted: boolean;
  generator: AsyncGenerator<Token, void, void | Token | Token[]> | null;
}

export interface GenerationHandle {
  abort(): void;
}

/**
 * Steps all conversations of a context together: each tick evaluates one token of every sequence, in ascending order of
 * sequences, in one batch. llama.cpp joins only consecutive ascending sequences, and free-running loops would give any order.
 */
export class LockStep {
  readonly #model: LlamaModel;
  readonly #contextTokens: number;
  readonly #slots: { readonly sequence: LlamaContextSequence; job: Job | null }[];
  #stepping = false;

  constructor(model: LlamaModel, sequences: readonly LlamaContextSequence[], contextTokens: number) {
    this.#model = model;
    this.#contextTokens = contextTokens;
    this.#slots = sequences.map((sequence) => ({ sequence, job: null }));
  }

  /** Begins a generation in the lowest free sequence. The caller admits no more generations than there are sequences. */
  start(
    request: WorkerRequest,
    prompt: readonly PromptPart[],
    stops: readonly string[],
    emit: (event: GenerationEvent) => void,
    fail: (error: unknown) => void,
  ): GenerationHandle {
    const slot = this.#slots.find(({ job }) => job === null);
    if (!slot) throw new InferenceError("queue-full", "All conversations of this model are busy.");
    const model = this.#model;
    const tokens = prompt.flatMap(({ text, special }) => model.tokenize(text, special, "trimLeadingSpace"));
    const { bos, shouldPrependBosToken } = model.tokens;
    if (shouldPrependBosToken && bos !== null && tokens[0] !== bos) tokens.unshift(bos);
    if (tokens.length + request.maxTokens > this.#contextTokens) {
      throw new InferenceError(
        "prompt-too-long",
        `The prompt has ${tokens.length} tokens; with ${request.maxTokens} for the answer that is more than the ${this.#contextTokens} of one conversation.`,
      );
    }
    const text = createTextStream<Token>((pending, before) => model.detokenize(pending, false, before), stops);
    const job: Job = {
      request,
      tokens,
      text,
      emit,
      fail,
      begun: performance.now(),
      read: 0,
      tokensOut: 0,
      firstTokenMs: null,
      aborted: false,
      generator: null,
    };
    slot.job = job;
    void this.#run();
    return { abort: () => void (job.aborted = true) };
  }

  async #run(): Promise<void> {
    if (this.#stepping) return;
    this.#stepping = true;
    try {
      while (this.#slots.some(({ job }) => job !== null)) {
        const active = this.#slots.filter(({ job }) => job !== null);
        await Promise.all(active.map((slot) => this.#step(slot)));
        // Lets messages in, so that an abort is seen between two ticks.
        await new Promise((resolve) => setImmediate(resolve));
      }
    } finally {
      this.#stepping = false;
    }
  }

  async #step(slot: { readonly sequence: LlamaContextSequence; job: Job | null }): Promise<void> {
    const { sequence, job } = slot;
    if (!job) return;
    try {
      const reason = job.aborted ? "aborted" : await this.#advance(sequence, job);
      if (reason === null) return;
      const rest = job.text.end();
      if (rest !== "" && reason !== "aborted") job.emit({ type: "text-delta", text: rest });
      await this.#free(slot);
      job.emit({
        type: "generation-end",
        reason,
        promptTokens: job.tokens.length,
        outputTokens: job.tokensOut,
        firstTokenMs: job.firstTokenMs,
        totalMs: performance.now() - job.begun,
      });
    } catch (error) {
      await this.#free(slot);
      job.fail(error);
    }
  }

  /** One tick of one conversation: a piece of the prompt, or one token. Null while it goes on. */
  async #advance(sequence: LlamaContextSequence, job: Job): Promise<"stop" | "length" | null> {
    const { request, tokens } = job;
    if (!job.generator && tokens.length - job.read > PREFILL_TOKENS) {
      const piece = tokens.slice(job.read, job.read + PREFILL_TOKENS);
      job.read += piece.length;
      await sequence.evaluateWithoutGeneratingNewTokens(piece);
      return null;
    }
    job.generator ??= sequence.evaluate(tokens.slice(job.read), {
      temperature: request.temperature,
      topP: request.topP,
      topK: request.topK,
      minP: 0,
      seed: request.seed,
    });
    const { value: token, done } = await job.generator.next();
    if (done || token === undefined) return "stop";
    job.tokensOut++;
    job.firstTokenMs ??= performance.now() - job.begun;
    const { text, stopped } = job.text.push(token);
    if (text !== "") job.emit({ type: "text-delta", text });
    if (stopped) return "stop";
    return job.tokensOut >= request.maxTokens ? "length" : null;
  }

  async #free(slot: { readonly sequence: LlamaContextSequence; job: Job | null }): Promise<void> {
    await slot.job?.generator?.return();
    await slot.sequence.clearHistory();
    slot.job = null;
  }
}
