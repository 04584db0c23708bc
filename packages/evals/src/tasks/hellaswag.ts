import type { RowOf } from "../data/rows.ts";
import { capitalize, strip } from "../python/text.ts";
import { harnessDraw, normalizedAccuracy, oldDraw, scored } from "./multiple-choice.ts";
import { type Exercise, splitOf, type Task } from "./task.ts";

type HellaSwagRow = RowOf<"hellaswag">;

/** Takes out what WikiHow's pages left in the texts, with the spaces as the reference leaves them. */
const clean = (text: string): string =>
  strip(text)
    .replaceAll(" [title]", ". ")
    .replaceAll(/\[[^\n]*?\]/gu, "")
    .replaceAll("  ", " ");

function exerciseOf(row: HellaSwagRow): Exercise {
  const query = clean(`${row.activity_label}: ${row.ctx_a} ${capitalize(row.ctx_b)}`);
  const choices = row.endings.map(clean);
  const target = Number(row.label);
  return {
    shot: `${query} ${choices[target]}\n\n`,
    requests: choices.map((choice) => ({ question: query, continuation: ` ${choice}` })),
    target,
    document: { ...row, query, choices, gold: target },
  };
}

/** Zellers et al., "HellaSwag: Can a Machine Really Finish Your Sentence?", 2019. */
function hellaSwagTask(mode: "harness" | "openllm-v1"): Task {
  const isOld = mode === "openllm-v1";
  return {
    ...scored,
    id: "hellaswag",
    version: isOld ? "0" : "1.0",
    mode,
    evaluated: splitOf("hellaswag", "validation"),
    shotSplit: splitOf("hellaswag", "train"),
    // Neither a split of shots nor a test split is named, which the reference takes for the same split.
    shotRule: isOld ? oldDraw(false) : harnessDraw(true),
    ...(isOld ? { defaultShots: 10 } : {}),
    bos: isOld ? "never" : "auto",
    exerciseOf: (row) => exerciseOf(row as HellaSwagRow),
    measure: normalizedAccuracy(({ document }) => document.choices as string[]),
    mainMetric: { metric: "acc_norm", filter: "none" },
  };
}

export const hellaSwagTasks: readonly Task[] = [hellaSwagTask("harness"), hellaSwagTask("openllm-v1")];
