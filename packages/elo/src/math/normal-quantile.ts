import { exponential } from "./exponential.ts";

/**
 * The quantile of the standard normal distribution, by Newton steps on its distribution function.
 *
 * @param probability Between 0.5 and 1, both excluded.
 */
export function normalQuantile(probability: number): number {
  let x = 0;
  for (let step = 0; step < 100; step++) {
    const change = (probability - distribution(x)) / density(x);
    x += Math.max(-1, Math.min(1, change));
    if (Math.abs(change) < 1e-13) break;
  }
  return x;
}

/** Phi(x) = 1/2 + phi(x) (x + x^3/3 + x^5/(3*5) + ...), Marsaglia, Journal of Statistical Software 11 (4), 2004. */
function distribution(x: number): number {
  let term = x;
  let sum = x;
  for (let k = 3; Math.abs(term) > 1e-17 * Math.abs(sum); k += 2) {
    term *= (x * x) / k;
    sum += term;
  }
  return 0.5 + sum * density(x);
}

const density = (x: number): number => exponential((-x * x) / 2) / Math.sqrt(2 * Math.PI);

/** P(Z > x) for a standard normal Z: the continued fraction of Laplace beyond 3, the series below. */
export function normalUpperTail(x: number): number {
  if (x < 3) return x < -8 ? 1 : 1 - (x >= 0 ? distribution(x) : 1 - distribution(-x));
  let fraction = x;
  for (let k = 60; k > 0; k--) fraction = x + k / fraction;
  return density(x) / fraction;
}
