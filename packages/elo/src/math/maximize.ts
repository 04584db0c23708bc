import { add, at, itemAt } from "./access.ts";
import { EloError } from "../errors.ts";
import { cholesky, solve } from "./symmetric-matrix.ts";

/**
 * A log-likelihood to be maximised. Writes its gradient and, where asked, its information (the negated matrix of second
 * derivatives, or their expectation; made positive definite on directions that the votes leave open by design), and returns its value.
 */
export type Evaluate = (x: Float64Array, gradient: Float64Array, information: Float64Array | null) => number;

const STEPS_MAX = 500;
const HALVINGS_MAX = 40;
/** A step that shrinks the gradient by less than this calls for a new factor. */
const SLOW = 0.1;
const SECANTS_MAX = 6;
/** A step is likely to be the last where the same rate as before would bring the gradient this far within its bounds. */
const LIKELY = 0.1;

/** A step that was taken and what it did to the gradient. */
interface Secant {
  readonly step: Float64Array;
  readonly change: Float64Array;
  /** Their product, above 0. */
  readonly curvature: number;
}

/**
 * Newton's method that keeps a factor as long as it serves, corrected by the steps since (L-BFGS: Nocedal, Mathematics of Computation 35,
 * 1980), with halved steps. Ends when each gradient is within its own
 * tolerance, so that a rarely voted model converges as well as the others; there is no other way to end well.
 *
 * @param tolerance Largest absolute gradient of each parameter.
 * @param options `factor` is one of an information matrix near the maximum, if there is one from before. `finish` stands in for `evaluate` where
 * the step is likely to be the last, and may do what is only wanted there.
 * @throws EloError `not-converged`, or `no-maximum` from the factor.
 */
export function maximize(
  evaluate: Evaluate,
  start: Float64Array,
  tolerance: Float64Array,
  options: { readonly factor?: Float64Array | null; readonly finish?: (x: Float64Array, gradient: Float64Array) => number } = {},
): { x: Float64Array; value: number; gradient: Float64Array; factor: Float64Array; steps: number } {
  const { factor = null, finish } = options;
  const size = start.length;
  const largest = (gradient: Float64Array) => gradient.reduce((most, value, k) => Math.max(most, Math.abs(value) / at(tolerance, k)), 0);
  const information = new Float64Array(size * size);
  let x = start;
  let gradient = new Float64Array(size);
  let trial = new Float64Array(size);
  let value = evaluate(x, gradient, factor ? null : information);
  let kept = factor ?? cholesky(information, size);
  let fresh = !factor;
  let secants: Secant[] = [];
  let shrunk = 1;
  for (let steps = 0; steps < STEPS_MAX; steps++) {
    const distance = largest(gradient);
    if (distance <= 1) return { x, value, gradient, factor: kept, steps };
    const step = direction(gradient, secants, (vector) => solve(kept, size, vector));
    let [next, reached, length] = [x, Number.NaN, 1];
    for (let halvings = 0; halvings < HALVINGS_MAX; halvings++, length /= 2) {
      next = x.map((from, k) => from + length * at(step, k));
      reached = finish && distance * shrunk < LIKELY ? finish(next, trial) : evaluate(next, trial, null);
      if (reached >= value - 1e-11 * (Math.abs(value) + 1) && largest(trial) < Infinity) break;
      reached = Number.NaN;
      if (!fresh) break;
    }
    const arrived = !Number.isNaN(reached);
    if (!arrived && fresh) break;
    const slow = !arrived || largest(trial) > SLOW * distance;
    shrunk = arrived ? largest(trial) / distance : 1;
    if (arrived) {
      const change = gradient.map((from, k) => from - at(trial, k));
      const taken = next.map((to, k) => to - at(x, k));
      const curvature = product(taken, change);
      if (curvature > 0) secants = [...secants, { step: taken, change, curvature }].slice(-SECANTS_MAX);
      [x, value, gradient, trial] = [next, reached, trial, gradient];
    }
    fresh = slow;
    if (slow) {
      secants = [];
      value = evaluate(x, gradient, information.fill(0));
      if (largest(gradient) > 1) kept = cholesky(information, size);
    }
  }
  throw new EloError("not-converged", "The ratings did not converge: the votes have no finite maximum, or one too far away.");
}

/** The Newton direction by a factor from an earlier point and the secants since. */
function direction(gradient: Float64Array, secants: readonly Secant[], solveKept: (vector: Float64Array) => Float64Array): Float64Array {
  const rest = gradient.slice();
  const reversed = secants.toReversed().map(({ step, change, curvature }) => {
    const share = product(step, rest) / curvature;
    for (let k = 0; k < rest.length; k++) rest[k] = at(rest, k) - share * at(change, k);
    return share;
  });
  const result = solveKept(rest);
  const shares = reversed.toReversed();
  for (const [k, { step, change, curvature }] of secants.entries()) {
    const share = itemAt(shares, k) - product(change, result) / curvature;
    for (let index = 0; index < result.length; index++) add(result, index, share * at(step, index));
  }
  return result;
}

const product = (left: Float64Array, right: Float64Array): number => left.reduce((sum, value, k) => sum + value * at(right, k), 0);
