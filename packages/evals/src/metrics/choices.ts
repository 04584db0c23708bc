/** The index of the largest value, the first of equal ones; a NaN counts as the largest, as in NumPy's `argmax`. */
export function argmax(values: readonly number[]): number {
  let best = 0;
  for (const [index, value] of values.entries()) {
    if (Number.isNaN(value)) return index;
    if (value > (values[best] ?? Number.NEGATIVE_INFINITY)) best = index;
  }
  return best;
}
