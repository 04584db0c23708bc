import { add, at, idAt } from "../math/access.ts";
import type { PairCounts } from "../votes/pair-counts.ts";
import { pairIndex } from "../votes/pair-table.ts";

/** What half-tie Bradley–Terry needs of each pair: a win scores 1, a tie one half; `squares` sums squared scores. */
export interface Cells {
  readonly n: number;
  readonly i: Int32Array;
  readonly j: Int32Array;
  readonly total: Float64Array;
  readonly scoreI: Float64Array;
  readonly squares: Float64Array;
}

/**
 * Pair counts as scores. Unless the order of showing matters, (a, b) and (b, a) become one cell.
 *
 * @param ties `"half"` counts ties and both-bad as half a win each way, `"drop"` leaves them out.
 */
export function cellsOf(counts: PairCounts, ties: "half" | "drop", ordered: boolean): Cells {
  const n = counts.models.length;
  const size = counts.first.length;
  const cells = {
    i: new Int32Array(size),
    j: new Int32Array(size),
    total: new Float64Array(size),
    scoreI: new Float64Array(size),
    squares: new Float64Array(size),
  };
  const cellOf = pairIndex(n);
  let used = 0;
  for (let k = 0; k < size; k++) {
    const first = idAt(counts.first, k);
    const second = idAt(counts.second, k);
    const swapped = !ordered && first > second;
    const i = swapped ? second : first;
    const j = swapped ? first : second;
    const tied = ties === "half" ? at(counts.ties, k) + at(counts.bothBad, k) : 0;
    const won = at(swapped ? counts.winsSecond : counts.winsFirst, k);
    const lost = at(swapped ? counts.winsFirst : counts.winsSecond, k);
    if (won + lost + tied === 0) continue;
    let cell = cellOf.get(i * n + j);
    if (cell < 0) {
      cell = used++;
      cellOf.set(i * n + j, cell);
      cells.i[cell] = i;
      cells.j[cell] = j;
    }
    add(cells.total, cell, won + lost + tied);
    add(cells.scoreI, cell, won + tied / 2);
    add(cells.squares, cell, won + tied / 4);
  }
  return {
    n,
    i: cells.i.subarray(0, used),
    j: cells.j.subarray(0, used),
    total: cells.total.subarray(0, used),
    scoreI: cells.scoreI.subarray(0, used),
    squares: cells.squares.subarray(0, used),
  };
}

/**
 * Calls `take` with wins of i, wins of j and ties of each cell: what scores and their squares hold.
 */
export function eachOutcome({ total, scoreI, squares }: Cells, take: (k: number, won: number, lost: number, tied: number) => void): void {
  for (let k = 0; k < total.length; k++) {
    const tied = 4 * (at(scoreI, k) - at(squares, k));
    const won = at(scoreI, k) - tied / 2;
    take(k, won, at(total, k) - won - tied, tied);
  }
}

/** Votes of each model. */
export function votesOf({ n, i, j, total }: Cells): Float64Array {
  const votes = new Float64Array(n);
  for (let k = 0; k < total.length; k++) {
    add(votes, idAt(i, k), at(total, k));
    add(votes, idAt(j, k), at(total, k));
  }
  return votes;
}
