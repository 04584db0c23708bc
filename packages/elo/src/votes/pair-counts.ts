import { EloError } from "../errors.ts";
import { checkVote, NameTable, type VoteColumns } from "./votes.ts";

/**
 * All that Bradley–Terry needs to know of any number of votes: O(models²) however many there were. Entry k says how often
 * `first[k]` was shown first against `second[k]` (indices into `models`) and how it ended. (a, b) and (b, a) are two entries,
 * sorted by first, then second; no entry is empty.
 */
export interface PairCounts {
  readonly models: readonly string[];
  readonly first: Int32Array;
  readonly second: Int32Array;
  readonly winsFirst: Float64Array;
  readonly winsSecond: Float64Array;
  readonly ties: Float64Array;
  readonly bothBad: Float64Array;
}

/** How two models met, summed up: one row of a `GROUP BY model_a, model_b`. */
export interface PairRow {
  readonly a: string;
  readonly b: string;
  readonly winsA: number;
  readonly winsB: number;
  readonly ties: number;
  readonly bothBad?: number;
}

/** Up to this many models every ordered pair has its place in a dense table; above it only pairs that met have one. */
const DENSE_MODELS = 1500;

/** Four counts per ordered pair of models, side by side: wins of the first, wins of the second, ties, both bad. */
class PairTable {
  readonly #n: number;
  readonly #dense: Float64Array | null;
  readonly #sparse = new Map<number, Float64Array>();

  constructor(n: number) {
    this.#n = n;
    this.#dense = n <= DENSE_MODELS ? new Float64Array(n * n * 4) : null;
  }

  add(a: number, b: number, outcome: number, weight: number): void {
    const pair = a * this.#n + b;
    if (this.#dense) {
      this.#dense[pair * 4 + outcome] = (this.#dense[pair * 4 + outcome] ?? 0) + weight;
      return;
    }
    let counts = this.#sparse.get(pair);
    if (!counts) this.#sparse.set(pair, (counts = new Float64Array(4)));
    counts[outcome] = (counts[outcome] ?? 0) + weight;
  }

