import { type Cells, cellsOf, votesOf } from "./cells.ts";
import { exponential } from "../math/exponential.ts";
import { centred, centredCovariance, type Fit, logistic } from "./fit.ts";
import { requireMaximum } from "./no-maximum.ts";
import { type Evaluate, maximize } from "../math/maximize.ts";
import type { PairCounts } from "../votes/pair-counts.ts";
import { cholesky, congruence, inverse } from "../math/symmetric-matrix.ts";

/**
 * Which covariance goes with a fit: `fisher` trusts the model; the sandwich does not (White, Econometrica 50, 1982). `hc0` is the plain
 * sandwich; `hc2` and `hc3` divide each squared residual by (1 - leverage) or its square, for models with few votes (MacKinnon
 * and White, Journal of Econometrics 29, 1985).
 */
export type Covariance = "fisher" | "hc0" | "hc2" | "hc3";

export interface BradleyTerryOptions {
  /** `"half"` (a tie is half a win each way; comparable with the public boards) or `"drop"`. */
  readonly ties?: "half" | "drop";
  /** Adds a term for the model that is shown first. */
  readonly position?: boolean;
  readonly covariance?: Covariance;
}

/** Bound on the gradient of each model, relative to its own votes. */
const GRADIENT_PER_VOTE = 1e-12;

/** Bounds per model for `maximize`: a rarely voted model must converge, too. */
export const tolerances = (votes: Float64Array, extra: number, total: number): Float64Array =>
  Float64Array.from(
    { length: votes.length + extra },
    (_, k) => GRADIENT_PER_VOTE * Math.max(1, k < votes.length ? (votes[k] ?? 0) : total),
  );

/**
 * The log-likelihood of Bradley and Terry (Biometrika 39, 1952), sum of y d - log(1 + e^d) with d = theta_i - theta_j (+ position). The constant
 * direction is grounded with 11'/n, which leaves the mean-zero subspace as it is; there is no ridge.
 */
export function bradleyTerryLikelihood({ n, i, j, total, scoreI }: Cells, position: boolean): Evaluate {
  const size = n + (position ? 1 : 0);
  return (x, gradient, information) => {
    gradient.fill(0);
    if (information) ground(information.fill(0), size, n);
    const shift = position ? (x[n] ?? 0) : 0;
    let value = 0;
    for (let k = 0; k < total.length; k++) {
      const one = i[k] ?? 0;
      const other = j[k] ?? 0;
      const count = total[k] ?? 0;
      const score = scoreI[k] ?? 0;
      const d = (x[one] ?? 0) - (x[other] ?? 0) + shift;
      // log(1 + e^d) = d + log(1 + e^-d), without a branch on the sign of d, which no processor can foretell.
      const e = 1 + exponential(-d);
      const p = 1 / e;
      value += (score - count) * d - count * Math.log(e);
      const residual = score - count * p;
      gradient[one] = (gradient[one] ?? 0) + residual;
      gradient[other] = (gradient[other] ?? 0) - residual;
      if (position) gradient[n] = (gradient[n] ?? 0) + residual;
      if (information) addPair(information, size, one, other, position ? n : -1, count * p * (1 - p));
    }
    return value;
  };
}

function ground(matrix: Float64Array, size: number, n: number): Float64Array {
  for (let row = 0; row < n; row++) matrix.fill(1 / n, row * size, row * size + n);
  return matrix;
}

/** Adds value x x' for x = e_i - e_j (+ e_position). */
export function addPair(matrix: Float64Array, size: number, i: number, j: number, position: number, value: number): void {
  const row = i * size;
  const other = j * size;
  matrix[row + i] = (matrix[row + i] ?? 0) + value;
  matrix[other + j] = (matrix[other + j] ?? 0) + value;
  matrix[row + j] = (matrix[row + j] ?? 0) - value;
  matrix[other + i] = (matrix[other + i] ?? 0) - value;
  if (position < 0) return;
  const last = position * size;
  matrix[row + position] = (matrix[row + position] ?? 0) + value;
  matrix[last + i] = (matrix[last + i] ?? 0) + value;
  matrix[other + position] = (matrix[other + position] ?? 0) - value;
  matrix[last + j] = (matrix[last + j] ?? 0) - value;
  matrix[last + position] = (matrix[last + position] ?? 0) + value;
}

