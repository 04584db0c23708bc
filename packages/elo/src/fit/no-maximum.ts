import { EloError } from "../errors.ts";
import { countVotes, type PairCounts } from "../votes/pair-counts.ts";
import { describeExistence } from "./existence.ts";

const MODELS_NAMED = 5;

/** Up to five names, and how many more there are. */
export const listOf = (names: readonly string[]): string =>
  `${names.slice(0, MODELS_NAMED).join(", ")}${names.length > MODELS_NAMED ? ` and ${names.length - MODELS_NAMED} more` : ""}`;

/** Why there is no finite maximum of the ratings, in words. */
export function separationError(counts: PairCounts, ties: "half" | "drop"): EloError {
  if (countVotes(counts) === 0) return new EloError("no-maximum", "There are no votes.");
  const found = describeExistence(counts, ties);
  const reasons = [
    found.components.length > 1 ? `${listOf(found.components.at(-1) ?? [])} never met the rest` : "",
    found.neverLost.length > 0 ? `${listOf(found.neverLost)} never lost` : "",
    found.neverWon.length > 0 ? `${listOf(found.neverWon)} never won` : "",
  ].filter((reason) => reason !== "");
  const why = reasons.length > 0 ? reasons.join("; ") : `${listOf(found.strongComponents[0] ?? [])} never lost to the rest`;
  return new EloError("no-maximum", `The votes separate the models: ${why}. Choose onSeparation, or collect more votes.`);
}

/** The error for a position term, which is what lacks a bound where the ratings by themselves have one. */
export const positionError = (): EloError =>
  new EloError("no-maximum", "The votes leave the position parameter without a bound. Fit without a position term, or collect more votes.");
