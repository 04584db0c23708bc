import type { LlamaContextSequence, LlamaEmbeddingContext } from "node-llama-cpp";
import { InferenceError } from "../../engine/errors.ts";
import type { LoadedModel } from "./load-model.ts";
import { LockStep } from "./lock-step.ts";
import { createModelTokens } from "./model-tokens.ts";
import type { WorkerResult, WorkerSettings, WorkerTask } from "./protocol.ts";
import type { KnownScores } from "./scoring.ts";
import { startGeneration } from "./start-generation.ts";
import { startScoring } from "./start-scoring.ts";
import type { TaskCaller, TaskContext } from "./task-context.ts";

/** What does not fit is refused before it is read; llama.cpp's binding would else drop the beginning without an error. */
const refuseShift = (): never => {
  throw new InferenceError("prompt-too-long", "The conversation has outgrown its context.");
};

/** Does tasks on a loaded model. `begin` returns what ends a task early, and null for a task that is done by then. */
export function createTasks(loaded: LoadedModel, settings: WorkerSettings) {
  const { context: llamaContext } = loaded;
  const sequences = Array.from({ length: settings.sequences }, () => llamaContext.getSequence({ contextShift: { strategy: refuseShift } }));
  const steps = new LockStep(sequences, llamaContext.batchSize);
  const context: TaskContext = { loaded, settings, steps, tokens: createModelTokens(loaded) };
  const known = new WeakMap<LlamaContextSequence, KnownScores>();
  const embed = createEmbedder(context);
  return {
    async begin(task: WorkerTask, caller: TaskCaller): Promise<{ abort(): void } | null> {
      if (task.type === "generate") return startGeneration(context, task.request, caller, (sequence) => known.delete(sequence));
      if (task.type === "score") return startScoring(context, task, caller, known);
      caller.result(task.type === "embed" ? await embed(task.texts) : convert(context, task));
      return null;
    },
  };
}

/** Tasks between texts, conversations and tokens, which compute nothing with the model's weights. */
function convert(
  { loaded: { model, renderer }, tokens }: TaskContext,
  task: Exclude<WorkerTask, { type: "generate" | "score" | "embed" }>,
): WorkerResult {
  switch (task.type) {
    case "render":
      return renderer.render(task.conversation).text;
    case "detokenize": {
      const checked = task.tokens.map((token) => tokens.checked(token, "tokens"));
      return model.detokenize(checked, true);
    }
    case "tokenize": {
      const { text, options } = task;
      if (typeof text !== "string") return tokens.ofPrompt(text, tokens.promptOf(text));
      const read = model.tokenize(text, options.special);
      return options.bos ? tokens.withBos(read) : read;
    }
  }
}

/** The context that makes vectors takes memory of its own, so it is created with the first text. */
function createEmbedder({ loaded: { model }, settings, tokens }: TaskContext) {
  let context: Promise<LlamaEmbeddingContext> | null = null;
  return async (texts: readonly (string | readonly number[])[]): Promise<number[][]> => {
    context ??= model.createEmbeddingContext({
      contextSize: settings.contextTokens,
      ...(settings.threads ? { threads: settings.threads } : {}),
    });
    const vectors: number[][] = [];
    for (const text of texts) {
      const input = typeof text === "string" ? text : text.map((token) => tokens.checked(token, "input"));
      vectors.push([...(await (await context).getEmbeddingFor(input)).vector]);
    }
    return vectors;
  };
}