/**
 * Maximum-likelihood ratings of Bradley and Terry from pair counts.
 *
 * @throws EloError `no-maximum` that names the models in the way, or `not-converged`.
 * @example
 * ```ts
 * const fit = fitBradleyTerry(pairCountsFromRows(rows), { position: true });
 * console.log(fit.coefficients[0]); // { name: "position", value: 0.30, se: 0.13 }
 * ```
 */
export function fitBradleyTerry(counts: PairCounts, options: BradleyTerryOptions = {}): Fit {
  const { ties = "half", position = false, covariance = "hc0" } = options;
  const cells = cellsOf(counts, ties, position);
  requireMaximum(counts, ties, position);
  return fitCells(counts.models, cells, { ties, position, covariance });
}

/** As `fitBradleyTerry`, from cells whose maximum is known to exist. */
export function fitCells(models: readonly string[], cells: Cells, options: Required<BradleyTerryOptions>): Fit {
  const { n } = cells;
  const { position } = options;
  const size = n + (position ? 1 : 0);
  const votesOfModel = votesOf(cells);
  const votes = cells.total.reduce((sum, count) => sum + count, 0);
  const evaluate = bradleyTerryLikelihood(cells, position);
  const { x } = maximize(evaluate, new Float64Array(size), tolerances(votesOfModel, size - n, votes));
  const information = new Float64Array(size * size);
  const logLikelihood = evaluate(x, new Float64Array(size), information);
  const bread = inverse(cholesky(information, size), size);
  const full = options.covariance === "fisher" ? bread : congruence(bread, meatOf(cells, x, bread, size, options.covariance), size);
  const coefficients = position ? [{ name: "position", value: x[n] ?? 0, se: Math.sqrt(Math.max(0, full[size * size - 1] ?? 0)) }] : [];
  return {
    models,
    ties: options.ties,
    theta: centred(x, n),
    covariance: centredCovariance(full, size, n),
    coefficients,
    logLikelihood,
    votes,
    votesOfModel,
  };
}

/** The probability that the first of cell k wins, by the ratings `theta`. */
export const expectedScore = ({ i, j }: Pick<Cells, "i" | "j">, k: number, theta: Float64Array): number =>
  logistic((theta[i[k] ?? 0] ?? 0) - (theta[j[k] ?? 0] ?? 0));

/** Sum of (y - p)^2 over the votes of cell k. */
export const squaredResiduals = ({ total, scoreI, squares }: Cells, k: number, p: number): number =>
  (squares[k] ?? 0) - 2 * p * (scoreI[k] ?? 0) + p * p * (total[k] ?? 0);

/** The squared residuals of the sandwich, each over (1 - leverage) to the power that the variant names. */
function meatOf(cells: Cells, x: Float64Array, bread: Float64Array, size: number, kind: Covariance): Float64Array {
  const { n, i, j, total } = cells;
  const meat = new Float64Array(size * size);
  const position = size > n ? n : -1;
  const power = kind === "hc2" ? 1 : kind === "hc3" ? 2 : 0;
  const at = (row: number, column: number) => bread[row * size + column] ?? 0;
  for (let k = 0; k < total.length; k++) {
    const one = i[k] ?? 0;
    const other = j[k] ?? 0;
    const p = logistic((x[one] ?? 0) - (x[other] ?? 0) + (position < 0 ? 0 : (x[position] ?? 0)));
    let variance = at(one, one) + at(other, other) - 2 * at(one, other);
    if (position >= 0) variance += at(position, position) + 2 * at(one, position) - 2 * at(other, position);
    addPair(meat, size, one, other, position, squaredResiduals(cells, k, p) / Math.max(1e-3, 1 - p * (1 - p) * variance) ** power);
  }
  return meat;
}
