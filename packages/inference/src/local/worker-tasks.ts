import { AsyncQueue } from "../engine/async-queue.ts";
import type { GenerationEvent } from "../engine/engine.ts";
import type { ModelWorker } from "./model-worker.ts";
import type { WorkerResult, WorkerTask } from "./worker/protocol.ts";

/** The events of one generation as they come from the worker. A reader that leaves ends it. */
export async function* streamTask(worker: ModelWorker, task: WorkerTask, ended: AbortSignal): AsyncGenerator<GenerationEvent> {
  const events = new AsyncQueue<GenerationEvent>();
  let isFinished = false;
  const abort = worker.start(task, {
    event(event) {
      events.push(event);
      if (event.type !== "generation-end") return;
      isFinished = true;
      events.end();
    },
    result() {},
    fail(error) {
      isFinished = true;
      events.fail(error);
    },
  });
  if (ended.aborted) abort();
  ended.addEventListener("abort", abort, { once: true });
  try {
    yield* events;
  } finally {
    ended.removeEventListener("abort", abort);
    if (!isFinished) abort();
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