  counts(models: readonly string[]): PairCounts {
    const n = this.#n;
    const dense = this.#dense;
    const keys: number[] = [];
    const at = (pair: number): Float64Array =>
      dense ? dense.subarray(pair * 4, pair * 4 + 4) : (this.#sparse.get(pair) ?? new Float64Array(4));
    if (dense) {
      for (let pair = 0; pair < n * n; pair++) {
        if (dense[pair * 4] || dense[pair * 4 + 1] || dense[pair * 4 + 2] || dense[pair * 4 + 3]) keys.push(pair);
      }
    } else
      keys.push(...[...this.#sparse.keys()].filter((pair) => at(pair).some((count) => count !== 0)).toSorted((one, other) => one - other));
    const column = (outcome: number) => Float64Array.from(keys, (pair) => at(pair)[outcome] ?? 0);
    return {
      models,
      first: Int32Array.from(keys, (pair) => Math.floor(pair / n)),
      second: Int32Array.from(keys, (pair) => pair % n),
      winsFirst: column(0),
      winsSecond: column(1),
      ties: column(2),
      bothBad: column(3),
    };
  }
}

/**
 * Counts votes given as columns, at a few nanoseconds a vote.
 *
 * @throws EloError `bad-input` that names the first vote that cannot be.
 */
export function pairCountsFromColumns({ models, a, b, outcome, weight }: VoteColumns): PairCounts {
  const n = models.length;
  const votes = a.length;
  if (b.length !== votes || outcome.length !== votes || (weight && weight.length !== votes)) {
    throw new EloError("bad-input", "The columns of votes have different lengths.");
  }
  if (!weight && n <= DENSE_MODELS) return denseCounts({ models, a, b, outcome }, n);
  const table = new PairTable(n);
  for (let k = 0; k < votes; k++) {
    const [i, j, end, own] = [a[k] ?? -1, b[k] ?? -1, outcome[k] ?? 255, weight ? (weight[k] ?? 0) : 1];
    checkVote(k, n, i, j, end);
    if (!(own >= 0 && Number.isFinite(own))) throw new EloError("bad-input", `Vote ${k + 1} has the weight ${own}.`);
    table.add(i, j, end, own);
  }
  return table.counts(models);
}

/** The hot loop by itself: unweighted votes into a table of whole numbers, half the size and so twice in cache. */
function denseCounts({ models, a, b, outcome }: VoteColumns, n: number): PairCounts {
  const tally = new Uint32Array(n * n * 4);
  for (let k = 0; k < a.length; k++) {
    const i = a[k] ?? -1;
    const j = b[k] ?? -1;
    const end = outcome[k] ?? 255;
    if (i >>> 0 >= n || j >>> 0 >= n || i === j || end > 3) checkVote(k, n, i, j, end);
    const place = ((i * n + j) << 2) | end;
    tally[place] = (tally[place] ?? 0) + 1;
  }
  let met = 0;
  for (let pair = 0; pair < n * n; pair++) if (meets(tally, pair)) met++;
  const columns = Array.from({ length: 4 }, () => new Float64Array(met));
  const [first, second] = [new Int32Array(met), new Int32Array(met)];
  for (let pair = 0, row = 0; pair < n * n; pair++) {
    if (!meets(tally, pair)) continue;
    first[row] = Math.floor(pair / n);
    second[row] = pair % n;
    columns.forEach((column, end) => (column[row] = tally[pair * 4 + end] ?? 0));
    row++;
  }
  const [winsFirst, winsSecond, ties, bothBad] = columns as [Float64Array, Float64Array, Float64Array, Float64Array];
  return { models, first, second, winsFirst, winsSecond, ties, bothBad };
}

const meets = (tally: Uint32Array, pair: number): boolean =>
  ((tally[pair * 4] ?? 0) | (tally[pair * 4 + 1] ?? 0) | (tally[pair * 4 + 2] ?? 0) | (tally[pair * 4 + 3] ?? 0)) !== 0;

/**
 * Makes pair counts from summed rows.
 *
 * @param rows Any number of rows for a pair; they add up.
 * @param options `models` lists models that belong on the board even without a vote.
 * @throws EloError `bad-input` that names the row: a model against itself, an empty name, a count that is negative or no number.
 * @example
 * ```ts
 * const counts = pairCountsFromRows([{ a: "x", b: "y", winsA: 3, winsB: 1, ties: 0 }]);
 * ```
 */
export function pairCountsFromRows(rows: Iterable<PairRow>, options: { readonly models?: readonly string[] } = {}): PairCounts {
  const names = new NameTable();
  for (const name of options.models ?? []) names.place(name, "The list of models");
  const cells: [number, number, number, number, number, number][] = [];
  let row = 0;
  for (const { a, b, winsA, winsB, ties, bothBad = 0 } of rows) {
    row++;
    if (a === b)
      throw new EloError("bad-input", a === "" ? `Row ${row} has a model without a name.` : `Row ${row} has ${a} against itself.`);
    const [first, second] = [names.place(a, "Row", row), names.place(b, "Row", row)];
    for (const count of [winsA, winsB, ties, bothBad]) {
      if (!(count >= 0 && Number.isFinite(count))) throw new EloError("bad-input", `Row ${row} (${a}, ${b}) has the count ${count}.`);
    }
    cells.push([first, second, winsA, winsB, ties, bothBad]);
  }
  const table = new PairTable(names.names.length);
  for (const [first, second, ...counts] of cells) counts.forEach((count, outcome) => table.add(first, second, outcome, count));
  return table.counts(names.names);
}

/**
 * Adds counts of several sources (shards, days, voters), each with a factor: -1 takes votes away again.
 *
 * @throws EloError `bad-input` when more is taken away than there is.
 * @example
 * ```ts
 * const withoutVoter = addPairCounts([all, 1], [ofVoter, -1]);
 * ```
 */
export function addPairCounts(...parts: readonly (readonly [counts: PairCounts, factor: number])[]): PairCounts {
  const names = new NameTable();
  const places = parts.map(([{ models }]) => models.map((name) => names.place(name, "The list of models")));
  const table = new PairTable(names.names.length);
  parts.forEach(([counts, factor], part) => {
    counts.first.forEach((first, k) => {
      const [i, j] = [places[part]?.[first] ?? 0, places[part]?.[counts.second[k] ?? 0] ?? 0];
      [counts.winsFirst, counts.winsSecond, counts.ties, counts.bothBad].forEach((column, outcome) =>
        table.add(i, j, outcome, factor * (column[k] ?? 0)),
      );
    });
  });
  const sum = table.counts(names.names);
  for (const column of [sum.winsFirst, sum.winsSecond, sum.ties, sum.bothBad]) {
    const below = column.findIndex((count) => !(count >= 0));
    if (below >= 0)
      throw new EloError(
        "bad-input",
        `${sum.models[sum.first[below] ?? 0]} against ${sum.models[sum.second[below] ?? 0]} would have ${column[below]} votes.`,
      );
  }
  return sum;
}

/** All votes together. */
export function countVotes({ winsFirst, winsSecond, ties, bothBad }: PairCounts): number {
  let sum = 0;
  for (const column of [winsFirst, winsSecond, ties, bothBad]) for (const count of column) sum += count;
  return sum;
}
