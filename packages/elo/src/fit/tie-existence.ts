import { EloError } from "../errors.ts";
import { at, idAt, itemAt } from "../math/access.ts";
import type { PairCounts } from "../votes/pair-counts.ts";
import { type Arcs, ROUNDING, solveConstraints } from "./difference-constraints.ts";
import { cellsOf } from "./cells.ts";
import { hasMaximum } from "./existence.ts";
import { listOf, separationError } from "./no-maximum.ts";
import { arcsOf, positionDirection } from "./recession.ts";

/**
 * Throws where a likelihood in which ties are an outcome of their own has no finite maximum; `recession.ts` has the proof.
 *
 * @throws EloError `no-maximum` that names the parameter or the models.
 */
export function requireTieMaximum(counts: PairCounts, grounded: boolean, position: boolean): void {
  if (!hasMaximum(cellsOf(counts, "half", false))) throw separationError(counts, "half");
  const direction = position ? positionDirection(counts, grounded ? "grounded" : "explicit") : null;
  if (direction) throw unboundedError("position", counts.models, direction, "Fit without a position term, or collect more votes.");
  if (grounded && !isGrounded(counts))
    throw new EloError(
      "no-maximum",
      'The votes leave the level of some models without a bound: each must be held up by a win or tie and down by a both-bad vote, its own or of models it is linked to. Use "rao-kupper".',
    );
  const ground = counts.models.length;
  const found = solveForSomePi(
    ground + (grounded ? 1 : 0),
    arcsOf(counts, grounded ? "grounded" : "explicit", 1, position),
    grounded ? ground : -1,
  );
  if (!found || (grounded && !tiesReachGround(counts, found.delta, position ? found.pi : 0))) return;
  throw unboundedError("tie", counts.models, found.delta, 'Use ties: "half", or collect more votes.');
}

/** The error for a parameter with no bound, with the models that go along with it. */
function unboundedError(parameter: string, models: readonly string[], direction: Float64Array, advice: string): EloError {
  const most = direction.reduce((largest, value) => (Number.isFinite(value) ? Math.max(largest, Math.abs(value)) : largest), 0);
  const along = models.filter((_, k) => Math.abs(at(direction, k)) >= Math.max(1e-6, most / 2));
  const ratings = along.length > 0 ? `, and with it the ratings of ${listOf(along)}` : "";
  return new EloError(
    "no-maximum",
    `The votes leave the ${parameter} parameter without a bound${ratings}: no vote speaks against ever larger values. ${advice}`,
  );
}

/**
 * Whether each tie has a level of at least 0. Solutions of difference constraints are closed under the larger of two, and the one measured
 * from the ground is the largest: if it fails, all do.
 */
function tiesReachGround(counts: PairCounts, delta: Float64Array, pi: number): boolean {
  return counts.ties.every(
    (ties, k) => ties === 0 || Math.max(at(delta, idAt(counts.first, k)) + pi, at(delta, idAt(counts.second, k))) >= -1e-9,
  );
}

/** Whether each level is bounded above and below by "both bad" on one side and wins or ties on the other: with t = pi = 0. */
function isGrounded(counts: PairCounts): boolean {
  const ground = counts.models.length;
  const { from, to } = arcsOf(counts, "grounded", 0, false);
  const reaches = (starts: readonly number[], ends: readonly number[]) => {
    const next: number[][] = Array.from({ length: ground + 1 }, () => []);
    starts.forEach((start, arc) => itemAt(next, start).push(itemAt(ends, arc)));
    const seen = new Set([ground]);
    for (const node of seen) for (const other of itemAt(next, node)) seen.add(other);
    return seen.size === ground + 1;
  };
  return reaches(from, to) && reaches(to, from);
}

/**
 * A solution for some `pi`, or null where there is none for any. Each cycle of negative length bounds `pi` from one side; the bounds are
 * followed until they cross. Cycles are finite in number and each one is cut off for good, so this ends.
 */
function solveForSomePi(n: number, arcs: Arcs, source = -1): { readonly pi: number; readonly delta: Float64Array } | null {
  let [low, high] = [-Infinity, Infinity];
  for (let pi = 0; ; pi = Number.isFinite(low) ? low : high) {
    const found = solveConstraints(n, arcs, pi, source);
    if ("delta" in found) return { pi, delta: found.delta };
    if (found.slope === 0) return null;
    // base + slope pi >= 0 must hold around the cycle.
    const bound = -found.base / found.slope;
    if (found.slope > 0) low = Math.max(low, bound);
    else high = Math.min(high, bound);
    if (low > high + ROUNDING) return null;
  }
}
