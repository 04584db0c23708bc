import { rightStrip } from "../python/text.ts";
import type { PreparedTask, Question } from "../requests/build-requests.ts";
import { contextOf } from "../requests/build-requests.ts";
import type { BosRule, Task } from "../tasks/task.ts";
import { EvalError } from "../errors.ts";
import type { LanguageModel, ScoringWork } from "./language-model.ts";

/** How prompts become tokens. */
export interface EncodeOptions {
  readonly bos: BosRule;
  /** Tokens of prompt and continuation together, less one that is kept for an answer. */
  readonly maxTokens: number;
}

/** The tokens of a question, by context. */
export interface Encoded {
  readonly work: readonly ScoringWork[];
  /** Which work, and which continuation of it, each request is. */
  readonly indices: readonly { readonly work: number; readonly continuation: number }[];
  /** Tokens that were cut to make it fit, and shots that were left out. */
  readonly cutTokens: number;
  readonly droppedShots: number;
}

/**
 * The tokens of a question's requests: those of the context alone, then what the whole text has beyond them. White space at the end of a context belongs to
 * the continuation. What is too long is made to fit as the task says.
 */
export async function encodeScored(
  model: LanguageModel,
  { task }: PreparedTask,
  question: Question,
  options: EncodeOptions,
): Promise<Encoded> {
  for (let dropped = 0; ; dropped++) {
    const shots = question.shots.slice(0, question.shots.length - dropped);
    const encoded = await encodePairs(model, task, { ...question, shots }, options);
    if (task.fit === "cut-left" || encoded.cutTokens === 0 || shots.length === 0) return { ...encoded, droppedShots: dropped };
  }
}

async function encodePairs(
  model: LanguageModel,
  task: Task,
  { exercise, shots }: Question,
  { bos, maxTokens }: EncodeOptions,
): Promise<Omit<Encoded, "droppedShots">> {
  const works = new Map<string, { context: readonly number[]; continuations: (readonly number[])[]; index: number }>();
  const indices: { work: number; continuation: number }[] = [];
  let cutTokens = 0;
  const contexts = new Map<string, readonly number[]>();
  for (const { question, continuation } of exercise.requests) {
    const whole = contextOf(task, shots, question);
    const context = rightStrip(whole);
    if (context === "")
      throw new EvalError("bad-data", `${task.id} has a question with an empty prompt, after which nothing can be scored.`);
    const ofContext = contexts.get(context) ?? (await model.tokenize(context, bos));
    contexts.set(context, ofContext);
    const ofContinuation =
      task.scoring.type === "next-token"
        ? (await model.tokenize(continuation ?? "", "never")).slice(-1)
        : (await model.tokenize(whole + (continuation ?? ""), bos)).slice(ofContext.length);
    const cut = Math.max(0, ofContext.length + ofContinuation.length - maxTokens);
    cutTokens = Math.max(cutTokens, cut);
    const kept = ofContext.slice(cut);
    if (kept.length === 0 || ofContinuation.length === 0)
      throw new EvalError("unfit-model", tooShort(task, ofContinuation.length, maxTokens));
    const key = kept.join(" ");
    const work = works.get(key) ?? { context: kept, continuations: [], index: works.size };
    works.set(key, work);
    indices.push({ work: work.index, continuation: work.continuations.push(ofContinuation) - 1 });
  }
  return { work: [...works.values()].map(({ context, continuations }) => ({ context, continuations })), indices, cutTokens };
}

const tooShort = (task: Task, tokens: number, maxTokens: number): string =>
  tokens === 0
    ? `A continuation of ${task.id} has no tokens of its own with this tokenizer, so there is nothing to score.`
    : `A continuation of ${task.id} has ${tokens} tokens, but prompt and continuation have room for ${maxTokens} together; choose a larger --max-length.`;

/** The tokens of a prompt after which the model writes. */
export async function encodeWritten(
  model: LanguageModel,
  { task }: PreparedTask,
  { exercise, shots }: Question,
  { bos, maxTokens }: EncodeOptions,
): Promise<{ readonly prompt: readonly number[]; readonly cutTokens: number; readonly droppedShots: number }> {
  const answerTokens = task.scoring.type === "generation" ? task.scoring.maxTokens : 0;
  const room = maxTokens - answerTokens;
  if (room < 1)
    throw new EvalError(
      "unfit-model",
      `${task.id} writes up to ${answerTokens} tokens, which do not fit in ${maxTokens}; choose a larger --max-length.`,
    );
  const question = exercise.requests[0]?.question ?? "";
  for (let dropped = 0; ; dropped++) {
    const shown = shots.slice(0, shots.length - dropped);
    const tokens = await model.tokenize(contextOf(task, shown, question), bos);
    const cutTokens = Math.max(0, tokens.length - room);
    if (task.fit !== "cut-left" && cutTokens > 0 && shown.length > 0) continue;
    const prompt = task.fit === "drop-shots-cut-right" ? tokens.slice(0, room) : tokens.slice(cutTokens);
    return { prompt, cutTokens, droppedShots: dropped };
  }
}
