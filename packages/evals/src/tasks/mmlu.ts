import type { Row, RowOf } from "../data/rows.ts";
import { strip } from "../python/text.ts";
import { mmluSubjects } from "./mmlu-subjects.ts";
import { accuracy, figure, normalizedAccuracy, oldDraw, scored } from "./multiple-choice.ts";
import { readAsPandas } from "./pandas.ts";
import { type Exercise, splitOf, type Task } from "./task.ts";

type MmluRow = RowOf<"mmlu">;

const letters = ["A", "B", "C", "D"] as const;
const lettered = ({ choices }: MmluRow): string => choices.map((choice, index) => `\n${letters[index]}. ${choice}`).join("");
const words = (subject: string): string => subject.replaceAll("_", " ");
const about = (subject: string): string => `The following are multiple choice questions (with answers) about ${subject}.\n\n`;
/** The right answers of a row as its file has them. */
const answerText = (row: Row): string => {
  const { choices, answer } = row as MmluRow;
  return choices[answer] ?? "";
};

/** A question that ends with `Answer:`, and letters to choose from. */
function letterExercise(row: MmluRow, question: string, before: string): Exercise {
  return {
    shot: `${question} ${letters[row.answer]}\n\n`,
    requests: letters.map((letter) => ({ question, continuation: before + letter })),
    target: row.answer,
    document: row,
  };
}

const common = (subject: string) => ({
  ...scored,
  id: `mmlu_${subject}`,
  subject,
  evaluated: splitOf("mmlu", "test", subject),
  shotSplit: splitOf("mmlu", "dev", subject),
  shotRule: { type: "first", shuffleSeed: null } as const,
  defaultShots: 5,
  description: about(words(subject)),
  bos: "auto" as const,
  measure: accuracy,
  mainMetric: { metric: "acc", filter: "none" },
});

const harness = (subject: string, mode: "harness" | "openllm-v1"): Task => ({
  ...common(subject),
  version: "1.0",
  mode,
  ...(mode === "harness"
    ? { defaultShots: 0 }
    : { bos: "never" as const, version: "1", shotRule: { type: "first", shuffleSeed: 42 } as const }),
  exerciseOf(row) {
    const mmlu = row as MmluRow;
    return letterExercise(mmlu, `${strip(mmlu.question)}${lettered(mmlu)}\nAnswer:`, " ");
  },
});

/** As the authors' code scores: the logits of the four letters, each as one token without a space (hendrycks/test, evaluate_hf.py). */
const original = (subject: string): Task => ({
  ...common(subject),
  version: "original",
  mode: "original",
  description: about(` ${words(subject)}`),
  scoring: { type: "next-token" },
  fit: "drop-shots",
  prepareRows: readAsPandas,
  exerciseOf(row) {
    const mmlu = row as MmluRow;
    return letterExercise(mmlu, `${mmlu.question}${lettered(mmlu)}\nAnswer:`, "");
  },
});

/** As HELM asks: the model writes one token, which has to be the letter of the right choice. */
const helm = (subject: string): Task => ({
  ...common(subject),
  version: "helm",
  mode: "helm",
  shotRule: { type: "balanced", seed: 0, label: answerText },
  scoring: { type: "generation", maxTokens: 1, until: [], addsEndToken: false },
  fit: "drop-shots-cut-right",
  exerciseOf(row) {
    const mmlu = row as MmluRow;
    const question = `Question: ${mmlu.question}${lettered(mmlu)}\nAnswer:`;
    return { ...letterExercise(mmlu, question, " "), requests: [{ question, continuation: null }], target: answerText(mmlu) };
  },
  measure({ document, target }, [answer]) {
    const { choices } = document as MmluRow;
    const filtered = answer && "text" in answer ? strip(answer.text) : "";
    const chosen = choices[letters.findIndex((letter) => letter === filtered)];
    const isRight = chosen !== undefined && strip(chosen) === strip(String(target));
    return [{ ...figure("exact_match", Number(isRight)), filtered }];
  },
  mainMetric: { metric: "exact_match", filter: "none" },
});

/**
 * As the harness scored until May 2023 (commit e47e01b): the texts of the choices are scored, not their letters. Its shots are drawn from the validation
 * rows: the task says that it has no training documents, so that its own choice of the development rows is never called.
 */
const harness2023 = (subject: string): Task => ({
  ...common(subject),
  version: "0",
  mode: "harness-2023",
  shotSplit: splitOf("mmlu", "validation", subject),
  shotRule: oldDraw(true),
  description: "",
  bos: "never",
  exerciseOf(row) {
    const mmlu = row as MmluRow;
    const question = `Question: ${mmlu.question}\nChoices:${lettered(mmlu)}\nAnswer:`;
    return {
      shot: `${question} ${answerText(mmlu)}\n\n`,
      requests: mmlu.choices.map((choice) => ({ question, continuation: ` ${choice}` })),
      target: mmlu.answer,
      document: row,
    };
  },
  measure: normalizedAccuracy(({ document }) => (document as MmluRow).choices),
});

/** 57 subjects in five modes, which differ in prompt, shots and in what is scored. */
export const mmluTasks: readonly Task[] = mmluSubjects.flatMap((subject) => [
  harness(subject, "harness"),
  harness(subject, "openllm-v1"),
  original(subject),
  helm(subject),
  harness2023(subject),
]);
