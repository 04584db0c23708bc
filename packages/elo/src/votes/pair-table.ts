import { add, idAt, itemAt } from "../math/access.ts";
import type { PairCounts } from "./pair-counts.ts";

/** Up to this many models, a table of all ordered pairs is quicker than a map of those that met. */
const DENSE_MODELS = 2000;
/** A table of counts for every pair pays where votes are at least this share of it. */
const DENSE_SHARE = 1 / 16;

/** The columns of counts, in the order of the codes of outcomes. */
export const COUNTS = ["winsFirst", "winsSecond", "ties", "bothBad"] as const;

/** Whether `votes` votes among n models are quicker to count in a cell for every ordered pair. */
export const isDense = (n: number, votes: number): boolean => n <= DENSE_MODELS && DENSE_SHARE * n * n <= votes;

/** A number for each ordered pair, as `first * n + second`; -1 for a pair that has none yet. */
export function pairIndex(n: number): { get(pair: number): number; set(pair: number, entry: number): void } {
  if (n <= DENSE_MODELS) {
    const entries = new Int32Array(n * n).fill(-1);
    return { get: (pair) => idAt(entries, pair), set: (pair, entry) => void (entries[pair] = entry) };
  }
  const entries = new Map<number, number>();
  return { get: (pair) => entries.get(pair) ?? -1, set: (pair, entry) => void entries.set(pair, entry) };
}

/** Four counts per ordered pair of models, side by side: wins of the first, wins of the second, ties, both bad. */
export class PairTable {
  readonly #n: number;
  readonly #index: ReturnType<typeof pairIndex>;
  readonly #pairs: number[] = [];
  #counts = new Float64Array(4096);

  constructor(n: number) {
    this.#n = n;
    this.#index = pairIndex(n);
  }

  add(a: number, b: number, outcome: number, weight: number): void {
    const pair = a * this.#n + b;
    let row = this.#index.get(pair);
    if (row < 0) {
      row = 4 * (this.#pairs.push(pair) - 1);
      this.#index.set(pair, row);
      if (row === this.#counts.length) {
        const larger = new Float64Array(2 * row);
        larger.set(this.#counts);
        this.#counts = larger;
      }
    }
    add(this.#counts, row + outcome, weight);
  }

  /** The pairs that met, sorted by first, then second. */
  counts(models: readonly string[]): PairCounts {
    return tabulated(models, this.#counts, Float64Array.from(this.#pairs).sort(), this.#index.get);
  }
}

/** Pair counts of those pairs whose row of a table is not empty. */
export function tabulated(
  models: readonly string[],
  table: Float64Array | Uint32Array,
  pairs: Float64Array,
  rowOf: (pair: number) => number,
): PairCounts {
  const met = pairs.filter((pair) => COUNTS.some((_, outcome) => itemAt(table, rowOf(pair) + outcome) !== 0));
  const column = (outcome: number) => Float64Array.from(met, (pair) => itemAt(table, rowOf(pair) + outcome));
  return {
    models,
    first: Int32Array.from(met, (pair) => Math.floor(pair / models.length)),
    second: Int32Array.from(met, (pair) => pair % models.length),
    winsFirst: column(0),
    winsSecond: column(1),
    ties: column(2),
    bothBad: column(3),
  };
}
