import { createHash } from "node:crypto";
import { z } from "zod";

const labels = z.array(z.number().int().min(0).max(1));
const targets = z.object({ choices: z.array(z.string()).min(1), labels }).refine(({ choices, labels }) => choices.length === labels.length);

/** The rows of each data set as the hub has them; further fields stay, since whole rows are compared where shots are drawn. */
export const rowSchemas = {
  arc: z.looseObject({
    question: z.string(),
    choices: z
      .object({ text: z.array(z.string()).min(2), label: z.array(z.string()) })
      .refine(({ text, label }) => text.length === label.length),
    answerKey: z.string(),
  }),
  hellaswag: z.looseObject({
    activity_label: z.string(),
    ctx_a: z.string(),
    ctx_b: z.string(),
    endings: z.array(z.string()).min(2),
    label: z.union([z.string().regex(/^\d+$/u), z.number().int().transform(String)]),
  }),
  mmlu: z.object({
    question: z.string(),
    subject: z.string(),
    choices: z.array(z.string()).length(4),
    answer: z.number().int().min(0).max(3),
  }),
  truthfulqa: z.object({ question: z.string(), mc1_targets: targets, mc2_targets: targets }),
  winogrande: z.looseObject({ sentence: z.string().includes("_"), option1: z.string(), option2: z.string(), answer: z.enum(["1", "2"]) }),
  gsm8k: z.object({ question: z.string(), answer: z.string() }),
} as const;

/** The data sets whose rows are known. */
export type SetId = keyof typeof rowSchemas;
export type RowOf<Id extends SetId> = z.infer<(typeof rowSchemas)[Id]>;

/** A row of any data set. */
export type Row = Readonly<Record<string, unknown>>;

/** The rows of one split, and where they are from. */
export interface RowSet {
  readonly rows: readonly Row[];
  /** Of the rows, a line of compact JSON each, whatever file they were in. */
  readonly sha256: string;
  /** Paths or addresses of the files. */
  readonly files: readonly string[];
  /** The commit of the hub's repository; null for a folder. */
  readonly revision: string | null;
}

/** sha256 over the rows as lines of compact JSON. */
export function digestOfRows(rows: readonly Row[]): string {
  const hash = createHash("sha256");
  for (const row of rows) hash.update(`${JSON.stringify(row)}\n`);
  return hash.digest("hex");
}
