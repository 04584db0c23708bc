import { InferenceError } from "../../engine/errors.ts";
import { loadModel } from "./load-model.ts";
import type { FromWorker, ToWorker, WorkerSettings } from "./protocol.ts";
import { createTasks } from "./tasks.ts";

const HEARTBEAT_MS = 1_000;

function send(message: FromWorker): void {
  if (process.connected) process.send?.(message);
}

const sentence = (error: unknown): string => (error instanceof Error ? error.message : String(error));

async function main(): Promise<void> {
  // Exit when the parent disconnects.
  process.on("disconnect", () => process.exit(0));
  // The parent decides when a worker ends; a signal to the whole process group must not cut answers off first.
  process.on("SIGINT", () => {}).on("SIGTERM", () => {});
  const settings = JSON.parse(process.argv[2] ?? "") as WorkerSettings;
  const beat = () => send({ type: "heartbeat", residentBytes: process.memoryUsage.rss() });
  setInterval(beat, HEARTBEAT_MS);
  const loaded = await loadModel(settings);
  const tasks = createTasks(loaded, settings);
  const running = new Map<number, { abort(): void }>();
  const aborted = new Set<number>();
  process.on("message", (message: ToWorker) => {
    const { id } = message;
    if (message.type === "abort") {
      running.get(id)?.abort();
      // It may have come while the task was being prepared.
      aborted.add(id);
      return;
    }
    const forget = () => {
      running.delete(id);
      aborted.delete(id);
    };
    const fail = (error: unknown) => {
      forget();
      const known = InferenceError.isInstance(error) ? error : null;
      send({ type: "error", id, code: known?.code ?? "worker-crashed", message: sentence(error), param: known?.param ?? null });
    };
    const caller = {
      event: (event: Extract<FromWorker, { type: "event" }>["event"]) => {
        if (event.type === "generation-end") forget();
        send({ type: "event", id, event });
      },
      result: (value: Extract<FromWorker, { type: "result" }>["value"]) => {
        forget();
        send({ type: "result", id, value });
      },
      fail,
    };
    tasks.begin(message.task, caller).then((handle) => {
      if (!handle) return;
      running.set(id, handle);
      if (aborted.has(id)) handle.abort();
    }, fail);
  });
  const { info, templateSha256, conversationBytes } = loaded;
  send({ type: "ready", info, templateSha256, conversationBytes, residentBytes: process.memoryUsage.rss() });
}

main().catch((error: unknown) => {
  send({ type: "load-failed", code: InferenceError.isInstance(error) ? error.code : "load-failed", message: sentence(error) });
  process.disconnect();
});
