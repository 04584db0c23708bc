import type { LlamaContextSequence, Token } from "node-llama-cpp";

/** Prompt tokens are read in multiples of so many: what is left over after a multiple costs as much as a whole one. */
export const CHUNK_TOKENS = 64;

/** How long the reading of prompts may hold up the answers that are being written, in milliseconds. */
const READING_MS = 250;

/** How much the newest tick weighs in the mean time that a prompt token takes. */
const NEWEST = 0.2;

/** One conversation's place: a sequence of the context, and what is known of the tokens in it. */
export interface SequenceSlot {
  readonly sequence: LlamaContextSequence;
  job: Job | null;
}

/** Work that advances with all others, tick by tick. */
export interface Job {
  /** Takes over the sequence, with what it still holds of the job's tokens. */
  begin(): Promise<void>;
  /** Tokens of the prompt that are still to be read; one, once the job writes. */
  readonly unread: number;
  /** One tick, in which it may read so many tokens. True when the job is over. */
  advance(tokens: number): Promise<boolean>;
  /** Frees what it holds, after the last tick. */
  end(): Promise<void>;
  fail(error: unknown): void;
}

/** Of the tokens that a sequence holds, those that can stay for a text: never its last token, which has to be read for what follows it. */
export function keptTokens(sequence: LlamaContextSequence, tokens: readonly Token[]): Token[] {
  return tokens.slice(0, Math.min(commonLength(sequence.contextTokens, tokens), tokens.length - 1));
}

/**
 * Deals out what may be read in one tick, first come first served: one long prompt, or several that arrive together, hold up those who
 * write by one share only, and the first of them is answered while the last still waits.
 *
 * @param unread Of each job, in the order in which they came.
 * @param share In multiples of a chunk.
 * @returns For each job, how many tokens it reads; none means that it waits for a tick.
 */
export function dealTokens(unread: readonly number[], share: number): number[] {
  // llama.cpp takes the first token of each sequence together, so one more keeps the rest of a chunk whole.
  const extra = unread.length > 1 ? 1 : 0;
  let left = share;
  return unread.map((count) => {
    if (count <= 1) return count;
    const whole = left - (left % CHUNK_TOKENS);
    const dealt = count <= left + extra ? count : whole === 0 ? 0 : whole + extra;
    left = Math.max(0, left - dealt);
    return dealt;
  });
}

const commonLength = (one: readonly Token[], other: readonly Token[]): number => {
  let length = 0;
  while (length < one.length && length < other.length && one[length] === other[length]) length++;
  return length;
};

/**
 * Steps all conversations of a context together: each tick evaluates a token of every sequence that writes and some of those that read, in
 * ascending order of sequences, in one batch. llama.cpp joins only consecutive ascending sequences, and free-running loops would give any order.
 */
export class LockStep {
  readonly #slots: readonly SequenceSlot[];
  readonly #largestShare: number;
  /** In the order in which they came. */
  readonly #jobs = new Map<Job, SequenceSlot>();
  readonly #waiting: (() => void)[] = [];
  #stepping = false;
  #tokenMs: number | null = null;

  /** @param batchTokens As many as llama.cpp takes at once. */
  constructor(sequences: readonly LlamaContextSequence[], batchTokens: number) {
    this.#slots = sequences.map((sequence) => ({ sequence, job: null }));
    this.#largestShare = batchTokens - sequences.length;
  }

  /**
   * Gives a job the free sequence that holds the longest beginning of its tokens, else the lowest free one.
   * The caller admits no more jobs than there are sequences, but a job that was aborted keeps its own until the tick is over.
   */
  async start(tokens: readonly Token[], create: (slot: SequenceSlot) => Job): Promise<void> {
    let best = this.#freeSlot(tokens);
    for (; !best; best = this.#freeSlot(tokens)) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    const job = create(best);
    best.job = job;
    this.#jobs.set(job, best);
    void this.#run();
  }

  #freeSlot(tokens: readonly Token[]): SequenceSlot | null {
    let best: SequenceSlot | null = null;
    let most = -1;
    for (const slot of this.#slots) {
      if (slot.job !== null) continue;
      const common = commonLength(slot.sequence.contextTokens, tokens);
      if (common > most) [best, most] = [slot, common];
    }
    return best;
  }

  async #run(): Promise<void> {
    if (this.#stepping) return;
    this.#stepping = true;
    try {
      const begun = new WeakSet<Job>();
      while (this.#jobs.size > 0) {
        for (const job of this.#jobs.keys()) {
          if (begun.has(job)) continue;
          begun.add(job);
          await this.#guard(job, () => job.begin());
        }
        await this.#tick();
        // Lets messages in, so that an abort is seen between two ticks.
        await new Promise((resolve) => setImmediate(resolve));
      }
    } finally {
      this.#stepping = false;
    }
  }

  async #tick(): Promise<void> {
    const jobs = [...this.#jobs.keys()];
    const dealt = dealTokens(
      jobs.map(({ unread }) => unread),
      this.#share(),
    );
    const tokens = new Map(jobs.map((job, index) => [job, dealt[index] ?? 0]));
    const begun = performance.now();
    await Promise.all(this.#slots.flatMap(({ job }) => (job ? [this.#guard(job, () => job.advance(tokens.get(job) ?? 0))] : [])));
    const read = dealt.reduce((sum, count) => sum + count, 0);
    // Ticks that mostly write say nothing of how long reading takes.
    if (read < CHUNK_TOKENS) return;
    const tokenMs = (performance.now() - begun) / read;
    this.#tokenMs = this.#tokenMs === null ? tokenMs : this.#tokenMs + NEWEST * (tokenMs - this.#tokenMs);
  }

  /** As many tokens as can be read in the time that reading may take, in whole chunks; one chunk at least. */
  #share(): number {
    const chunks = Math.floor(Math.min(READING_MS / (this.#tokenMs ?? READING_MS), this.#largestShare) / CHUNK_TOKENS);
    return CHUNK_TOKENS * Math.max(1, chunks);
  }

  async #guard(job: Job, step: () => Promise<boolean | void>): Promise<void> {
    try {
      if (!(await step())) return;
      await this.#leave(job);
    } catch (error) {
      await this.#leave(job);
      job.fail(error);
    }
  }

  async #leave(job: Job): Promise<void> {
    await job.end();
    const slot = this.#jobs.get(job);
    if (slot) slot.job = null;
    this.#jobs.delete(job);
    this.#waiting.shift()?.();
  }
}
