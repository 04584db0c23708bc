import { type Clock, systemClock } from "../engine/clock.ts";
import type { GenerationEvent, Limits } from "../engine/engine.ts";
import { InferenceError } from "../engine/errors.ts";
import { type Admission, Scheduler } from "./scheduler.ts";

/** One request from its call to its end. */
export interface QueuedRequest {
  /** When it was called, by the clock. */
  readonly begun: number;
  /** Aborts when the caller, the total time-out or the engine's end ends it. The last two leave an `InferenceError` as the reason. */
  readonly ended: AbortSignal;
  /** Must be called when it is over. */
  release(): void;
}

type QueuePosition = Extract<GenerationEvent, { type: "queue-position" }>;
type SchedulerOptions = ConstructorParameters<typeof Scheduler>[0];

/** The line in which the requests of one engine wait for its models, and the time that each of them has. */
export class RequestQueue {
  readonly scheduler: Scheduler;
  readonly clock: Clock;
  readonly #open = new Set<AbortController>();
  #closed: InferenceError | null = null;

  constructor(options: SchedulerOptions, clock: Clock = systemClock) {
    this.scheduler = new Scheduler(options);
    this.clock = clock;
  }

  /** Starts the time of a request. */
  begin({ timeoutMs, signal }: Partial<Pick<Limits, "timeoutMs" | "signal">>): QueuedRequest {
    if (this.#closed) throw this.#closed;
    const controller = new AbortController();
    const late = () => controller.abort(new InferenceError("timeout", `The answer took longer than ${timeoutMs} ms.`));
    const cancel = timeoutMs === undefined ? () => {} : this.clock.after(timeoutMs, late);
    const leave = () => controller.abort(signal?.reason);
    signal?.addEventListener("abort", leave, { once: true });
    if (signal?.aborted) leave();
    this.#open.add(controller);
    return {
      begun: this.clock.now(),
      ended: controller.signal,
      release: () => {
        cancel();
        signal?.removeEventListener("abort", leave);
        this.#open.delete(controller);
      },
    };
  }

  /** Waits for places, telling each position in line. Null when the caller ended the wait. */
  async *wait(
    models: readonly string[],
    limits: Pick<Limits, "user" | "queueTimeoutMs">,
    { ended }: QueuedRequest,
  ): AsyncGenerator<QueuePosition, Admission | null> {
    const moves: QueuePosition[] = [];
    let wake = () => {};
    const waiting = new AbortController();
    const leave = () => waiting.abort(ended.reason);
    ended.addEventListener("abort", leave, { once: true });
    if (ended.aborted) leave();
    const { queueTimeoutMs } = limits;
    const cancel =
      queueTimeoutMs === undefined
        ? () => {}
        : this.clock.after(queueTimeoutMs, () =>
            waiting.abort(new InferenceError("timeout", `The answer waited in line longer than ${queueTimeoutMs} ms.`)),
          );
    let admission: Admission | null = null;
    let isTaken = false;
    const entered = this.scheduler
      .enter({
        models,
        user: limits.user ?? "",
        signal: waiting.signal,
        onPosition(position, estimatedWaitMs) {
          moves.push({ type: "queue-position", position, estimatedWaitMs });
          wake();
        },
      })
      .then((given) => {
        admission = given;
        return { given };
      });
    try {
      for (;;) {
        const moved = new Promise<null>((resolve) => (wake = () => resolve(null)));
        for (let move = moves.shift(); move; move = moves.shift()) yield move;
        const outcome = await Promise.race([entered, moved]);
        if (!outcome) continue;
        if (!outcome.given) throwReason(waiting.signal);
        isTaken = true;
        return outcome.given;
      }
    } finally {
      cancel();
      ended.removeEventListener("abort", leave);
      // A reader that leaves while it waits, or in the moment in which it is let in, holds no place.
      if (!isTaken) {
        waiting.abort();
        void entered.then(
          () => models.forEach((model) => admission?.release(model)),
          () => {},
        );
      }
    }
  }

  /** One answer in its queued: waits, then tells the events of `answer` with their times counted from the call. */
  async *answer(
    model: string,
    limits: Limits,
    queued: QueuedRequest,
    answer: () => AsyncIterable<GenerationEvent>,
  ): AsyncGenerator<GenerationEvent> {
    const admission = yield* this.wait([model], limits, queued);
    if (!admission) {
      const totalMs = this.clock.now() - queued.begun;
      yield { type: "generation-end", reason: "aborted", promptTokens: 0, outputTokens: 0, firstTokenMs: null, totalMs };
      return;
    }
    try {
      yield* this.timed(queued, answer());
    } finally {
      admission.release(model);
    }
  }

  /** Counts the times of an answer from its call, and throws why it was cut where its caller did not do so. */
  async *timed({ begun, ended }: QueuedRequest, events: AsyncIterable<GenerationEvent>): AsyncGenerator<GenerationEvent> {
    const queueMs = this.clock.now() - begun;
    for await (const event of events) {
      if (event.type !== "generation-end") {
        yield event;
        continue;
      }
      if (event.reason === "aborted") throwReason(ended);
      const firstTokenMs = event.firstTokenMs === null ? null : event.firstTokenMs + queueMs;
      yield { ...event, firstTokenMs, totalMs: this.clock.now() - begun, queueMs };
    }
  }

  /** Work with one result, in its queued. */
  async task<Value>(model: string, limits: Limits, work: (ended: AbortSignal) => Promise<Value>): Promise<Value> {
    const queued = this.begin(limits);
    try {
      const admission = await this.scheduler.enter({ models: [model], user: limits.user ?? "", signal: queued.ended });
      if (!admission) throw cutOf(queued.ended);
      try {
        return await work(queued.ended);
      } catch (error) {
        throw queued.ended.aborted ? cutOf(queued.ended) : error;
      } finally {
        admission.release(model);
      }
    } finally {
      queued.release();
    }
  }

  /** Ends all that wait or run, with `closed`, and refuses what comes. */
  close(what: string): void {
    this.#closed ??= new InferenceError("closed", `${what} is closed.`);
    for (const controller of this.#open) controller.abort(this.#closed);
  }
}

function throwReason({ aborted, reason }: AbortSignal): void {
  if (aborted && InferenceError.isInstance(reason)) throw reason;
}

const cutOf = ({ reason }: AbortSignal): Error =>
  InferenceError.isInstance(reason) ? reason : new DOMException("The request was aborted.", "AbortError");
