import { add, at, idAt } from "../math/access.ts";
import { maximize } from "../math/maximize.ts";
import { cholesky, congruence, inverse } from "../math/symmetric-matrix.ts";
import { addPair, bradleyTerryLikelihood, squaredResiduals, tolerances } from "./likelihood.ts";
import type { Cells } from "./cells.ts";
import { leadOf, scoreVariance, sumsByModel, tieRateOf } from "./dispersion.ts";
import { logistic } from "./fit.ts";
import { held, holdsOf, type Spread, spreadOf, trustInModel } from "./small-sample.ts";

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
  const evaluate = held(bradleyTerryLikelihood(cells, size > n), holds, spread.weights);
  const total = cells.total.reduce((sum, count) => sum + count, 0);
  const bounds = tolerances(votes, size - n, total).map((bound) => LOOSER * bound);
  const found = maximize(evaluate, x, bounds);
  const matrix = new Float64Array(size * size);
  evaluate(found.x, found.gradient, matrix);
  const bread = inverse(cholesky(matrix, size), size);
  const covariance = congruence(bread, meatOf(cells, found.x, votes, tieRate, holds, dispersion), size);
  return { x: found.x, covariance, holds, dispersion, spread, tieRate };
}

/** A little information that varies as without ties keeps the first decisive vote on a board of ties from counting too much. */
const OF_A_VOTE = 0.04;
/** An interval's centre needs no more digits than this leaves it. */
const LOOSER = 1e6;

/** The variance of the score: of votes, half modelled and half observed, and of the skills that models are held to. */
function meatOf(
  cells: Cells,
  x: Float64Array,
  votes: Float64Array,
  tieRate: number,
  holds: Float64Array,
  dispersion: Float64Array,
): Float64Array {
  const { n, i, j, total } = cells;
  const size = x.length;
  const meat = new Float64Array(size * size);
  for (let k = 0; k < total.length; k++) {
    const [left, right] = [idAt(i, k), idAt(j, k)];
    const p = logistic(leadOf(cells, k, x));
    const trust = trustInModel(Math.min(at(votes, left), at(votes, right)));
    const variance = trust * at(total, k) * scoreVariance(p, tieRate) + (1 - trust) * squaredResiduals(cells, k, p);
    addPair(meat, size, left, right, size > n ? n : -1, variance);
  }
  addHolds(meat, size, holds, dispersion);
  return meat;
}

/** The holds' own part of the score's variance: the square of a hold times the variance that it stands for. */
export function addHolds(meat: Float64Array, size: number, holds: Float64Array, dispersion: Float64Array): void {
  for (let k = 0; k < holds.length; k++) add(meat, k * size + k, at(holds, k) * at(dispersion, k));
}
