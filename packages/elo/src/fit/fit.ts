import { exponential } from "../math/exponential.ts";

/** A parameter beside the ratings, such as the advantage of the first place. In log-odds per unit. */
export interface Coefficient {
  readonly name: string;
  readonly value: number;
  readonly se: number;
}

/** How ties and both-bad enter a model. */
export type TieModel = "half" | "drop" | "davidson" | "rao-kupper" | "grounded";

/** Maximum-likelihood ratings with all that is known of their errors. In log-odds; `ELO_PER_LOG_ODDS` makes Elo points of it. */
export interface Fit {
  readonly models: readonly string[];
  readonly ties: TieModel;
  /** One rating per model, with mean 0. */
  readonly theta: Float64Array;
  /** Where intervals are centred, with mean 0: `theta`, or with few votes nearer to the other models (covariance `"adjusted"`). */
  readonly centre: Float64Array;
  /** Covariance around `centre`, n x n, row by row, on the subspace of mean 0. */
  readonly covariance: Float64Array;
  readonly coefficients: readonly Coefficient[];
  readonly logLikelihood: number;
  readonly votes: number;
  /** Votes of each model. */
  readonly votesOfModel: Float64Array;
  /** Where not all models met: a number for those that did, directly or through others; -1 for a model without a vote. */
  readonly group?: Int32Array;
}

/** Elo points per unit of log-odds: 400 points are odds of ten to one. */
export const ELO_PER_LOG_ODDS = 400 / Math.LN10;

/** The probability of a win with a lead of `x` log-odds. */
export function logistic(x: number): number {
  const small = exponential(-Math.abs(x));
  return x >= 0 ? 1 / (1 + small) : small / (1 + small);
}

/** Standard error of the difference of two ratings, in log-odds. Overlap of two single intervals is no test of a difference; this is. */
export function standardErrorOfDifference({ covariance, models: { length: n } }: Fit, i: number, j: number): number {
  const at = (row: number, column: number) => covariance[row * n + column] ?? 0;
  return Math.sqrt(Math.max(0, at(i, i) + at(j, j) - 2 * at(i, j)));
}

/** Takes the mean of `theta` (the first n of x) away: ratings mean something only beside each other. */
export function centred(x: Float64Array, n: number): Float64Array {
  const theta = x.slice(0, n);
  const mean = theta.reduce((sum, value) => sum + value, 0) / n;
  return theta.map((value) => value - mean);
}

/** The block of the first n parameters of a covariance, projected on mean 0. */
export function centredCovariance(full: Float64Array, size: number, n: number): Float64Array {
  const rows = new Float64Array(n);
  let mean = 0;
  for (let row = 0; row < n; row++) {
    for (let column = 0; column < n; column++) rows[row] = (rows[row] ?? 0) + (full[row * size + column] ?? 0) / n;
    mean += (rows[row] ?? 0) / n;
  }
  const result = new Float64Array(n * n);
  for (let row = 0; row < n; row++) {
    for (let column = 0; column < n; column++) {
      result[row * n + column] = (full[row * size + column] ?? 0) - (rows[row] ?? 0) - (rows[column] ?? 0) + mean;
    }
  }
  return result;
}
