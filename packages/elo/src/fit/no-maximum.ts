import { EloError } from "../errors.ts";
import { at } from "../math/access.ts";
import { countVotes, type PairCounts } from "../votes/pair-counts.ts";
import { cellsOf } from "./cells.ts";
import { describeExistence, hasMaximum } from "./existence.ts";
import { type Outcomes, positionDirection } from "./recession.ts";

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

/**
 * Throws where ratings, or a position term with them, have no finite maximum, before anything is fitted; `recession.ts` has the proof.
 *
 * @throws EloError `no-maximum` that names the models or the term.
 */
export function requireMaximum(counts: PairCounts, kind: Outcomes, position: boolean): void {
  const ties = kind === "drop" ? "drop" : "half";
  if (!hasMaximum(cellsOf(counts, ties, false))) throw separationError(counts, ties);
  const open = position ? positionDirection(counts, kind) : null;
  if (open) throw unboundedError("position", counts.models, open, "Fit without a position term, or collect more votes.");
}

/** The error for a parameter with no bound, with the models that go along with it. */
export function unboundedError(parameter: string, models: readonly string[], direction: Float64Array, advice: string): EloError {
  const most = direction.reduce((largest, value) => (Number.isFinite(value) ? Math.max(largest, Math.abs(value)) : largest), 0);
  const along = models.filter((_, k) => Math.abs(at(direction, k)) >= Math.max(1e-6, most / 2));
  const ratings = along.length > 0 ? `, and with it the ratings of ${listOf(along)}` : "";
  return new EloError(
    "no-maximum",
    `The votes leave the ${parameter} parameter without a bound${ratings}: no vote speaks against ever larger values. ${advice}`,
  );
}

/** The entries of a direction that are at least half as large as the largest. */
export function largestOf(direction: Float64Array): number[] {
  const most = direction.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0);
  return [...direction.keys()].filter((k) => Math.abs(at(direction, k)) >= most / 2);
}
