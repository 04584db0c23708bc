/**
 * Reads and writes by index. TypeScript gives `values[k]` the type `number | undefined`; these give `number`, and an index out of range
 * is an error at once instead of a 0 that a formula takes for a value. Each is small enough to be inlined in hot loops, and each takes
 * one kind of array, so that the machine code stays that of a plain read.
 */

function outOfRange(index: number, length: number): never {
  throw new RangeError(`Index ${index} is outside a column of ${length} values.`);
}

/** Entry `index` of a list of numbers. */
export function at(values: Float64Array, index: number): number {
  const value = values[index];
  return value === undefined ? outOfRange(index, values.length) : value;
}

/** Entry `index` of a list of indices. */
export function idAt(values: Int32Array, index: number): number {
  const value = values[index];
  return value === undefined ? outOfRange(index, values.length) : value;
}

/** Entry `index` of a list of small codes. */
export function codeAt(values: Uint8Array, index: number): number {
  const value = values[index];
  return value === undefined ? outOfRange(index, values.length) : value;
}

/** Entry `index` of any other list. */
export function itemAt<Item>(list: ArrayLike<Item>, index: number): Item {
  const value = list[index];
  return value === undefined ? outOfRange(index, list.length) : value;
}

/** Adds to entry `index`. */
export function add(values: Float64Array, index: number, amount: number): void {
  const value = values[index];
  values[index] = (value === undefined ? outOfRange(index, values.length) : value) + amount;
}

/** All entries together. */
export function sumOf(values: Float64Array | readonly number[]): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum;
}
