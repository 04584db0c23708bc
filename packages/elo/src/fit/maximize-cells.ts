import { EloError } from "../errors.ts";
import { add, at, idAt } from "../math/access.ts";
import { exponential } from "../math/exponential.ts";
import type { Cells } from "./cells.ts";
import { leadOf } from "./dispersion.ts";

/** What ratings are held to, with the strengths `holds`: their mean by `weights`. None for plain maximum likelihood. */
export interface Hold {
  readonly holds: Float64Array;
  readonly weights: Float64Array;
}

const STEPS_MAX = 200;
const HALVINGS_MAX = 40;
/** Conjugate gradients end in as many steps as there are parameters but for rounding; a chain of models takes them all, a dense board ten. */
const INNER_STEPS_PER_PARAMETER = 3;
const LOOSEST = 0.1;

/**
 * The maximum of the half-tie likelihood by Newton's method, each step solved by conjugate gradients on the pairs that met (Hestenes, Stiefel,
 * J. Research NBS 49, 1952; inexact steps: Dembo, Eisenstat, Steihaug, SIAM J. Numerical Analysis 19, 1982). It needs no matrix: memory and time
 * follow the number of pairs.
 *
 * @param start Ratings, and a position term after them where the order of showing counts.
 * @param tolerance Largest absolute gradient of each parameter.
 * @throws EloError `not-converged`.
 */
export function maximizeCells(cells: Cells, start: Float64Array, tolerance: Float64Array, hold: Hold | null = null) {
  const curvature = new Float64Array(cells.total.length);
  const diagonal = new Float64Array(start.length);
  let x = start.slice();
  let gradient = new Float64Array(x.length);
  let trial = new Float64Array(x.length);
  let value = evaluate(cells, x, hold, gradient, curvature);
  const distanceOf = (slope: Float64Array) => slope.reduce((most, own, k) => Math.max(most, Math.abs(own) / at(tolerance, k)), 0);
  const apply = (vector: Float64Array, image: Float64Array) => multiply(cells, curvature, hold, vector, image);
  for (let step = 0; step < STEPS_MAX; step++) {
    const distance = distanceOf(gradient);
    if (distance <= 1) return { x, value, gradient };
    diagonalOf(cells, curvature, hold, diagonal);
    const direction = conjugateGradients(apply, diagonal, gradient, cells.n, Math.min(LOOSEST, Math.sqrt(distance) * 1e-6));
    centre(direction, cells.n);
    let [next, reached] = [x, Number.NaN];
    for (let halvings = 0, length = 1; halvings < HALVINGS_MAX; halvings++, length /= 2) {
      next = x.map((from, k) => from + length * at(direction, k));
      reached = evaluate(cells, next, hold, trial, curvature);
      if (reached >= value - 1e-11 * (Math.abs(value) + 1)) break;
      reached = Number.NaN;
    }
    if (Number.isNaN(reached)) break;
    [x, value, gradient, trial] = [next, reached, trial, gradient];
  }
  throw new EloError("not-converged", "The ratings did not converge: their maximum is too far away.");
}

/** The log-likelihood, less the penalty, at x; writes its gradient and the information of each cell. */
function evaluate(cells: Cells, x: Float64Array, hold: Hold | null, gradient: Float64Array, curvature: Float64Array): number {
  const { n, i, j, total, scoreI } = cells;
  const position = x.length > n;
  gradient.fill(0);
  let value = 0;
  for (let k = 0; k < total.length; k++) {
    const d = leadOf(cells, k, x);
    const [count, score] = [at(total, k), at(scoreI, k)];
    // log(1 + e^d) = d + log(1 + e^-d), without a branch on the sign of d; that sign is not predictable.
    const e = 1 + exponential(-d);
    const p = 1 / e;
    value += (score - count) * d - count * Math.log(e);
    const residual = score - count * p;
    add(gradient, idAt(i, k), residual);
    add(gradient, idAt(j, k), -residual);
    if (position) add(gradient, n, residual);
    curvature[k] = count * p * (1 - p);
  }
  if (!hold) return value;
  const pulls = new Float64Array(x.length);
  pullsOf(hold, x, pulls);
  for (let k = 0; k < n; k++) {
    value -= (at(pulls, k) * at(x, k)) / 2;
    add(gradient, k, -at(pulls, k));
  }
  return value;
}

