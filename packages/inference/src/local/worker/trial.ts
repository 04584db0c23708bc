import type { Conversation, ScoredText } from "../../engine/engine.ts";
import { InferenceError, type InferenceErrorCode } from "../../engine/errors.ts";
import { loadModel } from "./load-model.ts";
import type { WorkerResult, WorkerSettings, WorkerTask } from "./protocol.ts";
import { createTasks } from "./tasks.ts";

/** Messages of a trial: its current stage, so that a crash can be attributed, and its result. */
export type FromTrial =
  | { readonly type: "stage"; readonly stage: string }
  | { readonly type: "passed" }
  | { readonly type: "failed"; readonly code: InferenceErrorCode; readonly message: string };

const TEXT = "Grüße! Привет. 你好, 世界 🙂 👩‍👩‍👧";
const conversation: Conversation = { messages: [{ role: "user", content: TEXT }], systemPrompt: "" };
const sampling = { maxTokens: 8, temperature: 0, topP: 1, topK: 0, seed: 1 };

function send(message: FromTrial): void {
  process.send?.(message);
}

async function main(): Promise<void> {
  // Exit when the parent disconnects. The parent handles signals to the process group.
  process.on("disconnect", () => process.exit(0));
  process.on("SIGINT", () => {}).on("SIGTERM", () => {});
  const settings = JSON.parse(process.argv[2] ?? "") as WorkerSettings;
  const tasks = createTasks(await loadModel(settings), settings);
  const run = (task: WorkerTask) =>
    new Promise<WorkerResult | null>((resolve, reject) => {
      const event = ({ type }: { type: string }) => type === "generation-end" && resolve(null);
      tasks.begin(task, { event, result: resolve, fail: reject }).catch(reject);
    });

  send({ type: "stage", stage: "text became tokens" });
  const tokens = (await run({ type: "tokenize", text: TEXT, options: { special: false, bos: false } })) as readonly number[];
  const text = (await run({ type: "detokenize", tokens })) as string;
  if (text.trim() === "" || text.includes("\uFFFD")) throw new Error(`its tokens do not keep a text: "${TEXT}" became "${text}"`);

  send({ type: "stage", stage: "it wrote" });
  await run({ type: "generate", request: { ...(settings.promptFormat === null ? { prompt: TEXT } : conversation), ...sampling } });

  send({ type: "stage", stage: "it scored a text" });
  const scored = (await run({ type: "score", prompt: TEXT, from: 0, top: 1 })) as ScoredText;
  const sum = scored.tokens.reduce((total, { logProbability }) => total + (logProbability ?? 0), 0);
  if (!Number.isFinite(sum)) throw new Error("its probabilities are no numbers; its weights are broken");
  send({ type: "passed" });
}

main()
  .catch((error: unknown) =>
    send({
      type: "failed",
      code: InferenceError.isInstance(error) ? error.code : "load-failed",
      message: error instanceof Error ? error.message : String(error),
    }),
  )
  .finally(() => process.disconnect());
