import { EloError } from "../errors.ts";
import { add, at, sumOf } from "../math/access.ts";
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
  /** Models that the votes separate from those of the fit, where it was to leave them out. */
  readonly dropped?: readonly string[];
}

/**
 * Elo points per unit of log-odds: 400 points are odds of ten to one.
 *
 * @example
 * ```ts
 * const lead = ELO_PER_LOG_ODDS * Math.log(3); // 190.8 points are odds of three to one
 * ```
 */
export const ELO_PER_LOG_ODDS = 400 / Math.LN10;

/** The probability of a win with a lead of `x` log-odds. */
export function logistic(x: number): number {
  const small = exponential(-Math.abs(x));
  return x >= 0 ? 1 / (1 + small) : small / (1 + small);
}

/**
 * Standard error of the difference of two ratings, in log-odds. Overlap of two single intervals is no test of a difference; this is.
 *
 * @param i An index into `fit.models`, as `j`.
 * @throws EloError `bad-input` for an index that is none.
 * @example
 * ```ts
 * ELO_PER_LOG_ODDS * standardErrorOfDifference(fit, 0, 1); // in Elo points
 * ```
 */
export function standardErrorOfDifference(fit: Fit, i: number, j: number): number {
  for (const index of [i, j]) checkIndex(index, fit.models.length);
  return errorOfDifference(fit, i, j);
}

/** The same for indices that are known to be right. */
export function errorOfDifference({ covariance, models: { length: n } }: Fit, i: number, j: number): number {
  const entry = (row: number, column: number) => at(covariance, row * n + column);
  return Math.sqrt(Math.max(0, entry(i, i) + entry(j, j) - 2 * entry(i, j)));
}

/** @throws EloError `bad-input` for anything but the index of one of n models. */
export function checkIndex(index: number, n: number): void {
  if (!(Number.isInteger(index) && index >= 0 && index < n))
    throw new EloError("bad-input", `There is no model with the index ${String(index).slice(0, 80)}; there are ${n}, counted from 0.`);
}

/** Takes the mean of `theta` (the first n of x) away: ratings mean something only beside each other. */
export function centred(x: Float64Array, n: number): Float64Array {
  const theta = x.slice(0, n);
  const mean = sumOf(theta) / n;
  return theta.map((value) => value - mean);
}

/** The block of the first n parameters of a covariance, projected on mean 0. */
export function centredCovariance(full: Float64Array, size: number, n: number): Float64Array {
  const rows = new Float64Array(n);
  let mean = 0;
  for (let row = 0; row < n; row++) {
    for (let column = 0; column < n; column++) add(rows, row, at(full, row * size + column) / n);
    mean += at(rows, row) / n;
  }
  const result = new Float64Array(n * n);
  for (let row = 0; row < n; row++) {
    for (let column = 0; column < n; column++) {
      result[row * n + column] = at(full, row * size + column) - at(rows, row) - at(rows, column) + mean;
    }
  }
  return result;
}
