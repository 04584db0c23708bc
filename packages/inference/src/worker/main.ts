import { getLlama, type Llama, LlamaLogLevel } from "node-llama-cpp";
import { InferenceError } from "../errors.ts";
import { type GenerationHandle, LockStep } from "./lock-step.ts";
import { createPromptRenderer } from "./prompt.ts";
import type { FromWorker, ToWorker, WorkerSettings } from "./protocol.ts";

const BATCH_TOKENS = 512;

function send(message: FromWorker): void {
  if (process.connected) process.send?.(message);
}

async function load(settings: WorkerSettings) {
  const complaints: string[] = [];
  let llama: Llama;
  try {
    llama = await getLlama({
      build: "never",
      maxThreads: settings.threads,
      logLevel: LlamaLogLevel.error,
      logger: (_, message) => void complaints.push(message.trim()),
    });
    const model = await llama.loadModel({ modelPath: settings.path });
    const context = await model.createContext({
      sequences: settings.sequences,
      contextSize: settings.contextTokens,
      batchSize: BATCH_TOKENS,
      threads: settings.threads,
    });
    const sequences = Array.from({ length: settings.sequences }, () => context.getSequence());
    const render = createPromptRenderer(settings.promptFormat, model.fileInfo.metadata.tokenizer.chat_template, {
      bos: model.tokens.bosString ?? "",
      eos: model.tokens.eosString ?? "",
    });
    return { render, steps: new LockStep(model, sequences, settings.contextTokens) };
  } catch (cause) {
    // llama.cpp gives its reason only to the log.
    throw new Error([cause instanceof Error ? cause.message : String(cause), ...complaints].join("; "), { cause });
  }
}

async function main(): Promise<void> {
  // The parent is gone, however it went: so is the reason to live.
  process.on("disconnect", () => process.exit(0));
  // The parent decides when a worker ends; a signal to the whole process group must not cut answers off first.
  process.on("SIGINT", () => {}).on("SIGTERM", () => {});
  const settings = JSON.parse(process.argv[2] ?? "") as WorkerSettings;
  const { render, steps } = await load(settings);
  const stops = settings.promptFormat.type === "transcript" ? settings.promptFormat.stop : [];
  const running = new Map<number, GenerationHandle>();
  process.on("message", (message: ToWorker) => {
    if (message.type === "abort") {
      running.get(message.id)?.abort();
      return;
    }
    const { id, request } = message;
    const fail = (error: unknown) => {
      running.delete(id);
      const known = InferenceError.isInstance(error);
      send({
        type: "error",
        id,
        code: known ? error.code : "worker-crashed",
        message: error instanceof Error ? error.message : String(error),
      });
    };
    try {
      const handle = steps.start(
        request,
        render(request),
        stops,
        (event) => {
          if (event.type === "generation-end") running.delete(id);
          send({ type: "event", id, event });
        },
        fail,
      );
      running.set(id, handle);
    } catch (error) {
      fail(error);
    }
  });
  send({ type: "ready" });
}

main().catch((error: unknown) => {
  send({ type: "load-failed", message: error instanceof Error ? error.message : String(error) });
  process.disconnect();
});
