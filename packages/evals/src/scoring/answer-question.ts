import type { PreparedTask, Question } from "../requests/build-requests.ts";
import type { Answer } from "../tasks/task.ts";
import { type AnswerCache, digestOf } from "./answer-cache.ts";
import { encodeScored, encodeWritten, type EncodeOptions } from "./encode.ts";
import type { LanguageModel, Score } from "./language-model.ts";

/** What a model gave for a question. */
export interface Answered {
  readonly answers: readonly Answer[];
  readonly cutTokens: number;
  readonly droppedShots: number;
  readonly isCached: boolean;
}

/** What answering needs. */
export interface AnswerOptions extends EncodeOptions {
  readonly model: LanguageModel;
  readonly cache: AnswerCache;
  readonly signal: AbortSignal;
}

/** Asks a model one question of a task, or takes its earlier answer to the same tokens. */
export async function answerQuestion(prepared: PreparedTask, question: Question, options: AnswerOptions): Promise<Answered> {
  const { scoring } = prepared.task;
  return scoring.type === "generation" ? writtenAnswer(prepared, question, options) : scoredAnswer(prepared, question, options);
}

async function scoredAnswer(prepared: PreparedTask, question: Question, options: AnswerOptions): Promise<Answered> {
  const { model, cache, signal } = options;
  const { work, indices, cutTokens, droppedShots } = await encodeScored(model, prepared, question, options);
  const key = digestOf("score", work, indices);
  const cached = cache.get(key);
  if (cached) return { answers: cached, cutTokens, droppedShots, isCached: true };
  const scores: (readonly Score[])[] = [];
  for (const one of work) scores.push(await model.score(one, signal));
  const answers = indices.map(({ work: index, continuation }): Answer => {
    const score = scores[index]?.[continuation];
    if (!score) throw new Error("A continuation was not scored.");
    return score;
  });
  cache.put(key, answers);
  return { answers, cutTokens, droppedShots, isCached: false };
}

async function writtenAnswer(prepared: PreparedTask, question: Question, options: AnswerOptions): Promise<Answered> {
  const { model, cache, signal } = options;
  const { scoring } = prepared.task;
  if (scoring.type !== "generation") throw new Error("This task is scored.");
  const { eosText } = model.description;
  const stop = [...scoring.until, ...(scoring.addsEndToken && eosText !== null && !scoring.until.includes(eosText) ? [eosText] : [])];
  const { prompt, cutTokens, droppedShots } = await encodeWritten(model, prepared, question, options);
  const key = digestOf("write", prompt, scoring.maxTokens, stop);
  const cached = cache.get(key);
  if (cached) return { answers: cached, cutTokens, droppedShots, isCached: true };
  const text = await model.generate(prompt, { maxTokens: scoring.maxTokens, stop }, signal);
  const answers = [{ text: beforeFirst(text, stop) }];
  cache.put(key, answers);
  return { answers, cutTokens, droppedShots, isCached: false };
}

/** The text up to the first of the stop texts, as the reference cuts it. */
function beforeFirst(text: string, stops: readonly string[]): string {
  return stops.reduce((left, stop) => (stop === "" ? left : (left.split(stop)[0] ?? "")), text);
}
