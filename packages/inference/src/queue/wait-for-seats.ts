import { AsyncQueue } from "../engine/async-queue.ts";
import type { Clock } from "../engine/clock.ts";
import type { GenerationEvent, Limits } from "../engine/engine.ts";
import { InferenceError } from "../engine/errors.ts";
import type { Admission, Scheduler } from "../engine/scheduler.ts";

export type QueuePosition = Extract<GenerationEvent, { type: "queue-position" }>;

/**
 * Waits for a sequence of each model and yields each position in the queue. A reader that leaves, also in the moment of its admission, holds nothing.
 *
 * @param ended Ends the wait; an `InferenceError` as its reason is thrown.
 * @returns Null when the caller ended the wait.
 * @throws InferenceError `queue-full`, or `timeout` after `queueTimeoutMs`.
 */
export async function* waitForSeats(
  scheduler: Scheduler,
  clock: Clock,
  models: readonly string[],
  { user = "", queueTimeoutMs, ended }: Pick<Limits, "user" | "queueTimeoutMs"> & { readonly ended: AbortSignal },
): AsyncGenerator<QueuePosition, Admission | null> {
  const waiting = new AbortController();
  const leave = () => waiting.abort(ended.reason);
  ended.addEventListener("abort", leave, { once: true });
  if (ended.aborted) leave();
  const late = () => waiting.abort(new InferenceError("timeout", `The request was queued longer than ${queueTimeoutMs} ms.`));
  const cancel = queueTimeoutMs === undefined ? () => {} : clock.after(queueTimeoutMs, late);
  const positions = new AsyncQueue<QueuePosition>();
  let admission: Admission | null = null;
  let isTaken = false;
  const onPosition = (position: number, estimatedWaitMs: number | null) =>
    positions.push({ type: "queue-position", position, estimatedWaitMs });
  const entered = scheduler.enter({ models, user, signal: waiting.signal, onPosition }).then(
    (given) => {
      admission = given;
      positions.end();
    },
    (error: unknown) => positions.fail(error),
  );
  try {
    yield* positions;
    if (admission === null) throwReason(waiting.signal);
    isTaken = true;
    return admission;
  } finally {
    cancel();
    ended.removeEventListener("abort", leave);
    if (!isTaken) {
      waiting.abort();
      void entered.then(() => models.forEach((model) => admission?.release(model)));
    }
  }
}

/** Throws why a request was ended, unless its caller ended it. */
export function throwReason({ aborted, reason }: AbortSignal): void {
  if (aborted && InferenceError.isInstance(reason)) throw reason;
}
