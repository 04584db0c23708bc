import { at, idAt, sumOf } from "../math/access.ts";
import { cholesky, inverse } from "../math/symmetric-matrix.ts";
import type { Cells } from "./cells.ts";
import { leadOf, scoreVariance, sumsByModel, tieRateOf } from "./dispersion.ts";
import { logistic } from "./fit.ts";
import { informationAt, squaredResiduals, tolerances } from "./likelihood.ts";
import { maximizeCells } from "./maximize-cells.ts";
import { sandwich } from "./sandwich.ts";
import { addInformation, holdsOf, type Spread, spreadOf, trustInModel } from "./small-sample.ts";

/** Where intervals are centred, and the covariance around it. */
export interface Adjusted {
  readonly x: Float64Array;
  readonly covariance: Float64Array;
  /** What each model is held to the board's spread with. */
  readonly holds: Float64Array;
  readonly dispersion: Float64Array;
  readonly spread: Spread;
  readonly tieRate: number;
}

/**
 * Small-sample intervals for half-tie ratings: the ratings are fitted again with each model held to the spread of skills on its board, and the
 * sandwich around them has the model's variance in place of squared residuals where votes are few. With the votes both fade, and what stays is
 * HC0.
 *
 * @param x An estimate of the ratings (and position) with a penalty of `ridge` on each rating, 0 for the plain maximum.
 * @param votes Votes of each model.
 */
export function adjustedFit(cells: Cells, x: Float64Array, votes: Float64Array, ridge: number): Adjusted {
  const { n } = cells;
  const size = x.length;
  const tieRate = tieRateOf(cells, x);
  const { information, variance } = sumsByModel(cells, x, tieRate);
  const dispersion = variance.map((value, k) => (value + OF_A_VOTE) / (at(information, k) + OF_A_VOTE));
  // The penalty taken away again, to first order, so that the spread is not too small by it.
  const free = information.map((own, k) => at(x, k) * (1 + ridge / own));
  const spread = spreadOf(
    free,
    dispersion.map((value, k) => value / at(information, k)),
  );
  const holds = holdsOf(votes, dispersion, spread);
  const hold = { holds, weights: spread.weights };
  const total = sumOf(cells.total);
  const bounds = tolerances(votes, size - n, total).map((bound) => LOOSER * bound);
  const centre = maximizeCells(cells, x, bounds, hold).x;
  const matrix = informationAt(cells, centre);
  addInformation(matrix, size, hold);
  const bread = inverse(cholesky(matrix, size), size);
  const own = holds.map((value, k) => value * at(dispersion, k));
  const covariance = sandwich(cells, bread, size, variancesOf(cells, centre, votes, tieRate), own);
  return { x: centre, covariance, holds, dispersion, spread, tieRate };
}

/** A little information that varies as without ties keeps the first decisive vote on a board of ties from counting too much. */
const OF_A_VOTE = 0.04;
/** An interval's centre needs no more digits than this leaves it. */
const LOOSER = 1e6;

/** The variance of each cell's score: what its votes show, and while they are few what the likelihood says. */
function variancesOf(cells: Cells, x: Float64Array, votes: Float64Array, tieRate: number): Float64Array {
  return cells.total.map((total, k) => {
    const p = logistic(leadOf(cells, k, x));
    const trust = trustInModel(Math.min(at(votes, idAt(cells.i, k)), at(votes, idAt(cells.j, k))));
    return trust * total * scoreVariance(p, tieRate) + (1 - trust) * squaredResiduals(cells, k, p);
  });
}
