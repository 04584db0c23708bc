import { itemAt } from "../math/access.ts";
import { EloError } from "../errors.ts";
import { GrowingColumn } from "./growing-column.ts";
import { quoted, shown } from "./messages.ts";

/**
 * How a vote ended; the index in this list is the code in `VoteColumns.outcome`.
 *
 * @example
 * ```ts
 * const code = outcomes.indexOf("tie"); // 2
 * ```
 */
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

/** What each outcome counts for the model shown first, by its code. */
export const SCORE = Float64Array.of(1, 0, 0.5, 0.5);

/** Numbers names in order of appearance. */
export class NameTable {
  readonly names: string[] = [];
  readonly #indices = new Map<string, number>();

  /** @throws EloError `bad-input` for an empty name or one that is no text; `what` and `row` say where it stands. */
  index(name: string, what: string, row?: number): number {
    const known = this.#indices.get(name);
    if (known !== undefined) return known;
    const where = row === undefined ? what : `${what} ${row}`;
    if (typeof name !== "string")
      throw new EloError(
        "bad-input",
        `${where} has a model whose name is ${name === undefined ? "missing" : `no text but a ${typeof name}`}.`,
      );
    if (name === "") throw new EloError("bad-input", `${where} has a model without a name.`);
    this.#indices.set(name, this.names.length);
    return this.names.push(name) - 1;
  }
}

/** @throws EloError `bad-input` for a model that is listed twice, has no name, or has a name that is no text. */
export function checkModels(models: readonly string[]): void {
  const names = new NameTable();
  models.forEach((model, k) => {
    if (names.index(model, "The list of models") < k) throw new EloError("bad-input", `The list of models has ${quoted(model)} twice.`);
  });
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
  const [first, second] = [new GrowingColumn(Int32Array), new GrowingColumn(Int32Array)];
  const [ends, weights] = [new GrowingColumn(Uint8Array), new GrowingColumn(Float64Array)];
  let weighted = false;
  for (const vote of votes) {
    const row = ends.length + 1;
    if (typeof vote !== "object" || vote === null) throw new EloError("bad-input", `Vote ${row} is no object.`);
    const code = codes.get(vote.outcome);
    if (code === undefined)
      throw new EloError(
        "bad-input",
        `Vote ${row} has the outcome ${quoted(String(vote.outcome))}, but it must be one of: ${outcomes.join(", ")}.`,
      );
    const [a, b] = [table.index(vote.a, "Vote", row), table.index(vote.b, "Vote", row)];
    if (a === b) throw new EloError("bad-input", `Vote ${row} has ${shown(vote.a)} against itself.`);
    const weight = vote.weight ?? 1;
    if (!(weight >= 0 && Number.isFinite(weight))) throw new EloError("bad-input", `Vote ${row} has the weight ${weight}.`);
    weighted ||= weight !== 1;
    first.push(a);
    second.push(b);
    ends.push(code);
    weights.push(weight);
  }
  const columns = { models: table.names, a: first.take(), b: second.take(), outcome: ends.take() };
  return weighted ? { ...columns, weight: weights.take() } : columns;
}

/** The votes at these indices, among the same models. */
export function pickVotes({ models, a, b, outcome, weight }: VoteColumns, indices: ArrayLike<number>): VoteColumns {
  const picked = {
    models,
    a: Int32Array.from(indices, (vote) => itemAt(a, vote)),
    b: Int32Array.from(indices, (vote) => itemAt(b, vote)),
    outcome: Uint8Array.from(indices, (vote) => itemAt(outcome, vote)),
  };
  return weight ? { ...picked, weight: Float64Array.from(indices, (vote) => itemAt(weight, vote)) } : picked;
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

/** @throws EloError `bad-input` that names the first vote that cannot be, counted from 1. */
export function checkVote(k: number, n: number, a: number, b: number, outcome: number): void {
  for (const model of [a, b]) {
    if (!(Number.isInteger(model) && model >= 0 && model < n))
      throw new EloError("bad-input", `Vote ${k + 1} names model ${model}, but there are ${n}.`);
  }
  if (a === b) throw new EloError("bad-input", `Vote ${k + 1} has model ${a} against itself.`);
  if (!(Number.isInteger(outcome) && outcome >= 0 && outcome < outcomes.length))
    throw new EloError("bad-input", `Vote ${k + 1} has the outcome code ${outcome}; 0 to 3 are known.`);
}
