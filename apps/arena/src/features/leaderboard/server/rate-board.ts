import { type Fit, fitPenalized, leaderboard, pairCountsFromRows, type PairRow, type RatedModel } from "@llmlist/elo";
import { PRELIMINARY_BELOW_VOTES } from "@/domain/board-figures";

/** A model of a board; one with few votes is preliminary, and takes no rank from the others. */
export interface BoardEntry extends RatedModel {
  readonly preliminary: boolean;
}

/** What a board is computed with, for those who compute it again. */
export const configuration = { method: "bradley-terry-penalized", preliminaryBelow: PRELIMINARY_BELOW_VOTES } as const;

/**
 * Rates models by the votes among themselves: ranked models first, best first, then the preliminary ones. One fit gives all ratings; the
 * ranks compare the ranked models alone.
 */
export function rateBoard(pairs: readonly PairRow[], ids: readonly string[]): BoardEntry[] {
  if (ids.length === 0) return [];
  const counts = pairCountsFromRows(pairs, { models: ids });
  const fit = fitPenalized(counts);
  const isPreliminary = ({ votes }: { votes: number }) => votes < PRELIMINARY_BELOW_VOTES;
  const { models } = leaderboard(fit, counts);
  const ranked = models.filter((model) => !isPreliminary(model)).map(({ model }) => model);
  const ranks = ranksAmong(fit, pairs, ranked);
  return models
    .map((model) => ({ ...model, rank: ranks.get(model.model) ?? model.rank, preliminary: isPreliminary(model) }))
    .toSorted((one, other) => Number(one.preliminary) - Number(other.preliminary));
}

/** Rank intervals of these models alone. */
function ranksAmong(fit: Fit, pairs: readonly PairRow[], ids: readonly string[]): ReadonlyMap<string, RatedModel["rank"]> {
  if (ids.length === 0) return new Map();
  const kept = new Set(ids);
  const among = pairCountsFromRows(
    pairs.filter(({ a, b }) => kept.has(a) && kept.has(b)),
    { models: ids },
  );
  return new Map(leaderboard(restrictedTo(fit, ids), among).models.map(({ model, rank }) => [model, rank]));
}

/** The part of a fit that is about these models. What is known of their differences stays. */
function restrictedTo(fit: Fit, ids: readonly string[]): Fit {
  const indices = ids.map((id) => fit.models.indexOf(id));
  const part = (values: Float64Array) => Float64Array.from(indices, (index) => values[index] ?? 0);
  const size = fit.models.length;
  const covariance = indices.flatMap((row) => indices.map((column) => fit.covariance[row * size + column] ?? 0));
  return {
    ...fit,
    models: ids,
    theta: part(fit.theta),
    centre: part(fit.centre),
    covariance: Float64Array.from(covariance),
    votesOfModel: part(fit.votesOfModel),
    ...(fit.group ? { group: Int32Array.from(indices, (index) => fit.group?.[index] ?? 0) } : {}),
  };
}
