import type { RowOf } from "../data/rows.ts";
import { EvalError } from "../errors.ts";
import { harnessDraw, normalizedAccuracy, oldDraw, scored } from "./multiple-choice.ts";
import { type Exercise, splitOf, type Task } from "./task.ts";

type ArcRow = RowOf<"arc">;

function exerciseOf(row: ArcRow): Exercise {
  const { text: choices, label } = row.choices;
  const target = label.indexOf(row.answerKey);
  if (target < 0) throw new EvalError("bad-data", `ARC: the answer ${row.answerKey} is none of the labels ${label.join(", ")}.`);
  const question = `Question: ${row.question}\nAnswer:`;
  return {
    shot: `${question} ${choices[target]}\n\n`,
    requests: choices.map((choice) => ({ question, continuation: ` ${choice}` })),
    target,
    document: row,
  };
}

/** Clark et al., "Think you have Solved Question Answering? Try ARC", 2018. */
function arcTask(id: string, config: string, mode: "harness" | "openllm-v1"): Task {
  const isOld = mode === "openllm-v1";
  return {
    ...scored,
    id,
    version: isOld ? "0" : "1.0",
    mode,
    evaluated: splitOf("arc", "test", config),
    shotSplit: splitOf("arc", "train", config),
    shotRule: isOld ? oldDraw(false) : harnessDraw(false),
    ...(isOld ? { defaultShots: 25 } : {}),
    bos: isOld ? "never" : "auto",
    exerciseOf: (row) => exerciseOf(row as ArcRow),
    measure: normalizedAccuracy(({ document }) => (document as ArcRow).choices.text),
    mainMetric: { metric: "acc_norm", filter: "none" },
  };
}

export const arcTasks: readonly Task[] = [
  arcTask("arc_easy", "ARC-Easy", "harness"),
  arcTask("arc_challenge", "ARC-Challenge", "harness"),
  arcTask("arc_challenge", "ARC-Challenge", "openllm-v1"),
];
