import { EloError } from "../errors.ts";
import { itemAt } from "../math/access.ts";

/**
 * Which tests to reject so that at most the share `rate` of the rejected is wrong on average (Benjamini and Hochberg, Journal of the Royal
 * Statistical Society B 57, 1995).
 *
 * @throws EloError `bad-input` for a p-value or a rate outside 0 to 1.
 * @returns For each p-value whether it is rejected.
 * @example
 * ```ts
 * benjaminiHochberg([0.001, 0.8]); // [true, false]
 * ```
 */
export function benjaminiHochberg(p: readonly number[], rate = 0.05): boolean[] {
  const bad = p.findIndex((value) => !(value >= 0 && value <= 1));
  if (bad >= 0)
    throw new EloError("bad-input", `Test ${bad + 1} has the p-value ${String(p[bad]).slice(0, 80)}, but must have one from 0 to 1.`);
  if (!(rate >= 0 && rate <= 1)) throw new EloError("bad-input", `rate is ${String(rate).slice(0, 80)}, but must be a number from 0 to 1.`);
  const order = [...p.keys()].toSorted((left, right) => itemAt(p, left) - itemAt(p, right));
  const last = order.findLastIndex((index, rank) => itemAt(p, index) <= (rate * (rank + 1)) / p.length);
  const rejected = new Set(order.slice(0, last + 1));
  return p.map((_, index) => rejected.has(index));
}
