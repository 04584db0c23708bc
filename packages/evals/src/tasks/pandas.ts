import type { Row, RowOf } from "../data/rows.ts";
import { floatText } from "../python/text.ts";

/** What `pandas.read_csv` takes for a missing value, and then prints as `nan`. */
const missing: ReadonlySet<string> = new Set(
  ",#N/A,#N/A N/A,#NA,-1.#IND,-1.#QNAN,-NaN,-nan,1.#IND,1.#QNAN,<NA>,N/A,NA,NULL,NaN,None,n/a,nan,null".split(","),
);
const WHOLE = /^\s*[+-]?\d{1,18}\s*$/u;
const REAL = /^\s*[+-]?(?:(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?|inf(?:inity)?)\s*$/iu;
const BOOLEAN = /^(?:true|TRUE|True|false|FALSE|False)$/u;

/** The texts of a column of a CSV file as Python prints them after `pandas.read_csv`, which makes numbers of columns that hold nothing else. */
export function pandasColumn(texts: readonly string[]): string[] {
  const present = texts.filter((text) => !missing.has(text));
  const isComplete = present.length === texts.length;
  const as = (print: (text: string) => string) => texts.map((text) => (missing.has(text) ? "nan" : print(text)));
  if (present.length === 0) return as((text) => text);
  if (isComplete && present.every((text) => BOOLEAN.test(text))) return as((text) => (text.toLowerCase() === "true" ? "True" : "False"));
  if (isComplete && present.every((text) => WHOLE.test(text))) return as((text) => String(BigInt(text.trim().replace(/^\+/u, ""))));
  if (present.every((text) => REAL.test(text))) return as((text) => floatText(Number(text.trim().replace(/inf(?:inity)?$/iu, "Infinity"))));
  return as((text) => text);
}

/** The rows of a subject of MMLU as its authors' code reads them: "None" and "N/A" among the choices become "nan", and columns of numbers are printed anew. */
export function readAsPandas(rows: readonly Row[]): Row[] {
  const mmlu = rows as readonly RowOf<"mmlu">[];
  const questions = pandasColumn(mmlu.map(({ question }) => question));
  const columns = [0, 1, 2, 3].map((column) => pandasColumn(mmlu.map(({ choices }) => choices[column] ?? "")));
  return mmlu.map((row, index) => ({
    ...row,
    question: questions[index] ?? "",
    choices: columns.map((column) => column[index] ?? ""),
  }));
}
