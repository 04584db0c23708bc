import { add, at, idAt } from "../math/access.ts";
import { exponential } from "../math/exponential.ts";
import type { Evaluate } from "../math/maximize.ts";
import type { Cells } from "./cells.ts";
import { leadOf } from "./dispersion.ts";
import { logistic } from "./fit.ts";

/** Bound on the gradient of each model, relative to its own votes. */
const GRADIENT_PER_VOTE = 1e-12;

/** Bounds per model for `maximize`: a rarely voted model must converge, too. */
export const tolerances = (votes: Float64Array, extra: number, total: number): Float64Array =>
  Float64Array.from({ length: votes.length + extra }, (_, k) => GRADIENT_PER_VOTE * Math.max(1, k < votes.length ? at(votes, k) : total));

/**
 * The log-likelihood of Bradley and Terry (Biometrika 39, 1952), sum of y d - log(1 + e^d) with d = theta_i - theta_j (+ position). The constant
 * direction is grounded with 11'/n, which leaves the mean-zero subspace as it is; there is no ridge.
 */
export function bradleyTerryLikelihood({ n, i, j, total, scoreI }: Cells, position: boolean): Evaluate {
  const size = n + (position ? 1 : 0);
  return (x, gradient, information) => {
    gradient.fill(0);
    if (information) ground(information.fill(0), size, n);
    const shift = position ? at(x, n) : 0;
    let value = 0;
    for (let k = 0; k < total.length; k++) {
      const left = idAt(i, k);
      const right = idAt(j, k);
      const count = at(total, k);
      const score = at(scoreI, k);
      const d = at(x, left) - at(x, right) + shift;
      // log(1 + e^d) = d + log(1 + e^-d), without a branch on the sign of d; that sign is not predictable.
      const e = 1 + exponential(-d);
      const p = 1 / e;
      value += (score - count) * d - count * Math.log(e);
      const residual = score - count * p;
      add(gradient, left, residual);
      add(gradient, right, -residual);
      if (position) add(gradient, n, residual);
      if (information) addPair(information, size, left, right, position ? n : -1, count * p * (1 - p));
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
  add(matrix, row + i, value);
  add(matrix, other + j, value);
  add(matrix, row + j, -value);
  add(matrix, other + i, -value);
  if (position < 0) return;
  const last = position * size;
  add(matrix, row + position, value);
  add(matrix, last + i, value);
  add(matrix, other + position, -value);
  add(matrix, last + j, -value);
  add(matrix, last + position, value);
}

/** The information at x, size x size, grounded: ratings first, then a position term if there is one. */
export function informationAt(cells: Cells, x: Float64Array): Float64Array {
  const { n, i, j, total } = cells;
  const size = x.length;
  const matrix = ground(new Float64Array(size * size), size, n);
  for (let k = 0; k < total.length; k++) {
    const p = logistic(leadOf(cells, k, x));
    addPair(matrix, size, idAt(i, k), idAt(j, k), size > n ? n : -1, at(total, k) * p * (1 - p));
  }
  return matrix;
}

/** The probability that the first of cell k wins, by the ratings `theta`. */
export const expectedScore = ({ i, j }: Pick<Cells, "i" | "j">, k: number, theta: Float64Array): number =>
  logistic(at(theta, idAt(i, k)) - at(theta, idAt(j, k)));

/** Sum of (y - p)^2 over the votes of cell k. */
export const squaredResiduals = ({ total, scoreI, squares }: Cells, k: number, p: number): number =>
  at(squares, k) - 2 * p * at(scoreI, k) + p * p * at(total, k);
