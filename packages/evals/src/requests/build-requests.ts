import type { RowSource } from "../data/row-source.ts";
import type { Row, RowSet } from "../data/rows.ts";
import type { Exercise, Task } from "../tasks/task.ts";
import { drawShots } from "./draw-shots.ts";

/** A document with all that its prompts are made of. */
export interface Question {
  /** Its place in the order in which the reference asks: what the reference calls `doc_id`. */
  readonly id: number;
  /** Its place among the rows of the data set, whatever the order of a mode. */
  readonly row: number;
  readonly exercise: Exercise;
  /** Each with its answer. */
  readonly shots: readonly string[];
}

/** A task with its questions. */
export interface PreparedTask {
  readonly task: Task;
  readonly shots: number;
  readonly questions: readonly Question[];
  /** Rows of the split, of which the questions are a part. */
  readonly available: number;
  readonly data: RowSet;
  readonly shotData: RowSet | null;
}

/** Which questions of a task are asked, and with how many shots. */
export interface RequestOptions {
  /** The task's own number where left out. Tasks with a fixed number keep it. */
  readonly shots?: number | undefined;
  /** The first so many, in the order of the mode. */
  readonly limit?: number | undefined;
  /** Of all questions, only those of these rows: they keep the shots that they have in a whole run. */
  readonly rows?: ReadonlySet<number> | undefined;
}

/**
 * Loads the rows of a task and draws the shots of its questions.
 *
 * @throws EvalError `bad-data`.
 */
export async function prepareTask(task: Task, source: RowSource, { shots, limit, rows }: RequestOptions): Promise<PreparedTask> {
  const count = task.hasFixedShots ? task.defaultShots : (shots ?? task.defaultShots);
  const data = await source.load(task.evaluated);
  const shotData = count > 0 && task.shotSplit ? await source.load(task.shotSplit) : null;
  const prepared = (from: RowSet | null): readonly Row[] => (from ? (task.prepareRows?.(from.rows) ?? from.rows) : []);
  const documents = prepared(data);
  const { order, shots: drawn } = drawShots({
    rule: task.shotRule,
    documents,
    pool: prepared(shotData),
    count,
    limit: Math.min(limit ?? documents.length, documents.length),
  });
  const texts = new Map<Row, string>();
  const shotText = (row: Row): string => {
    const text = texts.get(row) ?? task.exerciseOf(row).shot;
    texts.set(row, text);
    return text;
  };
  const questions = order.flatMap((row, id): Question[] => {
    const document = documents[row];
    if (document === undefined || rows?.has(row) === false) return [];
    return [{ id, row, exercise: task.exerciseOf(document), shots: (drawn[id] ?? []).map(shotText) }];
  });
  return { task, shots: count, questions, available: documents.length, data, shotData };
}

/** The context of a request: description, shots, question. */
export const contextOf = (task: Task, shots: readonly string[], question: string): string => task.description + shots.join("") + question;

/** The requests of a question as the reference names them: `[doc_id, index, context, continuation]`, of MMLU with the subject first. */
export function requestLines({ task, questions }: PreparedTask): string[] {
  return questions.flatMap(({ id, exercise, shots }) =>
    exercise.requests.map(({ question, continuation }, index) => {
      const line = [id, index, contextOf(task, shots, question), continuation];
      return JSON.stringify(task.subject === undefined ? line : [task.subject, ...line]);
    }),
  );
}
