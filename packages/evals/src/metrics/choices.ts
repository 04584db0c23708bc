/** The index of the largest value, the first of equal ones; a NaN counts as the largest, as in NumPy's `argmax`. */
export function argmax(values: readonly number[]): number {
  let best = 0;
  for (const [index, value] of values.entries()) {
    if (Number.isNaN(value)) return index;
    if (value > (values[best] ?? Number.NEGATIVE_INFINITY)) best = index;
  }
  return best;
}

/** How much the best value is above the second, in the same unit; infinite where there is one alone. */
export function marginOf(values: readonly number[]): number {
  const [best, second] = values.toSorted((left, right) => right - left);
  return best === undefined || second === undefined ? Number.POSITIVE_INFINITY : best - second;
}
