import { AsyncQueue } from "../engine/async-queue.ts";
import { type Clock, systemClock } from "../engine/clock.ts";
import type { GenerationEvent } from "../engine/engine.ts";
import { TextBuffer } from "./text-buffer.ts";

/** What an answer consists of once it runs. */
export type AnswerEvent = Extract<GenerationEvent, { type: "text-delta" | "generation-end" }>;

/** How two answers are shown. All times are milliseconds. */
export interface PacingOptions {
  /** An answer that is silent for so long, before its first word or in mid-text, is waited for no longer; 15,000 by default. */
  readonly patienceMs?: number;
  /** What has been held for so long is shown, whatever the other answer does; 60,000 by default. Up to here the speeds stay unknown. */
  readonly maxDelayMs?: number;
  /** No faster than so many characters in a second; 120 by default, which is faster than people read. */
  readonly maxRate?: number;
  /** Ends both as `aborted`; what has not been shown by then never is. */
  readonly signal?: AbortSignal;
  readonly clock?: Clock;
}

/** Both answers show their next chunk at the same instants, so many milliseconds apart. */
const TICK_MS = 50;
/** Characters that each answer has in hand before the first chunk is shown, so that the speeds are known and a short pause is not seen. */
const LEAD = 48;
/** Of the slower answer's measured speed. What it gains is the buffer that hides its pauses once it is alone. */
const SHARE = 0.8;
/** The same while little is measured. */
const FIRST_SHARE = 0.7;
/** The speed is set again after this time, and each time after twice as long. */
const FIRST_REVIEW_MS = 2_000;
/** A whole answer of fewer characters, such as "Yes.", says little of how its model writes: each of its chunks counts as three at least. */
const TINY = 16;
const TINY_CHUNK = 3;
/** With so many characters in hand a source is not read on. */
const BUFFER_MAX = 100_000;

class PacedAnswer {
  readonly buffer = new TextBuffer();
  readonly #source: AsyncIterator<AnswerEvent>;
  readonly #clock: Clock;
  #firstAt: number | null = null;
  #lastAt = 0;
  #ofFirst = 0;
  #chunks = 0;
  #endedAt: number | null = null;
  #end: { readonly event?: AnswerEvent; readonly error?: unknown } = {};
  readonly #shown = new AsyncQueue<AnswerEvent>();
  #drained = () => {};
  /** Since when the other answer waits for this one; null while nobody has to. */
  shortSince: number | null = null;
  hasBegun = false;
  /** Its end is shown, or its reader has left. */
  isOver = false;

  constructor(source: AsyncIterable<AnswerEvent>, clock: Clock) {
    this.#source = source[Symbol.asyncIterator]();
    this.#clock = clock;
  }

  get hasEnded(): boolean {
    return this.#endedAt !== null;
  }

  /** Its reader has not taken the chunk before. */
  get isFull(): boolean {
    return this.#shown.length > 0;
  }

  /** Its source ended with an error. */
  get hasFailed(): boolean {
    return "error" in this.#end;
  }

