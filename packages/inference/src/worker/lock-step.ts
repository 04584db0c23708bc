import type { LlamaContextSequence, Token } from "node-llama-cpp";
import { InferenceError } from "../errors.ts";

/**
 * Prompt tokens read per tick. A long prompt delays the other conversations by this much at most, and a cancellation is seen after so many.
 * Pieces always end at multiples of it, and what is kept in memory does too, so that a prompt is computed in the same pieces, to the same
 * bits, whether or not its beginning was there.
 */
export const PIECE_TOKENS = 64;

/** One conversation's place: a sequence of the context, and what is known of the tokens in it. */
export interface Slot {
  readonly sequence: LlamaContextSequence;
  job: Job | null;
}

/** Work that advances with all others, tick by tick. */
export interface Job {
  /** One tick. True when the job is over. */
  advance(): Promise<boolean>;
  /** Frees what it holds, after the last tick. */
  end(): Promise<void>;
  fail(error: unknown): void;
}

/** Of the tokens that a sequence holds, those that can stay for a text: whole pieces, and never its last token. */
export function keptTokens(sequence: LlamaContextSequence, tokens: readonly Token[]): Token[] {
  const common = Math.min(commonLength(sequence.contextTokens, tokens), tokens.length - 1);
  return tokens.slice(0, common - (common % PIECE_TOKENS));
}

const commonLength = (one: readonly Token[], other: readonly Token[]): number => {
  let length = 0;
  while (length < one.length && length < other.length && one[length] === other[length]) length++;
  return length;
};

/**
 * Steps all conversations of a context together: each tick evaluates one token of every sequence, in ascending order of
 * sequences, in one batch. llama.cpp joins only consecutive ascending sequences, and free-running loops would give any order.
 */
export class LockStep {
  readonly #slots: readonly Slot[];
  #stepping = false;

  constructor(sequences: readonly LlamaContextSequence[]) {
    this.#slots = sequences.map((sequence) => ({ sequence, job: null }));
  }

  /**
   * Gives a job the free sequence that holds the longest beginning of its tokens, else the lowest free one.
   * The caller admits no more jobs than there are sequences.
   */
  start(tokens: readonly Token[], create: (slot: Slot) => Job): void {
    let best: Slot | null = null;
    let most = -1;
    for (const slot of this.#slots) {
      if (slot.job !== null) continue;
      const common = commonLength(slot.sequence.contextTokens, tokens);
      if (common > most) [best, most] = [slot, common];
    }
    if (!best) throw new InferenceError("queue-full", "All conversations of this model are busy.");
    best.job = create(best);
    void this.#run();
  }

  async #run(): Promise<void> {
    if (this.#stepping) return;
    this.#stepping = true;
    try {
      for (;;) {
        const active = this.#slots.filter((slot): slot is Slot & { readonly job: Job } => slot.job !== null);
        if (active.length === 0) return;
        await Promise.all(active.map((slot) => this.#step(slot, slot.job)));
        // Lets messages in, so that an abort is seen between two ticks.
        await new Promise((resolve) => setImmediate(resolve));
      }
    } finally {
      this.#stepping = false;
    }
  }

  async #step(slot: Slot, job: Job): Promise<void> {
    try {
      if (!(await job.advance())) return;
      await job.end();
      slot.job = null;
    } catch (error) {
      await job.end();
      slot.job = null;
      job.fail(error);
    }
  }
}
