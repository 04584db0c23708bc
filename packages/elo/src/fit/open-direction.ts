import { EloError } from "../errors.ts";
import { add, at, itemAt } from "../math/access.ts";
import { type Evaluate, maximize } from "../math/maximize.ts";
import { cholesky, solve } from "../math/symmetric-matrix.ts";
import { listOf } from "./no-maximum.ts";

/** Weak enough to leave the open direction by far the least certain one. */
const RIDGE = 1e-6;
const POWER_STEPS = 30;
/** A vote of such odds, e^8 to one, cannot come from the few votes that hold a rare coefficient. */
const FAR = 8;

/**
 * The error for a likelihood without a maximum: it names the parameters along the open direction. Under a weak penalty the fit ends far out on
 * it; where it does not move, the direction changes no vote at all, and is the largest eigenvector of the inverse information.
 *
 * @param scales How many log-odds a unit of each parameter moves a vote at most.
 */
export function openDirectionError(
  evaluate: Evaluate,
  start: Float64Array,
  scales: Float64Array,
  names: readonly string[],
  models: number,
): EloError {
  const size = start.length;
  const penalised: Evaluate = (x, gradient, information) => {
    let value = evaluate(x, gradient, information);
    for (let k = 0; k < size; k++) {
      const weight = RIDGE * at(scales, k) ** 2;
      value -= (weight * at(x, k) ** 2) / 2;
      add(gradient, k, -weight * at(x, k));
      if (information) add(information, k * size + k, weight);
    }
    return value;
  };
  const bounds = scales.map((scale) => 1e-8 * Math.max(1, scale));
  const { x, gradient } = maximize(penalised, start, bounds);
  const moved = x.map((value, k) => at(scales, k) * (value - at(start, k)));
  const ranAway = moved.some((distance) => Math.abs(distance) > FAR);
  const named = largestOf(ranAway ? moved : leastCertain(penalised, x, gradient, scales));
  const parameters = named.filter((k) => k >= models);
  const blamed = parameters.length > 0 ? parameters : named;
  const list = listOf(blamed.map((k) => itemAt(names, k)));
  const many = blamed.length > 1;
  const what = parameters.length > 0 ? `the ${many ? "coefficients" : "coefficient"} of ${list}` : `the ratings of ${list}`;
  return new EloError(
    "no-maximum",
    `The votes leave ${what} without a bound: every vote agrees with ever larger values, or ${many ? "they" : "it"} cannot be told from the rest. Leave ${many ? "them" : "it"} out, or collect more votes.`,
  );
}

/** The largest eigenvector of the inverse information, by powers, in log-odds. */
function leastCertain(evaluate: Evaluate, x: Float64Array, gradient: Float64Array, scales: Float64Array): Float64Array {
  const size = x.length;
  const information = new Float64Array(size * size);
  evaluate(x, gradient, information);
  const factor = cholesky(information, size);
  let direction = Float64Array.from(scales, (scale, k) => scale * (1 + (k % 7)));
  for (let step = 0; step < POWER_STEPS; step++) {
    const image = solve(
      factor,
      size,
      direction.map((value, k) => value * at(scales, k)),
    );
    const scaled = image.map((value, k) => value * at(scales, k));
    const length = Math.sqrt(scaled.reduce((sum, value) => sum + value * value, 0));
    direction = scaled.map((value) => value / length);
  }
  return direction;
}

/** The entries of a direction that are at least half as large as the largest. */
function largestOf(direction: Float64Array): number[] {
  const most = direction.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0);
  return [...direction.keys()].filter((k) => Math.abs(at(direction, k)) >= most / 2);
}
