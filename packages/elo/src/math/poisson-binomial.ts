import { at } from "./access.ts";

/**
 * P(at least `count` of independent events happen), exactly, in time proportional to their number squared.
 *
 * @param probabilities Of each event.
 */
function upperTail(probabilities: Float64Array, count: number): number {
  if (count <= 0) return 1;
  const shares = new Float64Array(probabilities.length + 1);
  shares[0] = 1;
  for (let event = 0; event < probabilities.length; event++) {
    const p = at(probabilities, event);
    for (let k = event + 1; k > 0; k--) shares[k] = at(shares, k) * (1 - p) + at(shares, k - 1) * p;
    shares[0] = at(shares, 0) * (1 - p);
  }
  let sum = 0;
  for (let k = count; k < shares.length; k++) sum += at(shares, k);
  return Math.min(1, sum);
}

/** Nodes of the normal distribution, in standard deviations. */
const NODES = Float64Array.from({ length: 21 }, (_, k) => (k - 10) / 2);

/**
 * P(at least `count` of events happen) where all their log-odds are shifted by one normal number with this variance, by the trapezoidal rule.
 *
 * @param logits Log-odds of each event without the shift.
 */
export function shiftedUpperTail(logits: Float64Array, count: number, variance: number): number {
  if (variance === 0) return upperTail(logits.map(logistic), count);
  let [sum, weights] = [0, 0];
  for (const node of NODES) {
    const weight = Math.exp((-node * node) / 2);
    const shift = node * Math.sqrt(variance);
    weights += weight;
    sum +=
      weight *
      upperTail(
        logits.map((logit) => logistic(logit + shift)),
        count,
      );
  }
  return sum / weights;
}

const logistic = (x: number): number => 1 / (1 + Math.exp(-x));
