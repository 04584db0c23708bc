import type { RowOf } from "../data/rows.ts";
import { flexibleExtract, INVALID, isSameNumber, strictMatch } from "../metrics/filters.ts";
import { figure, harnessDraw, oldDraw, scored } from "./multiple-choice.ts";
import { type Answer, type Exercise, type Measured, splitOf, type Task } from "./task.ts";

type Gsm8kRow = RowOf<"gsm8k">;

function exerciseOf(row: Gsm8kRow): Exercise {
  const question = `Question: ${row.question}\nAnswer:`;
  // The reference puts nothing behind a shot whose answer is empty.
  const answered = row.answer === "" ? "" : ` ${row.answer}\n\n`;
  return { shot: question + answered, requests: [{ question, continuation: null }], target: row.answer, document: row };
}

const textOf = ([answer]: readonly Answer[]): string => (answer && "text" in answer ? answer.text : "");

function exactMatch({ target }: Exercise, answers: readonly Answer[]): Measured[] {
  const filters = { "strict-match": strictMatch, "flexible-extract": flexibleExtract };
  return Object.entries(filters).map(([filter, extract]) => {
    const filtered = extract(textOf(answers));
    return { metric: "exact_match", filter, value: Number(isSameNumber(filtered, String(target))), filtered };
  });
}

/** The first number behind `####`, without commas, in the answer and in the solution. */
function firstNumber({ target }: Exercise, answers: readonly Answer[]): Measured[] {
  const numberIn = (text: string) => strictMatch(text).replaceAll(",", "");
  const filtered = numberIn(textOf(answers));
  return [{ ...figure("acc", Number(filtered !== INVALID && filtered === numberIn(String(target)))), filtered }];
}

/** Cobbe et al., "Training Verifiers to Solve Math Word Problems", 2021. */
function gsm8kTask(mode: "harness" | "openllm-v1"): Task {
  const isOld = mode === "openllm-v1";
  return {
    ...scored,
    id: "gsm8k",
    version: isOld ? "0" : "3.0",
    mode,
    evaluated: splitOf("gsm8k", "test"),
    shotSplit: splitOf("gsm8k", "train"),
    shotRule: isOld ? oldDraw(false) : harnessDraw(false),
    defaultShots: 5,
    scoring: {
      type: "generation",
      maxTokens: 256,
      until: isOld ? [":", "Question:", "Question"] : ["Question:", "</s>", "<|im_end|>"],
      addsEndToken: true,
    },
    bos: isOld ? "never" : "auto",
    exerciseOf: (row) => exerciseOf(row as Gsm8kRow),
    measure: isOld ? firstNumber : exactMatch,
    mainMetric: isOld ? { metric: "acc", filter: "none" } : { metric: "exact_match", filter: "strict-match" },
  };
}

export const gsm8kTasks: readonly Task[] = [gsm8kTask("harness"), gsm8kTask("openllm-v1")];
