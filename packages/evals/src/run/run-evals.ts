import { verifyRows } from "../data/known-rows.ts";
import type { RowSource } from "../data/row-source.ts";
import { type PreparedTask, prepareTask, type Question, type RequestOptions } from "../requests/build-requests.ts";
import { type AnswerCache, noCache } from "../scoring/answer-cache.ts";
import { type Answered, answerQuestion, type AnswerOptions } from "../scoring/answer-question.ts";
import type { LanguageModel } from "../scoring/language-model.ts";
import { type Probe, probeModel } from "../scoring/probe.ts";
import type { Selection } from "../tasks/find-tasks.ts";
import type { BosRule, Measured } from "../tasks/task.ts";

/** What is run. */
export interface EvalOptions {
  readonly selection: Selection;
  readonly source: RowSource;
  readonly requests?: RequestOptions;
  readonly model: LanguageModel;
  /** Tokens of prompt and answer together; one is kept free, as in the reference. */
  readonly maxLength: number;
  /** The task's own rule where left out. */
  readonly bos?: BosRule | undefined;
  /** Questions at once; left out, as many as the model takes where its scores do not depend on the batch, else one. */
  readonly parallel?: number | undefined;
  /** Answers of an earlier run; none where left out. */
  readonly openCache?: (probe: Probe) => AnswerCache;
  /** Runs on rows that have the name of published ones, and are others. */
  readonly allowsChangedRows?: boolean;
  readonly signal?: AbortSignal;
}

/** A question with its answers and figures. */
export interface AskedQuestion extends Answered {
  readonly question: Question;
  readonly measured: readonly Measured[];
}

/** A task with all of its questions, in their order. */
export interface FinishedTask {
  readonly prepared: PreparedTask;
  /** Where the rows were published; null where they were never compared. */
  readonly sameAs: string | null;
  readonly bos: BosRule;
  readonly asked: readonly AskedQuestion[];
}

/** A whole run. */
export interface EvalRun {
  readonly probe: Probe;
  /** Questions at once. */
  readonly parallel: number;
  readonly tasks: readonly FinishedTask[];
}

export type EvalEvent =
  /** The rows are loaded, and the model scores. */
  | {
      readonly type: "run-begin";
      readonly questions: number;
      readonly requests: number;
      readonly probe: Probe;
      readonly parallel: number;
      readonly unverified: readonly string[];
    }
  | {
      readonly type: "question-answered";
      readonly task: string;
      readonly asked: AskedQuestion;
      readonly answered: number;
      readonly questions: number;
    }
  | { readonly type: "run-end"; readonly run: EvalRun };

/**
 * Runs benchmarks on a model and tells what happens; the last event holds the result.
 *
 * @throws EvalError `bad-data`, `unfit-model`, `engine-failed` or `disk-full`.
 * @example
 * ```ts
 * const { model, maxLength } = await openModel("model.gguf");
 * const selection = findTasks(["arc_easy"], "harness");
 * for await (const event of runEvals({ selection, source: createFolderSource("benchmarks"), model, maxLength }))
 *   if (event.type === "run-end") console.log(resultOf(event.run, { model, selection, maxLength }));
 * ```
 */
export async function* runEvals(options: EvalOptions): AsyncGenerator<EvalEvent> {
  const { selection, source, requests = {}, model, maxLength, bos, allowsChangedRows = false } = options;
  const prepared: { readonly task: PreparedTask; readonly sameAs: string | null; readonly bos: BosRule }[] = [];
  for (const task of selection.tasks) {
    const one = await prepareTask(task, source, requests);
    const parts = [one.data, ...(one.shotData ? [one.shotData] : [])].map((data) => verifyRows(data, allowsChangedRows).sameAs);
    prepared.push({ task: one, sameAs: parts.includes(null) ? null : parts.join("; "), bos: bos ?? task.bos });
  }
  const signal = options.signal ?? new AbortController().signal;
  const probe = await probeModel(model, signal);
  const parallel = options.parallel ?? (probe.batchNoise === 0 ? model.parallel : 1);
  const cache = options.openCache?.(probe) ?? noCache;
  const work = prepared.flatMap((one) => one.task.questions.map((question) => ({ ...one, question })));
  yield {
    type: "run-begin",
    questions: work.length,
    requests: work.reduce((sum, { question }) => sum + question.exercise.requests.length, 0),
    probe,
    parallel,
    unverified: prepared.filter(({ sameAs }) => sameAs === null).map(({ task }) => task.task.id),
  };
  const asked = new Map<PreparedTask, AskedQuestion[]>(prepared.map(({ task }) => [task, []]));
  const base = { model, cache, signal, maxTokens: maxLength - 1 };
  let answered = 0;
  for await (const { task, question: one } of inParallel(work, parallel, signal, (item) => ask(item, { ...base, bos: item.bos }))) {
    asked.get(task)?.push(one);
    yield { type: "question-answered", task: task.task.id, asked: one, answered: ++answered, questions: work.length };
  }
  const tasks = prepared.map(({ task, sameAs, bos: rule }) => ({
    prepared: task,
    sameAs,
    bos: rule,
    asked: (asked.get(task) ?? []).toSorted((left, right) => left.question.id - right.question.id),
  }));
  yield { type: "run-end", run: { probe, parallel, tasks } };
}

interface Work {
  readonly task: PreparedTask;
  readonly question: Question;
  readonly bos: BosRule;
}

async function ask({ task, question }: Work, options: AnswerOptions): Promise<{ task: PreparedTask; question: AskedQuestion }> {
  const answered = await answerQuestion(task, question, options);
  const measured = task.task.measure(question.exercise, answered.answers);
  return { task, question: { ...answered, question, measured } };
}

/** Results as they come, with so many begun at once. After an error nothing more is begun, and what runs is awaited. */
async function* inParallel<Item, Value>(
  items: readonly Item[],
  count: number,
  signal: AbortSignal,
  work: (item: Item) => Promise<Value>,
): AsyncGenerator<Value> {
  const running = new Map<number, Promise<{ readonly index: number; readonly value: Value }>>();
  const begin = (index: number, item: Item) =>
    running.set(
      index,
      work(item).then((value) => ({ index, value })),
    );
  try {
    for (const [index, item] of items.entries()) {
      signal.throwIfAborted();
      begin(index, item);
      if (running.size < count) continue;
      const done = await Promise.race(running.values());
      running.delete(done.index);
      yield done.value;
    }
    while (running.size > 0) {
      const done = await Promise.race(running.values());
      running.delete(done.index);
      yield done.value;
    }
  } finally {
    await Promise.allSettled(running.values());
  }
}