/** Adds the gradient of half the penalty's squares: (I - w 1') diag(holds) (I - 1 w') x. */
function pullsOf({ holds, weights }: Hold, x: Float64Array, sums: Float64Array): void {
  let [mean, all] = [0, 0];
  for (let k = 0; k < holds.length; k++) mean += at(weights, k) * at(x, k);
  for (let k = 0; k < holds.length; k++) {
    const pull = at(holds, k) * (at(x, k) - mean);
    all += pull;
    add(sums, k, pull);
  }
  for (let k = 0; k < holds.length; k++) add(sums, k, -at(weights, k) * all);
}

/** The information times a vector. */
function multiply(cells: Cells, curvature: Float64Array, hold: Hold | null, vector: Float64Array, image: Float64Array): void {
  const { n, i, j } = cells;
  image.fill(0);
  for (let k = 0; k < curvature.length; k++) {
    const amount = at(curvature, k) * leadOf(cells, k, vector);
    add(image, idAt(i, k), amount);
    add(image, idAt(j, k), -amount);
    if (image.length > n) add(image, n, amount);
  }
  if (hold) pullsOf(hold, vector, image);
}

function diagonalOf({ n, i, j }: Cells, curvature: Float64Array, hold: Hold | null, diagonal: Float64Array): void {
  diagonal.fill(0);
  for (let k = 0; k < curvature.length; k++) {
    add(diagonal, idAt(i, k), at(curvature, k));
    add(diagonal, idAt(j, k), at(curvature, k));
    if (diagonal.length > n) add(diagonal, n, at(curvature, k));
  }
  hold?.holds.forEach((own, k) => add(diagonal, k, own));
}

/** Solves for `target`, preconditioned by the diagonal, until the rest is `precision` of it in the preconditioner's norm. */
function conjugateGradients(
  apply: (vector: Float64Array, image: Float64Array) => void,
  diagonal: Float64Array,
  target: Float64Array,
  n: number,
  precision: number,
): Float64Array {
  const x = new Float64Array(target.length);
  const image = new Float64Array(target.length);
  const rest = target.slice();
  centre(rest, n);
  const scaled = rest.map((value, k) => value / at(diagonal, k));
  const direction = scaled.slice();
  let size = product(rest, scaled);
  const end = size * precision * precision;
  for (let step = 0; step < INNER_STEPS_PER_PARAMETER * target.length + 10 && size > end; step++) {
    apply(direction, image);
    const length = size / product(direction, image);
    if (!(length > 0 && length < Infinity)) break;
    for (let k = 0; k < x.length; k++) {
      add(x, k, length * at(direction, k));
      add(rest, k, -length * at(image, k));
    }
    centre(rest, n);
    for (let k = 0; k < x.length; k++) scaled[k] = at(rest, k) / at(diagonal, k);
    const before = size;
    size = product(rest, scaled);
    for (let k = 0; k < x.length; k++) direction[k] = at(scaled, k) + (size / before) * at(direction, k);
  }
  return x;
}

/** Takes the mean of the ratings away: moving them together changes nothing, so that rounding would move them for ever. */
function centre(vector: Float64Array, n: number): void {
  let sum = 0;
  for (let k = 0; k < n; k++) sum += at(vector, k);
  for (let k = 0; k < n; k++) add(vector, k, -sum / n);
}

function product(left: Float64Array, right: Float64Array): number {
  let sum = 0;
  for (let k = 0; k < left.length; k++) sum += at(left, k) * at(right, k);
  return sum;
}
