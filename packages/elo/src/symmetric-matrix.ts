import { EloError } from "./errors.ts";

/** Sum of products of two stretches of a matrix; four sums side by side keep the processor busy. */
function dot(left: Float64Array, from: number, right: Float64Array, to: number, length: number): number {
  let [one, two, three, four] = [0, 0, 0, 0];
  let k = 0;
  for (; k + 3 < length; k += 4) {
    one += (left[from + k] ?? 0) * (right[to + k] ?? 0);
    two += (left[from + k + 1] ?? 0) * (right[to + k + 1] ?? 0);
    three += (left[from + k + 2] ?? 0) * (right[to + k + 2] ?? 0);
    four += (left[from + k + 3] ?? 0) * (right[to + k + 3] ?? 0);
  }
  for (; k < length; k++) one += (left[from + k] ?? 0) * (right[to + k] ?? 0);
  return one + two + (three + four);
}

/**
 * The lower Cholesky factor of a positive definite n x n matrix, row by row.
 *
 * @throws EloError `no-maximum` when the matrix is not positive definite.
 */
export function cholesky(matrix: Float64Array, n: number): Float64Array {
  const factor = new Float64Array(n * n);
  for (let row = 0; row < n; row++) {
    for (let column = 0; column < row; column++) {
      const rest = (matrix[row * n + column] ?? 0) - dot(factor, row * n, factor, column * n, column);
      factor[row * n + column] = rest / (factor[column * n + column] ?? 1);
    }
    const own = matrix[row * n + row] ?? 0;
    const rest = own - dot(factor, row * n, factor, row * n, row);
    if (!(rest > own * 1e-14)) throw new EloError("no-maximum", "The votes leave some direction open: not every model can be compared.");
    factor[row * n + row] = Math.sqrt(rest);
  }
  return factor;
}

/** Solves `L L' x = vector`. */
export function solve(factor: Float64Array, n: number, vector: Float64Array): Float64Array {
  const result = vector.slice();
  for (let row = 0; row < n; row++) {
    result[row] = ((result[row] ?? 0) - dot(factor, row * n, result, 0, row)) / (factor[row * n + row] ?? 1);
  }
  for (let row = n - 1; row >= 0; row--) {
    const value = (result[row] ?? 0) / (factor[row * n + row] ?? 1);
    result[row] = value;
    for (let k = 0; k < row; k++) result[k] = (result[k] ?? 0) - value * (factor[row * n + k] ?? 0);
  }
  return result;
}

/** The inverse of the matrix `L L'`. */
export function inverse(factor: Float64Array, n: number): Float64Array {
  // Row r of `columns` is column r of L^-1, so that all products below run along rows.
  const columns = new Float64Array(n * n);
  for (let column = 0; column < n; column++) {
    columns[column * n + column] = 1 / (factor[column * n + column] ?? 1);
    for (let row = column + 1; row < n; row++) {
      const sum = dot(factor, row * n + column, columns, column * n + column, row - column);
      columns[column * n + row] = -sum / (factor[row * n + row] ?? 1);
    }
  }
  const result = new Float64Array(n * n);
  for (let row = 0; row < n; row++) {
    for (let column = 0; column <= row; column++) {
      const value = dot(columns, row * n + row, columns, column * n + row, n - row);
      result[row * n + column] = value;
      result[column * n + row] = value;
    }
  }
  return result;
}

/** `A B A` for symmetric n x n matrices. */
export function congruence(a: Float64Array, b: Float64Array, n: number): Float64Array {
  const half = new Float64Array(n * n);
  const result = new Float64Array(n * n);
  for (let row = 0; row < n; row++) for (let column = 0; column < n; column++) half[row * n + column] = dot(a, row * n, b, column * n, n);
  for (let row = 0; row < n; row++) {
    for (let column = 0; column <= row; column++) {
      const value = dot(half, row * n, a, column * n, n);
      result[row * n + column] = value;
      result[column * n + row] = value;
    }
  }
  return result;
}
