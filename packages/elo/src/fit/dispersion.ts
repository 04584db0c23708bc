import { add, at, idAt } from "../math/access.ts";
import type { Cells } from "./cells.ts";
import { logistic } from "./fit.ts";

/** Votes without a tie that are added to those that were cast, so that a first tie does not make all votes ties. */
const PRIOR_VOTES = 4;

/**
 * The variance that a vote of score p has under half ties: p (1 - p), less a quarter of the share of ties, which lie in the middle. Ties are
 * most likely between equals; they are taken to be as likely as `tieRate` times 2 min(p, 1 - p), which falls off faster than the models
 * of Davidson or Rao and Kupper have it, so that the variance is rather too large.
 */
export const scoreVariance = (p: number, tieRate: number): number => p * (1 - p) - (tieRate / 2) * Math.min(p, 1 - p);

/** The log-odds of cell k; entry n of `x` is the position term, if there is one. */
export function leadOf({ n, i, j }: Cells, k: number, x: Float64Array): number {
  return at(x, idAt(i, k)) - at(x, idAt(j, k)) + (x.length > n ? at(x, n) : 0);
}

/** The share of ties between equals, by all votes of a board. */
export function tieRateOf(cells: Cells, x: Float64Array): number {
  let [ties, expected] = [0, PRIOR_VOTES];
  for (let k = 0; k < cells.total.length; k++) {
    const p = logistic(leadOf(cells, k, x));
    ties += 4 * (at(cells.scoreI, k) - at(cells.squares, k));
    expected += at(cells.total, k) * 2 * Math.min(p, 1 - p);
  }
  return Math.min(1, ties / expected);
}

/** Information and variance of each model's own votes: sums of p (1 - p) and of `scoreVariance`. */
export function sumsByModel(cells: Cells, x: Float64Array, tieRate: number): { information: Float64Array; variance: Float64Array } {
  const [information, variance] = [new Float64Array(cells.n), new Float64Array(cells.n)];
  for (let k = 0; k < cells.total.length; k++) {
    const p = logistic(leadOf(cells, k, x));
    const total = at(cells.total, k);
    for (const model of [idAt(cells.i, k), idAt(cells.j, k)]) {
      add(information, model, total * p * (1 - p));
      add(variance, model, total * scoreVariance(p, tieRate));
    }
  }
  return { information, variance };
}
