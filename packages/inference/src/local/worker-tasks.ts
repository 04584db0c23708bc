import type { GenerationEvent } from "../engine/engine.ts";
import type { InferenceError } from "../engine/errors.ts";
import type { ModelWorker } from "./model-worker.ts";
import type { WorkerResult, WorkerTask } from "./worker/protocol.ts";

/** The events of one generation as they come from the worker. A reader that leaves ends it. */
export async function* streamTask(worker: ModelWorker, task: WorkerTask, ended: AbortSignal): AsyncGenerator<GenerationEvent> {
  const events: GenerationEvent[] = [];
  let failure: InferenceError | null = null;
  let wake = () => {};
  const abort = worker.start(task, {
    event(event) {
      events.push(event);
      wake();
    },
    result() {},
    fail(error) {
      failure = error;
      wake();
    },
  });
  if (ended.aborted) abort();
  ended.addEventListener("abort", abort, { once: true });
  let finished = false;
  try {
    for (;;) {
      const event = events.shift();
      if (event) {
        finished = event.type === "generation-end";
        yield event;
        if (finished) return;
      } else if (failure) {
        finished = true;
        throw failure;
      } else {
        await new Promise<void>((resolve) => (wake = resolve));
      }
    }
  } finally {
    ended.removeEventListener("abort", abort);
    if (!finished) abort();
  }
}

/** A task that ends with one value. */
export function runTask(worker: ModelWorker, task: WorkerTask, ended: AbortSignal): Promise<WorkerResult> {
  return new Promise((resolve, reject) => {
    const abort = worker.start(task, { event() {}, result: resolve, fail: reject });
    if (ended.aborted) abort();
    ended.addEventListener("abort", abort, { once: true });
  });
}