  /** Characters per millisecond after its first chunk. Infinite as long as nothing tells. */
  get speed(): number {
    if (this.#firstAt === null) return Number.POSITIVE_INFINITY;
    const { received } = this.buffer;
    // The end takes as long as a token.
    if (this.#endedAt !== null && received < TINY)
      return Math.max(received, TINY_CHUNK * this.#chunks) / Math.max(1, this.#endedAt - this.#firstAt);
    const milliseconds = this.#lastAt - this.#firstAt;
    return milliseconds > 0 ? (received - this.#ofFirst) / milliseconds : Number.POSITIVE_INFINITY;
  }

  /** Reads the source to its end, however slowly its text is shown: its own times stay true. */
  async pump(): Promise<void> {
    try {
      while (!this.isOver) {
        const { value, done } = await this.#source.next();
        if (done) break;
        if (value.type === "generation-end") this.#end = { event: value };
        else if (value.text !== "") {
          this.#chunks++;
          this.#lastAt = this.#clock.now();
          this.buffer.push(value.text, this.#lastAt);
          if (this.#firstAt === null) [this.#firstAt, this.#ofFirst] = [this.#lastAt, this.buffer.received];
        }
        while (this.buffer.length >= BUFFER_MAX && !this.isOver) await new Promise<void>((resolve) => (this.#drained = resolve));
      }
    } catch (error) {
      this.#end = { error };
    }
    this.#endedAt = this.#clock.now();
    this.buffer.close(this.#endedAt);
  }

  /** Shows so many characters, and the end with the last of them. */
  show(count: number): void {
    const text = this.buffer.take(count);
    if (text !== "") this.#shown.push({ type: "text-delta", text });
    this.hasBegun ||= text !== "";
    if (this.hasEnded && this.buffer.length === 0) this.#finish(this.#end.event);
    this.#drained();
  }

  /** Ends it where it stands, as soon as its source has ended. */
  cut(): void {
    this.buffer.drop();
    const { event } = this.#end;
    if (this.hasEnded && !this.isOver) this.#finish(event?.type === "generation-end" ? { ...event, reason: "aborted" } : event);
    this.#drained();
  }

  async *read(begin: () => void): AsyncGenerator<AnswerEvent> {
    begin();
    try {
      yield* this.#shown;
    } finally {
      if (!this.hasEnded) void this.#source.return?.();
      this.isOver = true;
      this.#drained();
    }
  }

  #finish(event: AnswerEvent | undefined): void {
    if (event) this.#shown.push(event);
    if ("error" in this.#end) this.#shown.fail(this.#end.error);
    else this.#shown.end();
    this.isOver = true;
  }
}

/**
 * Shows two answers so that neither its start, its chunks, its gaps nor its end tells how fast either was written, or in what tokens:
 *
 * - both begin together, once each has some text in hand or has ended;
 * - both then show chunks of the same number of characters at the same instants, a little slower than the slower of them is written;
 * - while one has not enough for its chunk, neither moves; the end of an answer comes with its last chunk;
 * - once one has ended, the other goes on at the same speed; once one has failed, both are shown as fast as they come.
 *
 * What remains to be seen is how long each text is. An answer that stalls is waited for `patienceMs`, and nothing is held longer than `maxDelayMs`.
 * The sources are read as fast as they come, and a `generation-end` passes with its true figures. A failure is thrown where the text before it ends.
 *
 * @returns The same two answers. Read both at once: a reader that takes its time holds up both.
 * @example
 * ```ts
 * const [a, b] = paceTogether([generateA(request), generateB(request)]);
 * await Promise.all([show("a", a), show("b", b)]);
 * ```
 */
export function paceTogether(
  sources: readonly [AsyncIterable<AnswerEvent>, AsyncIterable<AnswerEvent>],
  options: PacingOptions = {},
): readonly [AsyncGenerator<AnswerEvent>, AsyncGenerator<AnswerEvent>] {
  const { patienceMs = 15_000, maxDelayMs = 60_000, maxRate = 120, signal, clock = systemClock } = options;
  const [left, right] = [new PacedAnswer(sources[0], clock), new PacedAnswer(sources[1], clock)] as const;
  const answers = [left, right];
  let hasBegun = false;
  let begunAt: number | null = null;
  let nextReview = Number.POSITIVE_INFINITY;
  let wasWaiting = false;
  /** Characters per tick, and what was too little for a whole one so far. */
  let rate = 0;
  let rest = 0;

  const isLost = ({ shortSince }: PacedAnswer, now: number) => shortSince !== null && now - shortSince >= patienceMs;

  const hasFailed = () => answers.some((answer) => answer.hasFailed);

  function review(now: number): void {
    const speeds = hasFailed() ? [] : answers.filter((answer) => !isLost(answer, now)).map((answer) => answer.speed);
    rate = TICK_MS * Math.min(maxRate / 1000, (begunAt === null ? FIRST_SHARE : SHARE) * Math.min(...speeds));
    begunAt ??= now;
    nextReview = now + Math.max(FIRST_REVIEW_MS, now - begunAt);
  }

  function tick(): void {
    if (answers.every(({ isOver }) => isOver)) return;
    clock.after(TICK_MS, tick);
    if (signal?.aborted) {
      for (const answer of answers) answer.cut();
      return;
    }
    const shown = answers.filter(({ isOver }) => !isOver);
    if (shown.some(({ isFull }) => isFull)) return;
    const now = clock.now();
    // A change of speed after the first end would tell which side was faster. Where one has failed there is nothing left to hide.
    if (hasFailed() || (shown.length === answers.length && (now >= nextReview || (wasWaiting && begunAt !== null)))) review(now);
    const size = begunAt === null ? 0 : Math.floor(rest + rate);
    const isShort = ({ hasEnded, hasBegun: begun, buffer }: PacedAnswer) => !hasEnded && buffer.length < (begun ? size : LEAD);
    for (const answer of shown) answer.shortSince = isShort(answer) ? (answer.shortSince ?? now) : null;
    wasWaiting = shown.some((answer) => isShort(answer) && !isLost(answer, now));
    if (!wasWaiting && begunAt === null) return review(now);
    if (!wasWaiting) rest += rate - size;
    for (const answer of shown) {
      const overdue = answer.buffer.olderThan(now - maxDelayMs);
      const due = wasWaiting || (isShort(answer) && !answer.hasBegun) ? 0 : size;
      if (due > 0 || overdue > 0) answer.show(Math.max(due, overdue));
    }
  }

  function begin(): void {
    if (hasBegun) return;
    hasBegun = true;
    for (const answer of answers) void answer.pump();
    clock.after(TICK_MS, tick);
  }

  return [left.read(begin), right.read(begin)];
}
