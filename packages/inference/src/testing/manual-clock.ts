import type { Clock } from "../engine/clock.ts";

interface Timer {
  readonly at: number;
  readonly lengthMs: number;
  readonly call: () => void;
}

/**
 * Time that passes only when a test says so.
 *
 * @example
 * ```ts
 * const clock = new ManualClock();
 * const engine = createScriptedEngine({ models, clock });
 * clock.advance(500);
 * ```
 */
export class ManualClock implements Clock {
  #now = 0;
  #timers: Timer[] = [];

  now(): number {
    return this.#now;
  }

  after(milliseconds: number, call: () => void): () => void {
    const timer = { at: this.#now + milliseconds, lengthMs: milliseconds, call };
    const later = this.#timers.findIndex(({ at }) => at > timer.at);
    this.#timers.splice(later < 0 ? this.#timers.length : later, 0, timer);
    return () => {
      this.#timers = this.#timers.filter((other) => other !== timer);
    };
  }

  wait(milliseconds: number): Promise<void> {
    return new Promise((resolve) => this.after(milliseconds, resolve));
  }

  /** Of the timer that is due first, the milliseconds for which it was set; null where none is set. */
  get nextLengthMs(): number | null {
    return this.#timers[0]?.lengthMs ?? null;
  }

  /** Lets so many milliseconds pass, and calls what is due in them, in order. */
  advance(milliseconds: number): void {
    const end = this.#now + milliseconds;
    for (let [next] = this.#timers; next && next.at <= end; [next] = this.#timers) this.#fire(next);
    this.#now = end;
  }

  /** Goes to the time of the timer that is due first, and calls it; does nothing where none is set. */
  advanceToNext(): void {
    const [next] = this.#timers;
    if (next) this.#fire(next);
  }

  /**
   * Lets time pass, from timer to timer, until the work is done.
   *
   * @param isQuiet Whether all has happened that can happen without time; after each turn of the event loop it is asked again. By default it has.
   * @throws Error when the work waits for something that time does not bring.
   */
  async during<Result>(work: Promise<Result>, isQuiet?: () => boolean): Promise<Result> {
    let isDone = false;
    const finish = () => {
      isDone = true;
    };
    work.then(finish, finish);
    for (;;) {
      await new Promise((resolve) => setImmediate(resolve));
      if (isDone) return work;
      if (isQuiet?.() === false) continue;
      const [next] = this.#timers;
      if (next) this.#fire(next);
      else if (!isQuiet) throw new Error("No timer is set that could end the work.");
    }
  }

  #fire(timer: Timer): void {
    this.#timers = this.#timers.filter((other) => other !== timer);
    this.#now = timer.at;
    timer.call();
  }
}
