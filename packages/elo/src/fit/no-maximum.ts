import { EloError } from "../errors.ts";
import { at } from "../math/access.ts";
import { countVotes, type PairCounts } from "../votes/pair-counts.ts";
import { cellsOf } from "./cells.ts";
import { describeExistence, hasMaximum } from "./existence.ts";
import { isGrounded, type Outcomes, unboundedParameter } from "./recession.ts";

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

const ADVICE = {
  tie: 'Use ties: "half", or collect more votes.',
  position: "Fit without a position term, or collect more votes.",
  models: "Collect more votes.",
} as const;

/**
 * Throws where a likelihood has no finite maximum, before anything is fitted; `recession.ts` has the proof.
 *
 * @throws EloError `no-maximum` that names the parameter or the models.
 */
export function requireMaximum(counts: PairCounts, kind: Outcomes, position: boolean): void {
  const ties = kind === "drop" ? "drop" : "half";
  if (!hasMaximum(cellsOf(counts, ties, false))) throw separationError(counts, ties);
  if (kind === "grounded" && !isGrounded(counts))
    throw new EloError(
      "no-maximum",
      'The votes leave the level of some models without a bound: each must be held up by a win or tie and down by a both-bad vote, its own or of models it is linked to. Use "rao-kupper".',
    );
  const open = unboundedParameter(counts, kind, position);
  if (!open) return;
  const most = open.delta.reduce((largest, value) => (Number.isFinite(value) ? Math.max(largest, Math.abs(value)) : largest), 0);
  const along = counts.models.filter((_, k) => Math.abs(at(open.delta, k)) >= Math.max(1e-6, most / 2));
  const models = along.length > 0 ? `, and with it the ratings of ${listOf(along)}` : "";
  throw new EloError(
    "no-maximum",
    `The votes leave the ${open.parameter} parameter without a bound${models}: no vote speaks against ever larger values. ${ADVICE[open.parameter]}`,
  );
}

/** The entries of a direction that are at least half as large as the largest. */
export function largestOf(direction: Float64Array): number[] {
  const most = direction.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0);
  return [...direction.keys()].filter((k) => Math.abs(at(direction, k)) >= most / 2);
}
