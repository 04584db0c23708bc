import { readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { z } from "zod";
import type { AnySplit, RowSource } from "../data/row-source.ts";
import type { DataSource } from "../data/folder.ts";
import { digestOfRows, type Row, type RowSet } from "../data/rows.ts";
import { EvalError } from "../errors.ts";
import { strip } from "../python/text.ts";
import { figure, harnessDraw, normalizedAccuracy, scored } from "./multiple-choice.ts";
import type { Exercise, Task } from "./task.ts";

/** The fields of a task of one's own. */
const ownTaskSchema = z.strictObject({
  id: z.string().regex(/^[\w.-]+$/u, "takes letters, digits, points, hyphens and underscores"),
  version: z.string().default("1"),
  /** JSON lines; the path is relative to the file of the task. */
  rows: z.string(),
  /** Rows for shots; left out, they are drawn from `rows`, without the question itself. */
  shotRows: z.string().optional(),
  shots: z.number().int().min(0).default(0),
  description: z.string().default(""),
  /** Text with fields of a row in braces: `Question: {question}\nAnswer:`. */
  prompt: z.string(),
  /** The field that holds the choices, or the same choices for all rows; left out, the model writes its answer. */
  choices: z.union([z.string(), z.array(z.string()).min(2)]).optional(),
  /** The field that holds the right answer: the index of a choice, its text, or the text to be written. */
  answer: z.string(),
  until: z.array(z.string()).default(["\n"]),
  maxTokens: z.number().int().min(1).default(64),
});
type OwnTask = z.output<typeof ownTaskSchema>;

/** Tasks of one's own, and their rows beside the published ones. */
export interface OwnTasks {
  readonly tasks: readonly Task[];
  sourceWith(published: DataSource | null): RowSource;
}

/**
 * Reads tasks of one's own.
 *
 * @throws EvalError `bad-input` that names the file and the field.
 */
export function readOwnTasks(files: readonly string[]): OwnTasks {
  return {
    tasks: files.map((file) => ownTask(readDefinition(file), dirname(resolve(file)))),
    sourceWith: (published) => ({
      async load(split) {
        if (split.set === "own") return readRows(split.config);
        if (!published) throw new EvalError("bad-input", `No source of published rows was given for ${split.set}.`);
        return published.load(split);
      },
    }),
  };
}

function readDefinition(file: string): OwnTask {
  let raw: unknown;
  try {
    raw = JSON.parse(readFileSync(file, "utf8"));
  } catch (cause) {
    throw new EvalError("bad-input", `--task-file ${file} is no JSON file that can be read.`, { cause });
  }
  const { data, error } = ownTaskSchema.safeParse(raw);
  if (data) return data;
  const [issue] = error.issues;
  throw new EvalError("bad-input", `--task-file ${file}: ${issue?.path.join(".") || "the task"}: ${issue?.message}.`);
}

function readRows(file: string): RowSet {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (cause) {
    throw new EvalError("bad-data", `The rows ${file} cannot be read.`, { cause });
  }
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  const rows = lines.map((line, index): Row => {
    const row = z.record(z.string(), z.unknown()).safeParse(safelyParsed(line));
    if (row.success) return row.data;
    throw new EvalError("bad-data", `${file}, line ${index + 1}, is no JSON object.`);
  });
  if (rows.length === 0) throw new EvalError("bad-data", `${file} holds no rows.`);
  return { rows, sha256: digestOfRows(rows), files: [file], revision: null };
}

function safelyParsed(line: string): unknown {
  try {
    return JSON.parse(line) as unknown;
  } catch {
    return null;
  }
}

function ownTask(own: OwnTask, folder: string): Task {
  const split = (path: string): AnySplit => ({ set: "own", config: resolve(folder, path), split: "test" });
  const isWritten = own.choices === undefined;
  return {
    ...scored,
    id: own.id,
    version: own.version,
    mode: "harness",
    evaluated: split(own.rows),
    shotSplit: split(own.shotRows ?? own.rows),
    shotRule: harnessDraw(own.shotRows === undefined),
    defaultShots: own.shots,
    description: own.description,
    ...(isWritten ? { scoring: { type: "generation", maxTokens: own.maxTokens, until: own.until, addsEndToken: true } as const } : {}),
    bos: "auto",
    exerciseOf: (row) => exerciseOf(own, row),
    measure: isWritten ? exactMatch : normalizedAccuracy(({ document }) => choicesOf(own, document)),
    mainMetric: { metric: isWritten ? "exact_match" : "acc", filter: "none" },
  };
}

function exerciseOf(own: OwnTask, row: Row): Exercise {
  const question = own.prompt.replaceAll(/\{(\w+)\}/gu, (_, name: string) => field(own, row, name));
  if (own.choices === undefined) {
    const target = field(own, row, own.answer);
    return { shot: `${question} ${target}\n\n`, requests: [{ question, continuation: null }], target, document: row };
  }
  const choices = choicesOf(own, row);
  const answer = row[own.answer];
  const target = typeof answer === "number" ? answer : choices.indexOf(String(answer));
  if (choices[target] === undefined)
    throw new EvalError("bad-data", `${own.id}: ${own.answer} is ${String(answer)}, which is none of the choices.`);
  return {
    shot: `${question} ${choices[target]}\n\n`,
    requests: choices.map((choice) => ({ question, continuation: ` ${choice}` })),
    target,
    document: row,
  };
}

function field({ id }: OwnTask, row: Row, name: string): string {
  const value = row[name];
  if (typeof value === "string" || typeof value === "number") return String(value);
  throw new EvalError("bad-data", `${id}: a row has no text in ${name}: ${JSON.stringify(row).slice(0, 200)}`);
}

function choicesOf({ id, choices }: OwnTask, row: Row): readonly string[] {
  if (typeof choices !== "string") return choices ?? [];
  const { data } = z.array(z.string()).min(2).safeParse(row[choices]);
  if (data) return data;
  throw new EvalError("bad-data", `${id}: a row has no list of texts in ${choices}: ${JSON.stringify(row).slice(0, 200)}`);
}

const exactMatch: Task["measure"] = ({ target }, [answer]) => {
  const filtered = answer && "text" in answer ? strip(answer.text) : "";
  return [{ ...figure("exact_match", Number(filtered === strip(String(target)))), filtered }];
};
