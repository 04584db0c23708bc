import { at } from "./access.ts";

/** Nodes of the normal distribution, in standard deviations. */
const NODES = Float64Array.from({ length: 21 }, (_, k) => (k - 10) / 2);

/**
 * P(at least `count` of independent events happen) where all their log-odds are shifted by one normal number with this variance: exact but for
 * the shift, which is integrated by the trapezoidal rule; in time proportional to the number of events squared.
 *
 * @param logits Log-odds of each event without the shift.
 */
export function shiftedUpperTail(logits: Float64Array, count: number, variance: number): number {
  if (count <= 0) return 1;
  const shares = new Float64Array(logits.length + 1);
  if (variance === 0) return upperTail(logits, 0, count, shares);
  let [sum, weights] = [0, 0];
  for (const node of NODES) {
    const weight = Math.exp((-node * node) / 2);
    weights += weight;
    sum += weight * upperTail(logits, node * Math.sqrt(variance), count, shares);
  }
  return sum / weights;
}

/** The same with one known shift; `shares` is overwritten. */
function upperTail(logits: Float64Array, shift: number, count: number, shares: Float64Array): number {
  shares.fill(0);
  shares[0] = 1;
  for (let event = 0; event < logits.length; event++) {
    const p = 1 / (1 + Math.exp(-at(logits, event) - shift));
    for (let k = event + 1; k > 0; k--) shares[k] = at(shares, k) * (1 - p) + at(shares, k - 1) * p;
    shares[0] = at(shares, 0) * (1 - p);
  }
  let sum = 0;
  for (let k = count; k < shares.length; k++) sum += at(shares, k);
  return Math.min(1, sum);
}
