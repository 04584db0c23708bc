import { itemAt } from "../math/access.ts";
import { EloError } from "../errors.ts";
import { checkFinite, checkKeys } from "../options.ts";
import { checkCounts } from "./check-counts.ts";
import { quoted, shown } from "./messages.ts";
import { COUNTS, isDense, PairTable, tabulated } from "./pair-table.ts";
import { checkModels, checkVote, NameTable, type VoteColumns } from "./votes.ts";

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

/** A count as databases hand it over: node-postgres gives `COUNT(*)` as text, others as a BigInt. */
export type RowCount = number | bigint | string;

/** How two models met, summed up: one row of a `GROUP BY model_a, model_b`. */
export interface PairRow {
  readonly a: string;
  readonly b: string;
  readonly winsA: RowCount;
  readonly winsB: RowCount;
  readonly ties: RowCount;
  readonly bothBad?: RowCount;
}

/**
 * Counts votes given as columns, at a few nanoseconds a vote.
 *
 * @throws EloError `bad-input` that names the first vote that cannot be.
 * @example
 * ```ts
 * rateModels(pairCountsFromColumns(columnsFromVotes([{ a: "x", b: "y", outcome: "a" }, { a: "x", b: "y", outcome: "b" }])));
 * ```
 */
export function pairCountsFromColumns({ models, a, b, outcome, weight }: VoteColumns): PairCounts {
  const n = models.length;
  const votes = a.length;
  if (b.length !== votes || outcome.length !== votes || (weight && weight.length !== votes)) {
    throw new EloError("bad-input", "The columns of votes have different lengths.");
  }
  checkModels(models);
  if (!weight && isDense(n, votes)) return denseCounts({ models, a, b, outcome }, n);
  const table = new PairTable(n);
  for (let k = 0; k < votes; k++) {
    const [i, j, end, own] = [itemAt(a, k), itemAt(b, k), itemAt(outcome, k), weight ? itemAt(weight, k) : 1];
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
    // A column that is too short reads as -1, which the check refuses.
    const i = a[k] ?? -1;
    const j = b[k] ?? -1;
    const end = outcome[k] ?? -1;
    if (i >>> 0 !== i || i >= n || j >>> 0 !== j || j >= n || i === j || end >>> 0 !== end || end > 3) checkVote(k, n, i, j, end);
    const cell = ((i * n + j) << 2) | end;
    // The check above keeps the cell inside the table; `at` here would double the time of the loop.
    tally[cell] = (tally[cell] ?? 0) + 1;
  }
  return tabulated(
    models,
    tally,
    Float64Array.from({ length: n * n }, (_, pair) => pair),
    (pair) => 4 * pair,
  );
}

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
  checkKeys("pairCountsFromRows", options, ["models"]);
  const names = new NameTable();
  for (const name of options.models ?? []) names.index(name, "The list of models");
  const cells: { first: number; second: number; counts: number[] }[] = [];
  for (const { a, b, winsA, winsB, ties, bothBad = 0 } of rows) {
    const row = cells.length + 1;
    const [first, second] = [names.index(a, "Row", row), names.index(b, "Row", row)];
    if (first === second) throw new EloError("bad-input", `Row ${row} has ${shown(a)} against itself.`);
    const counts = Object.entries({ winsA, winsB, ties, bothBad }).map(([name, count]) => {
      const value = numberOf(count);
      if (value !== null) return value;
      throw new EloError(
        "bad-input",
        `Row ${row} (${shown(a)}, ${shown(b)}) has the count ${describe(count)}. ${name} must be a number from 0 on.`,
      );
    });
    cells.push({ first, second, counts });
  }
  const table = new PairTable(names.names.length);
  for (const { first, second, counts } of cells) counts.forEach((count, outcome) => table.add(first, second, outcome, count));
  return table.counts(names.names);
}

/** Null for anything but a finite number from 0 on; a text must be a decimal number, a BigInt must be exact as a number. */
function numberOf(count: unknown): number | null {
  if (typeof count !== "number" && typeof count !== "bigint" && !(typeof count === "string" && /^\d+(\.\d+)?$/u.test(count))) return null;
  const value = Number(count);
  if (typeof count !== "number" && !Number.isSafeInteger(Math.floor(value))) return null;
  return value >= 0 && Number.isFinite(value) ? value : null;
}

function describe(value: unknown): string {
  if (typeof value === "string") return quoted(value);
  return typeof value === "bigint"
    ? `${value}n`
    : typeof value === "number" || typeof value === "boolean" || value === undefined
      ? String(value)
      : "of no known kind";
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
  parts.forEach(([counts, factor], k) => {
    checkCounts(counts);
    checkFinite(`Factor ${k + 1}`, factor);
  });
  const names = new NameTable();
  const indices = parts.map(([{ models }]) => models.map((name) => names.index(name, "The list of models")));
  const table = new PairTable(names.names.length);
  parts.forEach(([counts, factor], part) => {
    const indexOf = itemAt(indices, part);
    counts.first.forEach((first, k) => {
      const [i, j] = [itemAt(indexOf, first), itemAt(indexOf, itemAt(counts.second, k))];
      COUNTS.forEach((name, outcome) => table.add(i, j, outcome, factor * itemAt(counts[name], k)));
    });
  });
  const sum = table.counts(names.names);
  for (const name of COUNTS) {
    const column = sum[name];
    const below = column.findIndex((count) => !(count >= 0));
    if (below >= 0)
      throw new EloError(
        "bad-input",
        `${itemAt(sum.models, itemAt(sum.first, below))} against ${itemAt(sum.models, itemAt(sum.second, below))} would have ${itemAt(column, below)} votes.`,
      );
  }
  return sum;
}

/**
 * All votes together.
 *
 * @example
 * ```ts
 * countVotes(pairCountsFromRows([{ a: "x", b: "y", winsA: 3, winsB: 1, ties: 2 }])); // 6
 * ```
 */
export function countVotes(counts: PairCounts): number {
  let sum = 0;
  for (const name of COUNTS) for (const count of counts[name]) sum += count;
  return sum;
}
