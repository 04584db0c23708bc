import { EloError } from "../errors.ts";

/** How a vote ended; its place in this list is its code in `VoteColumns.outcome`. */
export const outcomes = ["a", "b", "tie", "both-bad"] as const;
export type Outcome = (typeof outcomes)[number];

/** One vote: `a` was shown first (left). */
export interface Vote {
  readonly a: string;
  readonly b: string;
  readonly outcome: Outcome;
  /** How many equal votes it stands for; 1 by default. */
  readonly weight?: number;
}

/** Votes as columns: `a` and `b` are indices into `models`, `outcome` into `outcomes`. */
export interface VoteColumns {
  readonly models: readonly string[];
  readonly a: Int32Array;
  readonly b: Int32Array;
  readonly outcome: Uint8Array;
  readonly weight?: Float64Array;
}

/** Gives names their places, in order of appearance. */
export class NameTable {
  readonly names: string[] = [];
  readonly #places = new Map<string, number>();

  /** @throws EloError `bad-input` for an empty name; `what` and `row` say where it stands. */
  place(name: string, what: string, row?: number): number {
    const known = this.#places.get(name);
    if (known !== undefined) return known;
    if (typeof name !== "string" || name === "")
      throw new EloError("bad-input", `${row === undefined ? what : `${what} ${row}`} has a model without a name.`);
    this.#places.set(name, this.names.length);
    return this.names.push(name) - 1;
  }
}

/**
 * Turns votes into columns, the quickest form for everything else.
 *
 * @throws EloError `bad-input` that names the vote: an unknown outcome, a model against itself, an empty name, a weight that is
 * negative or no number.
 * @example
 * ```ts
 * const columns = columnsFromVotes([{ a: "x", b: "y", outcome: "a" }]);
 * ```
 */
export function columnsFromVotes(votes: Iterable<Vote>): VoteColumns {
  const table = new NameTable();
  const codes = new Map<string, number>(outcomes.map((outcome, code) => [outcome, code]));
  let capacity = 1024;
  let a = new Int32Array(capacity);
  let b = new Int32Array(capacity);
  let outcome = new Uint8Array(capacity);
  let weight = new Float64Array(capacity);
  let weighted = false;
  let count = 0;
  for (const vote of votes) {
    if (count === capacity) {
      capacity *= 2;
      [a, b, outcome, weight] = [grow(a, capacity), grow(b, capacity), grow(outcome, capacity), grow(weight, capacity)];
    }
    const code = codes.get(vote.outcome);
    if (code === undefined)
      throw new EloError(
        "bad-input",
        `Vote ${count + 1} has the outcome ${JSON.stringify(vote.outcome)}, but it must be one of: ${outcomes.join(", ")}.`,
      );
    if (vote.a === vote.b) throw new EloError("bad-input", `Vote ${count + 1} has ${vote.a} against itself.`);
    a[count] = table.place(vote.a, "Vote", count + 1);
    b[count] = table.place(vote.b, "Vote", count + 1);
    outcome[count] = code;
    const own = vote.weight ?? 1;
    if (!(own >= 0 && Number.isFinite(own))) throw new EloError("bad-input", `Vote ${count + 1} has the weight ${own}.`);
    weight[count] = own;
    weighted ||= own !== 1;
    count++;
  }
  const columns = { models: table.names, a: a.slice(0, count), b: b.slice(0, count), outcome: outcome.slice(0, count) };
  return weighted ? { ...columns, weight: weight.slice(0, count) } : columns;
}

/**
 * Refuses weights where votes are taken one by one.
 *
 * @throws EloError `bad-input` that names the first vote that stands for more or less than one.
 */
export function checkUnweighted({ weight }: VoteColumns, what: string): void {
  const vote = weight?.findIndex((count) => count !== 1) ?? -1;
  if (vote >= 0) throw new EloError("bad-input", `Vote ${vote + 1} has the weight ${weight?.[vote]}, but ${what} takes votes one by one.`);
}

function grow<Column extends Int32Array | Uint8Array | Float64Array>(column: Column, capacity: number): Column {
  const larger = new (column.constructor as new (length: number) => Column)(capacity);
  larger.set(column);
  return larger;
}

/** @throws EloError `bad-input` that names the first vote that cannot be, counted from 1. */
export function checkVote(k: number, n: number, a: number, b: number, outcome: number): void {
  for (const model of [a, b]) {
    if (!(model >= 0 && model < n)) throw new EloError("bad-input", `Vote ${k + 1} names model ${model}, but there are ${n}.`);
  }
  if (a === b) throw new EloError("bad-input", `Vote ${k + 1} has model ${a} against itself.`);
  if (!(outcome < outcomes.length)) throw new EloError("bad-input", `Vote ${k + 1} has the outcome code ${outcome}; 0 to 3 are known.`);
}
