import { readFileSync } from "node:fs";
import { EvalError } from "../errors.ts";
import { type EvalResult, resultSchema } from "./result.ts";

/** @throws EvalError `bad-input` for a file that is no result of this package. */
export function readResult(file: string): EvalResult {
  let raw: unknown;
  try {
    raw = JSON.parse(readFileSync(file, "utf8"));
  } catch (cause) {
    throw new EvalError("bad-input", `${file} is no JSON file that can be read.`, { cause });
  }
  const { data } = resultSchema.safeParse(raw);
  if (data) return data;
  throw new EvalError("bad-input", `${file} is no result of llmlist-evals: its questions are not there. Run with --json to write one.`);
}
