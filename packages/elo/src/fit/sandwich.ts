import { add, at, idAt } from "../math/access.ts";
import { eachRow } from "../math/symmetric-matrix.ts";
import type { Cells } from "./cells.ts";

/** Up to this many models all covariances of a sandwich are computed; above it only the variances, with the correlations of the bread. */
const EXACT_MODELS = 1500;

/**
 * The sandwich A B A of half-tie ratings, A the inverse information (`bread`) and B = sum of v x x' over cells + diag(own), x = e_i - e_j (+ e_position):
 * row by row, as B has few entries.
 *
 * @param variance v of each cell.
 * @param own One value per model, or none.
 */
export function sandwich(cells: Cells, bread: Float64Array, size: number, variance: Float64Array, own: Float64Array): Float64Array {
  const { n, i, j } = cells;
  const result = new Float64Array(size * size);
  const image = new Float64Array(size);
  const exact = size <= EXACT_MODELS;
  for (let row = 0; row < size; row++) {
    const begin = row * size;
    image.fill(0);
    for (let k = 0; k < own.length; k++) image[k] = at(own, k) * at(bread, begin + k);
    for (let k = 0; k < variance.length; k++) {
      const [left, right] = [idAt(i, k), idAt(j, k)];
      const lead = at(bread, begin + left) - at(bread, begin + right) + (size > n ? at(bread, begin + n) : 0);
      const amount = at(variance, k) * lead;
      add(image, left, amount);
      add(image, right, -amount);
      if (size > n) add(image, n, amount);
    }
    eachRow(bread, exact ? size : row + 1, row, 0, image, 0, size, (column, sum) => {
      result[begin + column] = sum;
      result[column * size + row] = sum;
    });
  }
  return exact ? result : withCorrelationsOf(bread, result, size);
}

/** Scales `bread` to the variances on the diagonal of `variances`. */
function withCorrelationsOf(bread: Float64Array, variances: Float64Array, size: number): Float64Array {
  const scale = Float64Array.from({ length: size }, (_, k) => Math.sqrt(at(variances, k * size + k) / at(bread, k * size + k)));
  for (let row = 0; row < size; row++)
    for (let column = 0; column < size; column++)
      variances[row * size + column] = at(bread, row * size + column) * at(scale, row) * at(scale, column);
  return variances;
}
