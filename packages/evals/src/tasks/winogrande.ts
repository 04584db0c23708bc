import type { RowOf } from "../data/rows.ts";
import { strip } from "../python/text.ts";
import { accuracy, harnessDraw, oldDraw, scored } from "./multiple-choice.ts";
import { type Exercise, splitOf, type Task } from "./task.ts";

type WinoGrandeRow = RowOf<"winogrande">;

function exerciseOf(row: WinoGrandeRow): Exercise {
  const blank = row.sentence.indexOf("_");
  const contexts = [row.option1, row.option2].map((option) => row.sentence.slice(0, blank) + option);
  const rest = strip(row.sentence.slice(blank + 1));
  const target = row.answer === "1" ? 0 : 1;
  // The reference puts nothing behind a shot whose answer is empty.
  const answered = rest === "" ? "" : ` ${rest}\n\n`;
  return {
    shot: `${contexts[target]}${answered}`,
    requests: contexts.map((question) => ({ question, continuation: ` ${rest}` })),
    target,
    document: row,
  };
}

/** Sakaguchi et al., "WinoGrande: An Adversarial Winograd Schema Challenge at Scale", 2019: the rest of the sentence is scored behind each option. */
function winoGrandeTask(mode: "harness" | "openllm-v1"): Task {
  const isOld = mode === "openllm-v1";
  return {
    ...scored,
    id: "winogrande",
    version: isOld ? "0" : "1.0",
    mode,
    evaluated: splitOf("winogrande", "validation", "winogrande_xl"),
    shotSplit: splitOf("winogrande", "train", "winogrande_xl"),
    shotRule: isOld ? oldDraw(false) : harnessDraw(true),
    ...(isOld ? { defaultShots: 5 } : {}),
    bos: isOld ? "never" : "auto",
    exerciseOf: (row) => exerciseOf(row as WinoGrandeRow),
    measure: accuracy,
    mainMetric: { metric: "acc", filter: "none" },
  };
}

export const winoGrandeTasks: readonly Task[] = [winoGrandeTask("harness"), winoGrandeTask("openllm-v1")];
