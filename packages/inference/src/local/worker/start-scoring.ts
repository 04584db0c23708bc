import type { LlamaContextSequence } from "node-llama-cpp";
import { InferenceError } from "../../engine/errors.ts";
import type { WorkerTask } from "./protocol.ts";
import { type KnownScores, Scoring } from "./scoring.ts";
import type { TaskCaller, TaskContext } from "./task-context.ts";

/**
 * Begins to score one text.
 *
 * @param known The scores of the tokens that each sequence holds; replaced by those of this text.
 * @returns Null where there is nothing to score: the result is given already.
 * @throws InferenceError `prompt-too-long`, before anything is read.
 */
export async function startScoring(
  { loaded: { model, context }, tokens: modelTokens, steps }: TaskContext,
  { prompt, from, top }: Extract<WorkerTask, { type: "score" }>,
  caller: TaskCaller,
  known: WeakMap<LlamaContextSequence, KnownScores>,
): Promise<Scoring | null> {
  const tokens = modelTokens.ofText(prompt);
  if (tokens.length >= context.contextSize)
    throw new InferenceError(
      "prompt-too-long",
      `The text has ${tokens.length} tokens; one conversation has ${context.contextSize}, of which one is kept free.`,
    );
  if (tokens.length === 0) {
    caller.result({ tokens: [], next: [] });
    return null;
  }
  let scoring: Scoring | undefined;
  await steps.start(tokens, ({ sequence }) => {
    const before = known.get(sequence);
    known.delete(sequence);
    scoring = new Scoring({
      model,
      sequence,
      tokens,
      from,
      top,
      known: before,
      done(scores, learnt) {
        known.set(sequence, learnt);
        caller.result(scores);
      },
      fail: (error) => caller.fail(error),
    });
    return scoring;
  });
  return scoring ?? null;
}
