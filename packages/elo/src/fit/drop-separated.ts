import { EloError } from "../errors.ts";
import { at, idAt } from "../math/access.ts";
import type { PairCounts } from "../votes/pair-counts.ts";
import { COUNTS, PairTable } from "../votes/pair-table.ts";
import { pickVotes, type VoteColumns } from "../votes/votes.ts";
import { describeExistence } from "./existence.ts";
import { listOf } from "./no-maximum.ts";

/** What to do while the votes separate the models, so that no finite maximum exists. */
export type OnSeparation =
  /** Fail, with the names. */
  | "error"
  /** Rate the largest group that is not separated, and name the others. */
  | "drop";

/**
 * The counts of the largest group of models that the votes do not separate, and the models left out: what every fit of this package can
 * take where all votes have no finite maximum.
 *
 * @param ties As in the fit that is to follow; tie models need `"half"`.
 * @throws EloError `bad-input` for counts or ties that cannot be; `no-maximum` where no two models are left.
 * @example
 * ```ts
 * const { counts: kept, dropped } = dropSeparated(counts);
 * fitTieModel(kept, "davidson");
 * ```
 */
export function dropSeparated(counts: PairCounts, ties: "half" | "drop" = "half"): { counts: PairCounts; dropped: string[] } {
  const groups = describeExistence(counts, ties).strongComponents;
  const kept = new Set(groups.toSorted((one, other) => other.length - one.length)[0]);
  if (kept.size < 2) throw new EloError("no-maximum", "The votes separate every model from every other; none can be rated.");
  const models = counts.models.filter((model) => kept.has(model));
  return { counts: countsAmong(counts, models), dropped: counts.models.filter((model) => !kept.has(model)) };
}

/**
 * The counts between some of their models, in the order of `models`.
 *
 * @throws EloError `bad-input` for a model that the counts have not.
 */
export function countsAmong(counts: PairCounts, models: readonly string[]): PairCounts {
  if (models === counts.models) return counts;
  const map = mapTo(counts.models, models);
  const table = new PairTable(models.length);
  counts.first.forEach((first, k) => {
    const [i, j] = [idAt(map, first), idAt(map, idAt(counts.second, k))];
    if (i >= 0 && j >= 0) COUNTS.forEach((name, outcome) => table.add(i, j, outcome, at(counts[name], k)));
  });
  return table.counts(models);
}

/** The votes between some of their models, and their indices among all votes. */
export function votesAmong(columns: VoteColumns, models: readonly string[]): { columns: VoteColumns; indices: Int32Array } {
  const map = mapTo(columns.models, models);
  const indices = Int32Array.from(columns.a.keys()).filter(
    (vote) => idAt(map, idAt(columns.a, vote)) >= 0 && idAt(map, idAt(columns.b, vote)) >= 0,
  );
  const picked = pickVotes(columns, indices);
  const move = (column: Int32Array) => column.map((model) => idAt(map, model));
  return { columns: { ...picked, models, a: move(picked.a), b: move(picked.b) }, indices };
}

const ABSENT = -1;

/** For each model its index among `kept`, or ABSENT. */
function mapTo(models: readonly string[], kept: readonly string[]): Int32Array {
  const indexOf = new Map(kept.map((model, index) => [model, index]));
  const map = Int32Array.from(models, (model) => indexOf.get(model) ?? ABSENT);
  const known = new Set(models);
  const missing = kept.filter((model) => !known.has(model));
  if (missing.length > 0) throw new EloError("bad-input", `The votes have no ${listOf(missing)}.`);
  return map;
}
