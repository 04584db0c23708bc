import { EloError } from "./errors.ts";

/** The lower Cholesky factor of a positive definite n x n matrix, row by row. */
export function cholesky(matrix: Float64Array, n: number): Float64Array {
  const factor = new Float64Array(n * n);
  for (let row = 0; row < n; row++) {
    for (let column = 0; column <= row; column++) {
      let sum = matrix[row * n + column] ?? 0;
      for (let k = 0; k < column; k++) sum -= (factor[row * n + k] ?? 0) * (factor[column * n + k] ?? 0);
      if (row === column && !(sum > 0))
        throw new EloError("no-maximum", "The votes leave the rating of some model open in every direction.");
      factor[row * n + column] = row === column ? Math.sqrt(sum) : sum / (factor[column * n + column] ?? 1);
    }
  }
  return factor;
}

/** Solves `L L' x = vector` for x. */
export function solve(factor: Float64Array, n: number, vector: Float64Array): Float64Array {
  const result = vector.slice();
  for (let row = 0; row < n; row++) {
    let sum = result[row] ?? 0;
    for (let k = 0; k < row; k++) sum -= (factor[row * n + k] ?? 0) * (result[k] ?? 0);
    result[row] = sum / (factor[row * n + row] ?? 1);
  }
  for (let row = n - 1; row >= 0; row--) {
    let sum = result[row] ?? 0;
    for (let k = row + 1; k < n; k++) sum -= (factor[k * n + row] ?? 0) * (result[k] ?? 0);
    result[row] = sum / (factor[row * n + row] ?? 1);
  }
  return result;
}

/** The inverse of the matrix whose factor is given. */
export function inverse(factor: Float64Array, n: number): Float64Array {
  const result = new Float64Array(n * n);
  for (let column = 0; column < n; column++) {
    const unit = new Float64Array(n);
    unit[column] = 1;
    result.set(solve(factor, n, unit), column * n);
  }
  return result;
}
