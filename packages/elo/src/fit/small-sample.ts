import { add, at, sumOf } from "../math/access.ts";
import type { Hold } from "./maximize-cells.ts";

/**
 * What intervals assume of models with few votes, whose own votes cannot tell how far they may be off: that they come from the board's spread
 * of skills (empirical Bayes: Morris, Journal of the American Statistical Association 78, 1983), and that votes vary as the model says (a single
 * tie has no residual, so the sandwich alone gives it no error). Both fade with the votes. `bench/coverage.mjs` shows that the intervals hold
 * from the first vote on.
 */

/** The spread of skills on LMArena's board, in log-odds, which a young board is taken to have; it weighs as much as `PRIOR_MODELS` models. */
const PRIOR_SPREAD = 0.86;
const PRIOR_MODELS = 4;
/** A model's skill is held to the board's spread times the root of WIDENING + FADING x votes: the more votes, the less it matters. */
const WIDENING = 1.3;
const FADING = 0.1;
/** With this many votes, the variance of a model's votes is half what the likelihood says and half what they show. */
const HALF_TRUST = 15;
const ROUNDS = 60;
/** The variance of a skill of which there is no vote. */
export const PRIOR_VARIANCE = WIDENING * PRIOR_SPREAD ** 2;

/** How far the skills of a board lie apart, and what each model says of their mean: weights that add up to 1. */
export interface Spread {
  readonly variance: number;
  readonly weights: Float64Array;
}

/**
 * The spread of skills of which `estimates` are observations with known `variances`, by maximum likelihood (EM), with the default spread as if it
 * had been seen in a few models more.
 */
export function spreadOf(estimates: Float64Array, variances: Float64Array): Spread {
  let variance = PRIOR_SPREAD ** 2;
  let shares = new Float64Array(estimates.length);
  let total = 1;
  for (let round = 0; round < ROUNDS; round++) {
    shares = variances.map((own) => variance / (variance + own));
    total = sumOf(shares);
    const mean = shares.reduce((sum, share, k) => sum + share * at(estimates, k), 0) / total;
    const squares = shares.reduce((sum, share, k) => sum + share * share * (at(estimates, k) - mean) ** 2 + share * at(variances, k), 0);
    variance = (squares + PRIOR_MODELS * PRIOR_SPREAD ** 2) / (estimates.length + PRIOR_MODELS);
  }
  return { variance, weights: shares.map((share) => share / total) };
}

/**
 * How strongly each model is held to the board's mean: the inverse of the spread, on the scale of the likelihood's information. Ties make votes
 * vary less than the half-tie likelihood says, by the factor `dispersion`, so that the votes count for more than their information.
 */
export function holdsOf(votes: Float64Array, dispersion: Float64Array, { variance }: Spread): Float64Array {
  return votes.map((count, k) => at(dispersion, k) / (variance * (WIDENING + FADING * count)));
}

/** How much of a pair's variance is taken from the likelihood: all of it for the first vote, none of it in the end. */
export const trustInModel = (votes: number): number => HALF_TRUST / (HALF_TRUST + votes);

/** Adds what `hold` adds to an information matrix. */
export function addInformation(information: Float64Array, size: number, { holds, weights }: Hold): void {
  const all = sumOf(holds);
  for (let row = 0; row < holds.length; row++) {
    const [hold, weight] = [at(holds, row), at(weights, row)];
    add(information, row * size + row, hold);
    for (let column = 0; column < holds.length; column++)
      add(information, row * size + column, weight * (all * at(weights, column) - at(holds, column)) - hold * at(weights, column));
  }
}
