import { EloError } from "./errors.ts";

/**
 * All that Bradley–Terry needs to know of any number of votes. Entry k says how often `first[k]` met `second[k]` (indices into
 * `models`) and how it ended. Ordered: (a, b) and (b, a) are two entries.
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
  const indexOf = new Map<string, number>();
  const place = (name: string, row: number) => {
    if (name === "") throw new EloError("bad-input", `Row ${row} has a model without a name.`);
    const index = indexOf.get(name) ?? indexOf.size;
    indexOf.set(name, index);
    return index;
  };
  for (const name of options.models ?? []) place(name, 0);
  const merged = new Map<string, [number, number, number, number, number, number]>();
  let number = 0;
  for (const { a, b, winsA, winsB, ties, bothBad = 0 } of rows) {
    number++;
    if (a === b) throw new EloError("bad-input", `Row ${number} has ${a} against itself.`);
    for (const count of [winsA, winsB, ties, bothBad]) {
      if (!(count >= 0 && Number.isFinite(count))) throw new EloError("bad-input", `Row ${number} (${a}, ${b}) has the count ${count}.`);
    }
    const [first, second] = [place(a, number), place(b, number)];
    const entry = merged.get(`${first},${second}`) ?? [first, second, 0, 0, 0, 0];
    entry[2] += winsA;
    entry[3] += winsB;
    entry[4] += ties;
    entry[5] += bothBad;
    merged.set(`${first},${second}`, entry);
  }
  const entries = [...merged.values()].toSorted((one, other) => one[0] - other[0] || one[1] - other[1]);
  return {
    models: [...indexOf.keys()],
    first: Int32Array.from(entries, (entry) => entry[0]),
    second: Int32Array.from(entries, (entry) => entry[1]),
    winsFirst: Float64Array.from(entries, (entry) => entry[2]),
    winsSecond: Float64Array.from(entries, (entry) => entry[3]),
    ties: Float64Array.from(entries, (entry) => entry[4]),
    bothBad: Float64Array.from(entries, (entry) => entry[5]),
  };
}
