import { add, at, idAt } from "../math/access.ts";
import { fitBradleyTerry } from "../fit/bradley-terry.ts";
import { informationAt, expectedScore, squaredResiduals } from "../fit/likelihood.ts";
import { type Cells, cellsOf } from "../fit/cells.ts";
import { EloError } from "../errors.ts";
import { ELO_PER_LOG_ODDS, type Fit } from "../fit/fit.ts";
import { addPairCounts, pairCountsFromColumns, type PairCounts } from "../votes/pair-counts.ts";
import { cholesky, inverse } from "../math/symmetric-matrix.ts";
import { quoted } from "../votes/messages.ts";
import { pickVotes, type VoteColumns } from "../votes/votes.ts";

/**
 * Pair counts of up to 32 categories, in one pass over the votes: bit c of `mask[k]` says whether vote k belongs to category c. A vote may
 * belong to any number of them.
 *
 * @throws EloError `bad-input` for more than 32 categories, two of one name, or a mask of another length.
 * @example
 * ```ts
 * const mask = Uint32Array.from(votes, ({ isCode, isChinese }) => (isCode ? 1 : 0) | (isChinese ? 2 : 0));
 * countsByCategory(columns, mask, ["code", "chinese"]).get("code");
 * ```
 */
export function countsByCategory(columns: VoteColumns, mask: Uint32Array, categories: readonly string[]): ReadonlyMap<string, PairCounts> {
  if (categories.length > 32) throw new EloError("bad-input", `There are ${categories.length} categories; a mask holds 32.`);
  const twice = categories.find((category, k) => categories.indexOf(category) < k);
  if (twice !== undefined) throw new EloError("bad-input", `The category ${quoted(twice)} is there twice.`);
  if (mask.length !== columns.a.length)
    throw new EloError("bad-input", `The mask has ${mask.length} entries for ${columns.a.length} votes.`);
  // Votes with equal masks are counted together; a category adds up the masks that hold its bit.
  const votesByMask = new Map<number, number[]>();
  mask.forEach((bits, vote) => {
    const list = votesByMask.get(bits);
    if (list) list.push(vote);
    else votesByMask.set(bits, [vote]);
  });
  const parts = [...votesByMask].map(([bits, votes]) => [bits, pairCountsFromColumns(pickVotes(columns, votes))] as const);
  const empty = pairCountsFromColumns(pickVotes(columns, []));
  return new Map(
    categories.map((category, bit) => [
      category,
      addPairCounts([empty, 1], ...parts.filter(([bits]) => (bits >>> bit) & 1).map(([, counts]) => [counts, 1] as const)),
    ]),
  );
}

/** A model's rating in a category minus its rating in all votes, in Elo points. */
export interface CategoryDifference {
  readonly model: string;
  readonly difference: number;
  readonly se: number;
}

/**
 * Category minus overall, with a standard error that knows that the category's votes are in both: each vote moves the difference by
 * (H_c^-1 - H^-1) of its score inside the category and by -H^-1 of it outside.
 *
 * @param inside Counts of the category; all of them must also be in `all`.
 * @throws EloError `bad-input` for counts that are not all in `all`; `no-maximum` where the votes of the category separate the models.
 * @example
 * ```ts
 * categoryDifferences(code, all)[0]; // { model: "llama", difference: -14.2, se: 11.1 }
 * ```
 */
export function categoryDifferences(inside: PairCounts, all: PairCounts): CategoryDifference[] {
  const outside = addPairCounts([all, 1], [inside, -1]);
  const [category, overall] = [fitBradleyTerry(alignedTo(inside, all), {}), fitBradleyTerry(all, {})];
  const n = all.models.length;
  const breads = [breadOf(category, alignedTo(inside, all)), breadOf(overall, all)] as const;
  const variance = new Float64Array(n);
  const addCells = (cells: Cells, inCategory: boolean) => {
    for (let k = 0; k < cells.total.length; k++) {
      const [i, j] = [idAt(cells.i, k), idAt(cells.j, k)];
      const [pc, pa] = [expectedScore(cells, k, category.theta), expectedScore(cells, k, overall.theta)];
      const cross = at(cells.squares, k) - (pc + pa) * at(cells.scoreI, k) + pc * pa * at(cells.total, k);
      for (let model = 0; model < n; model++) {
        const slope = (bread: Float64Array) => at(bread, model * n + i) - at(bread, model * n + j);
        const [own, all] = [inCategory ? slope(breads[0]) : 0, slope(breads[1])];
        const sum = own * own * squaredResiduals(cells, k, pc) - 2 * own * all * cross + all * all * squaredResiduals(cells, k, pa);
        add(variance, model, sum);
      }
    }
  };
  addCells(cellsOf(alignedTo(inside, all), "half", false), true);
  addCells(cellsOf(alignedTo(outside, all), "half", false), false);
  return all.models.map((model, k) => ({
    model,
    difference: ELO_PER_LOG_ODDS * (at(category.theta, k) - at(overall.theta, k)),
    se: ELO_PER_LOG_ODDS * Math.sqrt(at(variance, k)),
  }));
}

/** The same counts with the models of `other`, in its order. */
function alignedTo(counts: PairCounts, other: PairCounts): PairCounts {
  return addPairCounts([other, 0], [counts, 1]);
}

function breadOf(fit: Fit, counts: PairCounts): Float64Array {
  const n = fit.models.length;
  return inverse(cholesky(informationAt(cellsOf(counts, "half", false), fit.theta), n), n);
}
