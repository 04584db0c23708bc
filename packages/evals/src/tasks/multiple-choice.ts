import { argmax } from "../metrics/choices.ts";
import { codePoints } from "../python/text.ts";
import { type Answer, type Exercise, type Measured, type Task } from "./task.ts";

/** The log-likelihoods among answers. */
export const logLikelihoodsOf = (answers: readonly Answer[]): number[] =>
  answers.map((answer) => ("logLikelihood" in answer ? answer.logLikelihood : Number.NaN));

/** A figure of choices, which go through no filter. */
export const figure = (metric: string, value: number): Measured => ({ metric, filter: "none", value });

/** Whether the likeliest continuation is the right one. */
export function accuracy({ target }: Exercise, answers: readonly Answer[]): Measured[] {
  return [figure("acc", Number(argmax(logLikelihoodsOf(answers)) === target))];
}

/**
 * `acc`, and `acc_norm`: each log-likelihood is divided by the length of its choice in code points, without the space before it.
 *
 * @param choicesOf The choices as they stand in the row.
 */
export const normalizedAccuracy =
  (choicesOf: (exercise: Exercise) => readonly string[]): Task["measure"] =>
  (exercise, answers) => {
    const sums = logLikelihoodsOf(answers);
    const choices = choicesOf(exercise);
    const perCharacter = sums.map((sum, index) => sum / codePoints(choices[index] ?? ""));
    return [...accuracy(exercise, answers), figure("acc_norm", Number(argmax(perCharacter) === exercise.target))];
  };

/** What scores continuations has in common, where a task says nothing else. */
export const scored = {
  description: "",
  hasFixedShots: false,
  defaultShots: 0,
  scoring: { type: "continuations" },
  fit: "cut-left",
} as const satisfies Partial<Task>;

/** How today's harness draws: one generator a task, seeded with 1234. */
export const harnessDraw = (leavesOutDocument: boolean): Task["shotRule"] => ({
  type: "draw",
  seed: 1234,
  shufflesDocuments: false,
  leavesOutDocument,
});

/** How the harness drew until 2023: a generator seeded with 42 shuffles the documents, then draws their shots. */
export const oldDraw = (leavesOutDocument: boolean): Task["shotRule"] => ({
  type: "draw",
  seed: 42,
  shufflesDocuments: true,
  leavesOutDocument,
});
