import { add, at, idAt } from "../math/access.ts";
import type { PairCounts } from "./pair-counts.ts";

/** Up to this many ordered pairs (1,500 models) a table may have a cell for each; above it only pairs that met have one. */
const DENSE_PAIRS = 1500 ** 2;

/** A table for each pair pays where votes are at least this share of it. */
const DENSE_SHARE = 1 / 16;

/** Tables up to this size cost nothing to speak of. */
const SMALL_PAIRS = 2 ** 16;

const OUTCOMES = [0, 1, 2, 3] as const;

/** Whether `votes` votes among n models are quicker to count in a cell for every ordered pair. */
export function isDense(n: number, votes: number): boolean {
  return n * n <= DENSE_PAIRS && (n * n <= SMALL_PAIRS || votes >= DENSE_SHARE * n * n);
}

/** Four counts per ordered pair of models, side by side: wins of the first, wins of the second, ties, both bad. */
export class PairTable {
  readonly #n: number;
  /** Where the counts of a pair begin; null while every pair has its own cell. */
  readonly #rows: Map<number, number> | null;
  #counts: Float64Array;

  /** @param votes How many votes or rows are to come, at most. */
  constructor(n: number, votes: number) {
    this.#n = n;
    const dense = isDense(n, votes);
    this.#rows = dense ? null : new Map();
    this.#counts = new Float64Array(4 * (dense ? n * n : 1024));
  }

  add(a: number, b: number, outcome: number, weight: number): void {
    // The row comes first: a new one may need a larger table.
    const cell = this.#rowOf(a * this.#n + b) + outcome;
    add(this.#counts, cell, weight);
  }

  #rowOf(pair: number): number {
    if (!this.#rows) return 4 * pair;
    const known = this.#rows.get(pair);
    if (known !== undefined) return known;
    const row = 4 * this.#rows.size;
    if (row === this.#counts.length) {
      const larger = new Float64Array(2 * row);
      larger.set(this.#counts);
      this.#counts = larger;
    }
    this.#rows.set(pair, row);
    return row;
  }

  /** The pairs that met, sorted by first, then second. */
  counts(models: readonly string[]): PairCounts {
    const all = this.#rows ? Float64Array.from(this.#rows.keys()).sort() : Float64Array.from({ length: this.#n ** 2 }, (_, pair) => pair);
    const rows = Int32Array.from(all, (pair) => this.#rowOf(pair));
    const isMet = rows.map((row) => (OUTCOMES.some((outcome) => at(this.#counts, row + outcome) !== 0) ? 1 : 0));
    const met = all.filter((_, k) => idAt(isMet, k) === 1);
    const metRows = rows.filter((_, k) => idAt(isMet, k) === 1);
    const column = (outcome: number) => Float64Array.from(metRows, (row) => at(this.#counts, row + outcome));
    return {
      models,
      first: Int32Array.from(met, (pair) => Math.floor(pair / this.#n)),
      second: Int32Array.from(met, (pair) => pair % this.#n),
      winsFirst: column(0),
      winsSecond: column(1),
      ties: column(2),
      bothBad: column(3),
    };
  }
}
