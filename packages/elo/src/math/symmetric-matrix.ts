import { at } from "./access.ts";
import { EloError } from "../errors.ts";

/** Sum of products of two stretches of a matrix. */
function dot(left: Float64Array, from: number, right: Float64Array, to: number, length: number): number {
  let sum = 0;
  for (let k = 0; k < length; k++) sum += at(left, from + k) * at(right, to + k);
  return sum;
}

/**
 * Four such sums at once, for four stretches `apart` from each other on the left and one on the right: each number on the right is read
 * once for four products, which is what the speed of all below comes from.
 */
function fourDots(
  left: Float64Array,
  from: number,
  apart: number,
  right: Float64Array,
  to: number,
  length: number,
  sums: Float64Array,
): void {
  let [one, two, three, four] = [0, 0, 0, 0];
  const [second, third, fourth] = [from + apart, from + 2 * apart, from + 3 * apart];
  for (let k = 0; k < length; k++) {
    const value = at(right, to + k);
    one += at(left, from + k) * value;
    two += at(left, second + k) * value;
    three += at(left, third + k) * value;
    four += at(left, fourth + k) * value;
  }
  sums[0] = one;
  sums[1] = two;
  sums[2] = three;
  sums[3] = four;
}

/** Calls `take(row, sum)` for rows `begin` to n - 1 with the sum of products of row and `right`. */
export function eachRow(
  left: Float64Array,
  n: number,
  begin: number,
  offset: number,
  right: Float64Array,
  to: number,
  length: number,
  take: (row: number, sum: number) => void,
): void {
  const sums = new Float64Array(4);
  let row = begin;
  for (; row + 3 < n; row += 4) {
    fourDots(left, row * n + offset, n, right, to, length, sums);
    for (let k = 0; k < 4; k++) take(row + k, at(sums, k));
  }
  for (; row < n; row++) take(row, dot(left, row * n + offset, right, to, length));
}

/**
 * The lower Cholesky factor of a positive definite n x n matrix, row by row.
 *
 * @throws EloError `no-maximum` when the matrix is not positive definite.
 */
export function cholesky(matrix: Float64Array, n: number): Float64Array {
  const factor = new Float64Array(n * n);
  for (let column = 0; column < n; column++) {
    const own = at(matrix, column * n + column);
    const rest = own - dot(factor, column * n, factor, column * n, column);
    if (!(rest > own * 1e-14)) throw new EloError("no-maximum", "The votes leave some direction open: not every model can be compared.");
    const root = Math.sqrt(rest);
    factor[column * n + column] = root;
    eachRow(factor, n, column + 1, 0, factor, column * n, column, (row, sum) => {
      factor[row * n + column] = (at(matrix, row * n + column) - sum) / root;
    });
  }
  return factor;
}

/**
 * As `cholesky`, for a matrix that may be singular, such as a covariance around a mean: a direction without variance gets a column of
 * zeros.
 */
export function semidefiniteFactor(matrix: Float64Array, n: number): Float64Array {
  const factor = new Float64Array(n * n);
  for (let column = 0; column < n; column++) {
    const own = at(matrix, column * n + column);
    const rest = own - dot(factor, column * n, factor, column * n, column);
    if (!(rest > own * 1e-11)) continue;
    const root = Math.sqrt(rest);
    factor[column * n + column] = root;
    eachRow(factor, n, column + 1, 0, factor, column * n, column, (row, sum) => {
      factor[row * n + column] = (at(matrix, row * n + column) - sum) / root;
    });
  }
  return factor;
}

/** Solves `L L' x = vector`. */
export function solve(factor: Float64Array, n: number, vector: Float64Array): Float64Array {
  const result = vector.slice();
  for (let row = 0; row < n; row++) {
    result[row] = (at(result, row) - dot(factor, row * n, result, 0, row)) / at(factor, row * n + row);
  }
  for (let row = n - 1; row >= 0; row--) {
    const value = at(result, row) / at(factor, row * n + row);
    result[row] = value;
    for (let k = 0; k < row; k++) result[k] = at(result, k) - value * at(factor, row * n + k);
  }
  return result;
}

/** The inverse of the matrix `L L'`. */
export function inverse(factor: Float64Array, n: number): Float64Array {
  // Row r of `columns` is column r of L^-1, so that all products below run along rows.
  const columns = new Float64Array(n * n);
  for (let row = 0; row < n; row++) {
    const own = at(factor, row * n + row);
    columns[row * n + row] = 1 / own;
    const sums = new Float64Array(4);
    let column = 0;
    for (; column + 3 < row; column += 4) {
      fourDots(columns, column * n, n, factor, row * n, row, sums);
      for (let k = 0; k < 4; k++) columns[(column + k) * n + row] = -at(sums, k) / own;
    }
    for (; column < row; column++) columns[column * n + row] = -dot(columns, column * n, factor, row * n, row) / own;
  }
  const result = new Float64Array(n * n);
  for (let column = 0; column < n; column++) {
    // Column r of L^-1 begins at its row r, so for rows below `column` only what follows `row` counts; the zeros before it add nothing.
    eachRow(columns, n, column, column, columns, column * n + column, n - column, (row, sum) => {
      result[row * n + column] = sum;
      result[column * n + row] = sum;
    });
  }
  return result;
}

/** `A B A` for symmetric n x n matrices. */
export function congruence(a: Float64Array, b: Float64Array, n: number): Float64Array {
  const half = new Float64Array(n * n);
  const result = new Float64Array(n * n);
  for (let row = 0; row < n; row++) {
    eachRow(b, n, 0, 0, a, row * n, n, (column, sum) => {
      half[row * n + column] = sum;
    });
  }
  for (let column = 0; column < n; column++) {
    eachRow(half, n, column, 0, a, column * n, n, (row, sum) => {
      result[row * n + column] = sum;
      result[column * n + row] = sum;
    });
  }
  return result;
}
