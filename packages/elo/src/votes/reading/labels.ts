import { EloError } from "../../errors.ts";
import { quoted } from "../messages.ts";
import { type Outcome, outcomes } from "../votes.ts";

/** How files write an outcome, in lower case: LMArena's releases, chat programs, judges, score of the first. */
const SPELLINGS: Readonly<Record<Outcome, readonly string[]>> = {
  a: ["model_a", "model a", "a", "left", "1", "1.0"],
  b: ["model_b", "model b", "b", "right", "0", "0.0"],
  tie: ["tie", "draw", "equal", "both_good", "0.5", ".5", "0,5", "1/2", "½"],
  "both-bad": ["tie (bothbad)", "tie (both bad)", "both_bad", "bothbad", "both bad", "both-bad", "bad"],
};

/** Values that stand for an outcome, in place of the known ones for it. */
export type OutcomeValues = Partial<Readonly<Record<Outcome, readonly string[]>>>;

/** What a value means: the code of an outcome by the value in lower case. */
export type Labels = ReadonlyMap<string, number>;

/** The values that are named in messages. */
export const KNOWN_LABELS = "model_a, model_b, tie, both_bad, A, B, left, right, 1, 0, 0.5 and the names of the two models";

/**
 * The values that stand for each outcome.
 *
 * @throws EloError `bad-input` for a value that is to mean two things.
 */
export function labelsOf(values: OutcomeValues = {}): Labels {
  const labels = new Map<string, number>();
  outcomes.forEach((outcome, code) => {
    for (const value of values[outcome] ?? []) {
      if ((labels.get(keyOf(value)) ?? code) !== code)
        throw new EloError("bad-input", `The value ${quoted(value)} is given for two outcomes.`);
      labels.set(keyOf(value), code);
    }
  });
  outcomes.forEach((outcome, code) => {
    if (values[outcome]) return;
    for (const value of SPELLINGS[outcome]) if (!labels.has(value)) labels.set(value, code);
  });
  return labels;
}

export const keyOf = (value: string): string => value.trim().toLowerCase();
