import type { Clock } from "../engine/clock.ts";
import type { GenerationEvent, Limits } from "../engine/engine.ts";
import { InferenceError } from "../engine/errors.ts";
import { type CapacitySource, Scheduler } from "../engine/scheduler.ts";
import { throwReason, waitForSeats } from "./wait-for-seats.ts";

/** One request from its call to its end. */
export interface QueuedRequest {
  /** When it was called, by the clock. */
  readonly begun: number;
  /** Aborts when the caller, the total time-out or the engine's end ends it. The last two leave an `InferenceError` as the reason. */
  readonly ended: AbortSignal;
  /** Must be called when it is over. */
  release(): void;
}

/** The queue in which the requests of one engine wait for its models, and the time that each of them has. */
export class RequestQueue {
  readonly scheduler: Scheduler;
  readonly clock: Clock;
  readonly #open = new Set<AbortController>();
  #closed: InferenceError | null = null;

  constructor(source: CapacitySource, clock: Clock) {
    this.scheduler = new Scheduler(source);
    this.clock = clock;
  }

  /** Once closed, what every request gets. */
  get closed(): InferenceError | null {
    return this.#closed;
  }

  /** Starts the time of a request. */
  begin({ timeoutMs, signal }: Partial<Pick<Limits, "timeoutMs" | "signal">>, begun = this.clock.now()): QueuedRequest {
    if (this.#closed) throw this.#closed;
    const controller = new AbortController();
    const late = () => controller.abort(new InferenceError("timeout", `The answer took longer than ${timeoutMs} ms.`));
    const cancel = timeoutMs === undefined ? () => {} : this.clock.after(timeoutMs, late);
    const leave = () => controller.abort(signal?.reason);
    signal?.addEventListener("abort", leave, { once: true });
    if (signal?.aborted) leave();
    this.#open.add(controller);
    return {
      begun,
      ended: controller.signal,
      release: () => {
        cancel();
        signal?.removeEventListener("abort", leave);
        this.#open.delete(controller);
      },
    };
  }

  /** One answer from its wait to its end, with its times counted from the call. */
  async *answer(
    model: string,
    limits: Limits,
    queued: QueuedRequest,
    answer: () => AsyncIterable<GenerationEvent>,
  ): AsyncGenerator<GenerationEvent> {
    const admission = yield* waitForSeats(this.scheduler, this.clock, [model], { ...limits, ended: queued.ended });
    if (!admission) return yield this.abortedBefore(queued.begun);
    try {
      yield* this.timed(queued, answer());
    } finally {
      admission.release(model);
    }
  }

  /** The end of an answer that its caller ended before it began. */
  abortedBefore(begun: number): GenerationEvent {
    const totalMs = this.clock.now() - begun;
    return { type: "generation-end", reason: "aborted", promptTokens: 0, outputTokens: 0, firstTokenMs: null, totalMs };
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

  /** Work with one result, once its model is free. */
  async runTask<Value>(model: string, limits: Limits, work: (ended: AbortSignal) => Promise<Value>): Promise<Value> {
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

  /** Ends all requests that wait or run, and refuses new ones, with the error that it returns. */
  close(what: string): InferenceError {
    this.#closed ??= new InferenceError("closed", `${what} is closed.`);
    for (const controller of this.#open) controller.abort(this.#closed);
    return this.#closed;
  }
}

const cutOf = ({ reason }: AbortSignal): Error =>
  InferenceError.isInstance(reason) ? reason : new DOMException("The request was aborted.", "AbortError");
