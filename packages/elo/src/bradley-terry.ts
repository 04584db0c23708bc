import { EloError } from "./errors.ts";
import { cholesky, inverse, solve } from "./symmetric-matrix.ts";

/** How i and j met, whoever was shown first. `scoreI` counts a win as 1 and a tie as one half; `squares` sums squared outcomes. */
export interface Meeting {
  readonly i: number;
  readonly j: number;
  readonly total: number;
  readonly scoreI: number;
  readonly squares: number;
}

export interface Fit {
  /** Log-odds, with mean 0. */
  readonly theta: Float64Array;
  /** Covariance of theta on the subspace of mean 0, n x n. */
  readonly covariance: Float64Array;
}

const ITERATIONS_MAX = 100;
/** Bound on the gradient of each model, relative to its own votes: a rarely voted model must converge, too. */
const GRADIENT_PER_VOTE = 1e-10;

const logistic = (x: number) => 1 / (1 + Math.exp(-x));

/**
 * The mean-zero maximum-likelihood ratings of Bradley and Terry (Biometrika 39, 1952) by Newton's method with halved steps, and
 * their sandwich covariance H^-1 B H^-1 (White, Econometrica 50, 1982; HC0). The constant direction is grounded with 11'/n, which leaves
 * both unchanged on the mean-zero subspace; there is no ridge.
 *
 * @throws EloError `not-converged` where no maximum is reached; check its existence first.
 */
export function fitBradleyTerry(n: number, meetings: readonly Meeting[]): Fit {
  let theta = new Float64Array(n);
  const votes = new Float64Array(n);
  for (const { i, j, total } of meetings) {
    votes[i] = (votes[i] ?? 0) + total;
    votes[j] = (votes[j] ?? 0) + total;
  }
  for (let iteration = 0; iteration < ITERATIONS_MAX; iteration++) {
    const { gradient, hessian } = derivatives(n, meetings, theta);
    if (gradient.every((value, k) => Math.abs(value) <= GRADIENT_PER_VOTE * Math.max(1, votes[k] ?? 0))) {
      return { theta, covariance: sandwich(n, meetings, theta, hessian) };
    }
    const step = solve(cholesky(hessian, n), n, gradient);
    const from = logLikelihood(meetings, theta);
    let length = 1;
    let next = theta;
    do {
      next = theta.map((value, k) => value + length * (step[k] ?? 0));
      length /= 2;
    } while (logLikelihood(meetings, next) < from - 1e-9 * Math.abs(from) && length > 1e-6);
    const mean = next.reduce((sum, value) => sum + value, 0) / n;
    theta = next.map((value) => value - mean);
  }
  throw new EloError("not-converged", "The ratings did not converge: the votes have no finite maximum.");
}

function logLikelihood(meetings: readonly Meeting[], theta: Float64Array): number {
  let sum = 0;
  for (const { i, j, total, scoreI } of meetings) {
    const difference = (theta[i] ?? 0) - (theta[j] ?? 0);
    sum += scoreI * difference - total * (Math.max(difference, 0) + Math.log1p(Math.exp(-Math.abs(difference))));
  }
  return sum;
}

function addPair(matrix: Float64Array, n: number, i: number, j: number, value: number): void {
  for (const [row, column, sign] of [
    [i, i, 1],
    [j, j, 1],
    [i, j, -1],
    [j, i, -1],
  ] as const) {
    matrix[row * n + column] = (matrix[row * n + column] ?? 0) + sign * value;
  }
}

function derivatives(n: number, meetings: readonly Meeting[], theta: Float64Array): { gradient: Float64Array; hessian: Float64Array } {
  const gradient = new Float64Array(n);
  const hessian = new Float64Array(n * n).fill(1 / n);
  for (const { i, j, total, scoreI } of meetings) {
    const p = logistic((theta[i] ?? 0) - (theta[j] ?? 0));
    gradient[i] = (gradient[i] ?? 0) + scoreI - total * p;
    gradient[j] = (gradient[j] ?? 0) - scoreI + total * p;
    addPair(hessian, n, i, j, total * p * (1 - p));
  }
  return { gradient, hessian };
}

function sandwich(n: number, meetings: readonly Meeting[], theta: Float64Array, hessian: Float64Array): Float64Array {
  const meat = new Float64Array(n * n);
  for (const { i, j, total, scoreI, squares } of meetings) {
    const p = logistic((theta[i] ?? 0) - (theta[j] ?? 0));
    addPair(meat, n, i, j, squares - 2 * p * scoreI + p * p * total);
  }
  const bread = inverse(cholesky(hessian, n), n);
  return multiply(multiply(bread, meat, n), bread, n);
}

function multiply(left: Float64Array, right: Float64Array, n: number): Float64Array {
  const product = new Float64Array(n * n);
  for (let row = 0; row < n; row++) {
    for (let k = 0; k < n; k++) {
      const value = left[row * n + k] ?? 0;
      for (let column = 0; column < n; column++) {
        product[row * n + column] = (product[row * n + column] ?? 0) + value * (right[k * n + column] ?? 0);
      }
    }
  }
  return product;
}
