import { type Fit, standardErrorOfDifference } from "../fit/fit.ts";
import { createRandom } from "../math/random.ts";
import { cholesky } from "../math/symmetric-matrix.ts";

/** Draws of the ratings from their normal approximation, one row of n per round. */
export function normalDraws({ theta, covariance }: Fit, rounds: number, seed: number): Float64Array {
  const n = theta.length;
  // On the mean-zero subspace the covariance is singular along (1, ..., 1); lifted there, it has a factor, and differences stay as they are.
  const lift = covariance.reduce((most, value) => Math.max(most, value), 0) / n;
  const factor = cholesky(
    covariance.map((value) => value + lift),
    n,
  );
  const random = createRandom(seed);
  const draws = new Float64Array(rounds * n);
  const z = new Float64Array(n);
  for (let round = 0; round < rounds; round++) {
    for (let k = 0; k < n; k++) z[k] = random.normal();
    for (let row = 0; row < n; row++) {
      let sum = theta[row] ?? 0;
      for (let k = 0; k <= row; k++) sum += (factor[row * n + k] ?? 0) * (z[k] ?? 0);
      draws[round * n + row] = sum;
    }
  }
  return draws;
}

/**
 * Rank intervals that hold for all models together, from the differences of ratings (Mogstad, Romano, Shaikh and Wilhelm, Review of
 * Economic Studies 91, 2024): the critical value is a quantile of the largest |t| over all pairs, found by `draws` draws.
 *
 * @returns Best and worst place of each model, in the order of `fit.models`.
 * @example
 * ```ts
 * simultaneousRanks(fit, { seed: 1 })[0]; // [1, 3]
 * ```
 */
export function simultaneousRanks(
  fit: Fit,
  options: { readonly seed: number; readonly confidence?: number; readonly draws?: number },
): readonly (readonly [best: number, worst: number])[] {
  const { seed, confidence = 0.95, draws: rounds = 1000 } = options;
  const { theta } = fit;
  const n = theta.length;
  const errors = new Float64Array(n * n);
  for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) errors[i * n + j] = i === j ? Infinity : standardErrorOfDifference(fit, i, j);
  const draws = normalDraws(fit, rounds, seed);
  const largest = new Float64Array(rounds);
  for (let round = 0; round < rounds; round++) {
    const off = theta.map((value, k) => (draws[round * n + k] ?? 0) - value);
    let most = 0;
    for (let i = 0; i < n; i++)
      for (let j = 0; j < i; j++) most = Math.max(most, Math.abs((off[i] ?? 0) - (off[j] ?? 0)) / (errors[i * n + j] ?? 1));
    largest[round] = most;
  }
  const critical = quantile(largest, confidence);
  return Array.from(theta, (own, i) => {
    let [better, worse] = [0, 0];
    theta.forEach((other, j) => {
      const t = (other - own) / (errors[i * n + j] ?? 1);
      if (t > critical) better++;
      if (t < -critical) worse++;
    });
    return [1 + better, n - worse] as const;
  });
}

/** The value that the share `probability` of all values does not exceed. */
export function quantile(values: Float64Array, probability: number): number {
  const sorted = values.toSorted();
  return sorted[Math.min(sorted.length - 1, Math.ceil(probability * sorted.length) - 1)] ?? Number.NaN;
}

/**
 * The probability of each model to be among the best `k` (1 by default), by draws from the normal approximation.
 */
export function probabilityTop(fit: Fit, options: { readonly seed: number; readonly k?: number; readonly draws?: number }): Float64Array {
  const { seed, k = 1, draws: rounds = 10_000 } = options;
  const n = fit.theta.length;
  const draws = normalDraws(fit, rounds, seed);
  const shares = new Float64Array(n);
  for (let round = 0; round < rounds; round++) {
    const row = draws.subarray(round * n, round * n + n);
    const limit = k >= n ? -Infinity : (row.toSorted()[n - k] ?? 0);
    for (let model = 0; model < n; model++) if ((row[model] ?? 0) >= limit) shares[model] = (shares[model] ?? 0) + 1 / rounds;
  }
  return shares;
}

/**
 * Half-width of a confidence sequence: an interval that holds at all times at once, for a board that is watched (normal mixture of Robbins,
 * Annals of Mathematical Statistics 41, 1970, in the asymptotic form of Waudby-Smith et al., Annals of Statistics 52, 2024).
 *
 * @param se Standard error now, in any unit; the half-width has the same.
 * @param votes Votes so far.
 * @param options `tightestAt` is the number of votes at which the sequence is to be narrowest.
 */
export function confidenceSequence(
  se: number,
  votes: number,
  options: { readonly confidence?: number; readonly tightestAt?: number } = {},
): number {
  const { confidence = 0.95, tightestAt = 1000 } = options;
  const alpha = 1 - confidence;
  const rhoSquared = (-2 * Math.log(alpha) + Math.log(-2 * Math.log(alpha) + 1)) / tightestAt;
  const growth = votes * rhoSquared;
  return se * Math.sqrt(((growth + 1) / growth) * Math.log((growth + 1) / alpha ** 2));
}
