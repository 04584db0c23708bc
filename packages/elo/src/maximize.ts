import { EloError } from "./errors.ts";
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

/**
 * Newton's method that keeps a factor as long as it serves, with halved steps. Ends when each gradient is within its own
 * tolerance, so that a rarely voted model converges as well as the others; there is no other way to end well.
 *
 * @param tolerance Largest absolute gradient of each parameter.
 * @param factor Of an information matrix near the maximum, if there is one from before.
 * @throws EloError `not-converged`, or `no-maximum` from the factor.
 */
export function maximize(
  evaluate: Evaluate,
  start: Float64Array,
  tolerance: Float64Array,
  factor: Float64Array | null = null,
): { x: Float64Array; value: number; gradient: Float64Array; factor: Float64Array } {
  const size = start.length;
  const largest = (gradient: Float64Array) => gradient.reduce((most, value, k) => Math.max(most, Math.abs(value) / (tolerance[k] ?? 1)), 0);
  const information = new Float64Array(size * size);
  let x = start;
  let gradient = new Float64Array(size);
  let trial = new Float64Array(size);
  let value = evaluate(x, gradient, factor ? null : information);
  let kept = factor ?? cholesky(information, size);
  let fresh = !factor;
  for (let steps = 0; steps < STEPS_MAX; steps++) {
    const distance = largest(gradient);
    if (distance <= 1) return { x, value, gradient, factor: kept };
    const step = solve(kept, size, gradient);
    let [next, reached, length] = [x, Number.NaN, 1];
    for (let halvings = 0; halvings < HALVINGS_MAX; halvings++, length /= 2) {
      next = x.map((from, k) => from + length * (step[k] ?? 0));
      reached = evaluate(next, trial, null);
      if (reached >= value - 1e-11 * (Math.abs(value) + 1) && largest(trial) < Infinity) break;
      reached = Number.NaN;
      if (!fresh) break;
    }
    const arrived = !Number.isNaN(reached);
    if (!arrived && fresh) break;
    const slow = !arrived || largest(trial) > SLOW * distance;
    if (arrived) [x, value, gradient, trial] = [next, reached, trial, gradient];
    fresh = slow;
    if (slow) {
      value = evaluate(x, gradient, information.fill(0));
      if (largest(gradient) > 1) kept = cholesky(information, size);
    }
  }
  throw new EloError("not-converged", "The ratings did not converge: the votes have no finite maximum, or one too far away.");
}
