import { EvalError } from "../errors.ts";
import { mcnemar } from "../metrics/mcnemar.ts";
import { mean, standardError } from "../metrics/statistics.ts";
import type { EvalResult, QuestionResult } from "./result.ts";

/** A question on which two results part. */
interface Parting {
  readonly row: number;
  readonly left: QuestionResult;
  readonly right: QuestionResult;
}

/** Two results on the questions of a task that both have. */
export interface TaskComparison {
  readonly task: string;
  readonly metrics: readonly [left: string, right: string];
  readonly questions: number;
  readonly left: number;
  readonly right: number;
  /** Right minus left, and its standard error from the differences of each question. */
  readonly difference: number;
  readonly standardError: number | null;
  readonly onlyLeft: number;
  readonly onlyRight: number;
  /** Of the exact McNemar test; null for a metric that is not right or wrong. */
  readonly pValue: number | null;
  readonly partings: readonly Parting[];
  /** What decided the numbers, and is not the same. */
  readonly differences: readonly string[];
}

/**
 * Compares two results question by question, by the rows of the data set, so that modes that order them differently can be compared, too.
 *
 * @throws EvalError `bad-input` where they share no question.
 */
export function compareResults(left: EvalResult, right: EvalResult): TaskComparison[] {
  const shared = Object.keys(left.llmlist.tasks).filter((task) => right.llmlist.tasks[task] !== undefined);
  const comparisons = shared.flatMap((task) => compareTask(task, left, right));
  if (comparisons.length > 0) return comparisons;
  throw new EvalError("bad-input", "The two results share no question; compare results of the same tasks.");
}

function compareTask(task: string, left: EvalResult, right: EvalResult): TaskComparison[] {
  const [one, other] = [left.llmlist.tasks[task], right.llmlist.tasks[task]];
  if (!one || !other) return [];
  const rows = new Map(other.questions.map((question) => [question.row, question]));
  const pairs = one.questions.flatMap((question): Parting[] => {
    const found = rows.get(question.row);
    return found ? [{ row: question.row, left: question, right: found }] : [];
  });
  if (pairs.length === 0) return [];
  const values = pairs.map((pair) => [pair.left.metrics[one.main_metric] ?? 0, pair.right.metrics[other.main_metric] ?? 0] as const);
  const differences = values.map(([before, after]) => after - before);
  const isBinary = values.flat().every((value) => value === 0 || value === 1);
  const [onlyLeft, onlyRight] = [differences.filter((value) => value < 0).length, differences.filter((value) => value > 0).length];
  return [
    {
      task,
      metrics: [one.main_metric, other.main_metric],
      questions: pairs.length,
      left: mean(values.map(([before]) => before)),
      right: mean(values.map(([, after]) => after)),
      difference: mean(differences),
      standardError: standardError(differences),
      onlyLeft,
      onlyRight,
      pValue: isBinary ? mcnemar(onlyLeft, onlyRight) : null,
      partings: pairs.filter((_, index) => differences[index] !== 0),
      differences: settingsThatDiffer(one, other),
    },
  ];
}

type TaskResult = EvalResult["llmlist"]["tasks"][string];

function settingsThatDiffer(left: TaskResult, right: TaskResult): string[] {
  const settings = ["mode", "version", "shots", "shot_seed", "bos"] as const;
  const found = settings.flatMap((name) => (left[name] === right[name] ? [] : [`${name} ${left[name]} / ${right[name]}`]));
  return left.data.sha256 === right.data.sha256 ? found : [...found, "the rows (their sha256)"];
}

/** A comparison as a table, and the questions on which the two part. */
export function comparisonText(comparisons: readonly TaskComparison[]): string {
  const head = ["task", "questions", "left", "right", "difference", "stderr", "only left right", "only right right", "McNemar p"];
  const number = (value: number | null) => (value === null ? "n/a" : value.toFixed(4));
  const rows = comparisons.map((one) => [
    one.task,
    String(one.questions),
    number(one.left),
    number(one.right),
    number(one.difference),
    number(one.standardError),
    String(one.onlyLeft),
    String(one.onlyRight),
    number(one.pValue),
  ]);
  const table = [head, head.map(() => "---"), ...rows].map((row) => `| ${row.join(" | ")} |`);
  const notes = comparisons.flatMap(({ task, differences, partings }) => [
    ...(differences.length > 0 ? [`${task}: not the same: ${differences.join(", ")}`] : []),
    ...(partings.length > 0 ? [`${task}: parts on rows ${partings.map(({ row }) => row).join(", ")}`] : []),
  ]);
  return [...table, "", ...notes].join("\n");
}
