import { at, idAt } from "../math/access.ts";
import type { PairCounts } from "../votes/pair-counts.ts";
import { addArc, type Arcs, noArcs, solveConstraints } from "./difference-constraints.ts";

/**
 * Whether a likelihood with a tie or position parameter has a maximum: exact, before any fit.
 *
 * Every outcome's log-probability is a logarithm of ratios of sums of exponentials of linear forms, so along a direction (delta, t, pi) for
 * (theta, tie, position) it differs by a constant at most from a piecewise linear function r <= 0, its recession function. If r < 0 for some
 * observed outcome along every direction, the likelihood falls to -infinity on all sides and has a maximum. If r = 0 for all observed
 * outcomes along one direction, it can be followed for ever without loss: there is no finite maximum, or no unique one
 * (Rockafellar, Convex Analysis, theorem 27.1; for logistic models Albert and Anderson, Biometrika 71, 1984).
 *
 * With d = delta_first - delta_second + pi, r = 0 means
 * - half ties: a win d >= 0, a loss d <= 0, a tie d = 0;
 * - Rao-Kupper (t = its tau) and Davidson (t = 2 tau): a win d >= t, a loss d <= -t, a tie |d| <= t, and t >= 0 as there are ties;
 * - grounded: as Rao-Kupper; and the winner's level >= 0, both levels <= 0 where both are bad, the larger level >= 0 for a tie.
 *
 * These are difference constraints. Directions scale, so t is 0 or 1; with t = 0, pi is 0 (strong connectivity), 1 or -1.
 */

/** Which likelihood is asked about. */
export type Outcomes = "half" | "drop" | "explicit" | "grounded";

/** Arcs of every observed outcome for a tie parameter of `t`; node n is the level 0 of the grounded model. */
export function arcsOf(counts: PairCounts, kind: Outcomes, t: number, position: boolean): Arcs {
  const arcs = noArcs();
  const ground = counts.models.length;
  const shift = position ? 1 : 0;
  const grounded = kind === "grounded";
  for (let k = 0; k < counts.first.length; k++) {
    const [i, j] = [idAt(counts.first, k), idAt(counts.second, k)];
    if (at(counts.winsFirst, k) > 0) {
      addArc(arcs, i, j, -t, shift);
      if (grounded) addArc(arcs, i, ground, 0, shift);
    }
    if (at(counts.winsSecond, k) > 0) {
      addArc(arcs, j, i, -t, -shift);
      if (grounded) addArc(arcs, j, ground, 0, 0);
    }
    const bad = at(counts.bothBad, k) > 0;
    if (kind !== "drop" && (at(counts.ties, k) > 0 || (bad && !grounded))) {
      addArc(arcs, j, i, t, -shift);
      addArc(arcs, i, j, t, shift);
      // With t = 0 both levels are equal, and the larger is at least 0.
      if (grounded && t === 0) addArc(arcs, j, ground, 0, 0);
    }
    if (grounded && bad) {
      addArc(arcs, ground, i, 0, -shift);
      addArc(arcs, ground, j, 0, 0);
    }
  }
  return arcs;
}

/** The direction in which the models go along with a position term that no vote bounds; null where the votes bound it. */
export function positionDirection(counts: PairCounts, kind: Outcomes): Float64Array | null {
  const grounded = kind === "grounded";
  const n = counts.models.length;
  const arcs = arcsOf(counts, kind, 0, true);
  for (const pi of [1, -1]) {
    const found = solveConstraints(n + (grounded ? 1 : 0), arcs, pi, grounded ? n : -1);
    if ("delta" in found) return found.delta;
  }
  return null;
}
