import { add, at, idAt } from "../math/access.ts";
import type { Evaluate } from "../math/maximize.ts";
import type { PairCounts } from "../votes/pair-counts.ts";
import { pairIndex } from "../votes/pair-table.ts";
import {
  ENTRIES,
  type ExplicitTieModel,
  fillShares,
  FIRST,
  newShares,
  outcomesOf,
  SECOND,
  SECOND_COLUMNS,
  SECOND_ROWS,
} from "./tie-shares.ts";

/** How often two models met, and the four ways it ended, side by side. */
export interface Meetings {
  readonly n: number;
  readonly i: Int32Array;
  readonly j: Int32Array;
  readonly counts: Float64Array;
}

/** Parameters: n ratings, the tie parameter, and the advantage of the first place where the order of showing counts. */
export interface Layout {
  readonly n: number;
  readonly size: number;
  readonly position: boolean;
}

/** What goes into the matrix: the information, as observed or as expected, or the squared scores of the sandwich. */
export type MatrixOf = "observed" | "expected" | "squares";

const OUTCOMES = 4;

/** Pair counts by outcome; unless the order of showing counts, (a, b) and (b, a) become one meeting. Without `grounded` both-bad is a tie. */
export function meetingsOf(counts: PairCounts, grounded: boolean, ordered: boolean): Meetings {
  const n = counts.models.length;
  const size = counts.first.length;
  const [i, j, table] = [new Int32Array(size), new Int32Array(size), new Float64Array(OUTCOMES * size)];
  const index = pairIndex(n);
  let used = 0;
  for (let k = 0; k < size; k++) {
    const [first, second] = [idAt(counts.first, k), idAt(counts.second, k)];
    const swapped = !ordered && first > second;
    const [left, right] = swapped ? [second, first] : [first, second];
    let meeting = index.get(left * n + right);
    if (meeting < 0) {
      meeting = used++;
      index.set(left * n + right, meeting);
      i[meeting] = left;
      j[meeting] = right;
    }
    const row = OUTCOMES * meeting;
    const bad = at(counts.bothBad, k);
    add(table, row + (swapped ? 1 : 0), at(counts.winsFirst, k));
    add(table, row + (swapped ? 0 : 1), at(counts.winsSecond, k));
    add(table, row + 2, at(counts.ties, k) + (grounded ? 0 : bad));
    if (grounded) add(table, row + 3, bad);
  }
  return { n, i: i.subarray(0, used), j: j.subarray(0, used), counts: table.subarray(0, OUTCOMES * used) };
}

/**
 * The log-likelihood of meetings. Only differences of ratings count, unless the model is grounded; the constant direction then carries
 * 11'/n.
 *
 * @param trust Per model; of a pair the larger says how much of its squared scores is what the likelihood expects of them.
 */
export function tieLikelihood(
  { n, i, j, counts }: Meetings,
  model: ExplicitTieModel,
  { size, position }: Layout,
  matrixOf: MatrixOf,
  trust: Float64Array | null = null,
): Evaluate {
  const outcomes = outcomesOf(model);
  const shares = newShares();
  const [slope, curvature] = [new Float64Array(3), new Float64Array(6)];
  return (x, gradient, matrix) => {
    gradient.fill(0);
    matrix?.fill(0);
    if (matrix && model !== "grounded" && matrixOf !== "squares")
      for (let row = 0; row < n; row++) matrix.fill(1 / n, row * size, row * size + n);
    const [tau, shift] = [at(x, n), position ? at(x, n + 1) : 0];
    let value = 0;
    for (let k = 0; k < i.length; k++) {
      const [left, right] = [idAt(i, k), idAt(j, k)];
      fillShares(model, at(x, left) + shift, at(x, right), tau, shares);
      value += sumSlopes(shares, counts, OUTCOMES * k, outcomes, slope);
      add(gradient, left, at(slope, 0));
      add(gradient, right, at(slope, 1));
      add(gradient, n, at(slope, 2));
      // The advantage of the first place adds to theta_i, so it has the derivatives of theta_i.
      if (position) add(gradient, n + 1, at(slope, 0));
      if (!matrix) continue;
      sumCurvatures(shares, counts, OUTCOMES * k, outcomes, matrixOf, trust ? Math.max(at(trust, left), at(trust, right)) : 0, curvature);
      addTo(matrix, size, left, right, n, position ? n + 1 : -1, curvature);
    }
    return value;
  };
}

/** Writes the gradient of one meeting's log-likelihood, and returns its value. */
function sumSlopes(shares: Float64Array, counts: Float64Array, from: number, outcomes: number, slope: Float64Array): number {
  let [value, first, second, tie] = [0, 0, 0, 0];
  for (let outcome = 0; outcome < outcomes; outcome++) {
    const count = at(counts, from + outcome);
    if (count === 0) continue;
    const row = outcome * ENTRIES;
    value += count * Math.log(at(shares, row));
    first += count * at(shares, row + FIRST);
    second += count * at(shares, row + FIRST + 1);
    tie += count * at(shares, row + FIRST + 2);
  }
  slope[0] = first;
  slope[1] = second;
  slope[2] = tie;
  return value;
}

function sumCurvatures(
  shares: Float64Array,
  counts: Float64Array,
  from: number,
  outcomes: number,
  matrixOf: MatrixOf,
  trust: number,
  curvature: Float64Array,
): void {
  curvature.fill(0);
  let total = 0;
  for (let outcome = 0; outcome < outcomes; outcome++) total += at(counts, from + outcome);
  for (let outcome = 0; outcome < outcomes; outcome++) {
    const row = outcome * ENTRIES;
    const count = at(counts, from + outcome);
    const expected = total * at(shares, row);
    const weight = matrixOf === "expected" ? expected : count + (expected - count) * trust;
    for (let k = 0; k < 6; k++) {
      const product = at(shares, row + FIRST + idAt(SECOND_ROWS, k)) * at(shares, row + FIRST + idAt(SECOND_COLUMNS, k));
      add(curvature, k, matrixOf === "observed" ? -count * at(shares, row + SECOND + k) : weight * product);
    }
  }
}

/** Adds the six entries (ii, ij, it, jj, jt, tt) of a meeting, and those of the advantage of the first place where there is one. */
function addTo(matrix: Float64Array, size: number, i: number, j: number, tie: number, position: number, curvature: Float64Array): void {
  const [ii, ij, it] = [at(curvature, 0), at(curvature, 1), at(curvature, 2)];
  const [jj, jt, tt] = [at(curvature, 3), at(curvature, 4), at(curvature, 5)];
  const [rowI, rowJ, rowT] = [i * size, j * size, tie * size];
  add(matrix, rowI + i, ii);
  add(matrix, rowJ + j, jj);
  add(matrix, rowT + tie, tt);
  add(matrix, rowI + j, ij);
  add(matrix, rowJ + i, ij);
  add(matrix, rowI + tie, it);
  add(matrix, rowT + i, it);
  add(matrix, rowJ + tie, jt);
  add(matrix, rowT + j, jt);
  if (position < 0) return;
  const rowP = position * size;
  add(matrix, rowP + position, ii);
  add(matrix, rowP + i, ii);
  add(matrix, rowI + position, ii);
  add(matrix, rowP + j, ij);
  add(matrix, rowJ + position, ij);
  add(matrix, rowP + tie, it);
  add(matrix, rowT + position, it);
}
