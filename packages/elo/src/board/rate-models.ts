import { type BradleyTerryOptions, fitBradleyTerry } from "../fit/bradley-terry.ts";
import { cellsOf } from "../fit/cells.ts";
import { hasMaximum } from "../fit/existence.ts";
import { dropSeparated, type OnSeparation } from "../fit/drop-separated.ts";
import { checkChoice, checkKeys } from "../options.ts";
import { checkCounts } from "../votes/check-counts.ts";
import type { PairCounts } from "../votes/pair-counts.ts";
import { leaderboard, type LeaderboardOptions, MEAN_RATING, type RatedModel, type Ratings } from "./leaderboard.ts";

export interface RateOptions extends BradleyTerryOptions, Pick<LeaderboardOptions, "confidence" | "anchor"> {
  /** With `"drop"` the models left out are named in the warnings. */
  readonly onSeparation?: OnSeparation;
}

/**
 * Rates models by Bradley–Terry maximum likelihood: the whole way from pair counts to a leaderboard. It is the exact maximum or an error;
 * `onSeparation` chooses what else to do where there is none. A board that must show something from its first vote on, and must not jump, is
 * `ratePenalized`'s.
 *
 * @returns Ratings in Elo points around 1000, with intervals.
 * @throws EloError `no-maximum` when the votes separate the models and `onSeparation` is `"error"`; `bad-input` for an option that is
 * unknown or out of range.
 * @example
 * ```ts
 * const { models } = rateModels(pairCountsFromRows([{ a: "x", b: "y", winsA: 3, winsB: 1, ties: 0 }]));
 * console.log(models[0]); // { model: "x", rating: 1095.4, ... }
 * ```
 */
export function rateModels(counts: PairCounts, options: RateOptions = {}): Ratings {
  checkKeys("rateModels", options, ["ties", "position", "covariance", "confidence", "onSeparation", "anchor"]);
  const { onSeparation = "error", ties = "half", position = false, covariance = "adjusted", confidence = 0.95, anchor } = options;
  checkChoice("onSeparation", onSeparation, ["error", "drop"]);
  const fitting = { ties, position, covariance };
  const written = anchor ? { confidence, anchor } : { confidence };
  checkCounts(counts);
  if (counts.models.length < 2)
    return { method: "bradley-terry", votes: 0, models: counts.models.map(unrated), coefficients: [], warnings: [] };
  if (onSeparation === "error" || hasMaximum(cellsOf(counts, ties, false)))
    return leaderboard(fitBradleyTerry(counts, fitting), counts, written);
  const { counts: kept, dropped } = dropSeparated(counts, ties);
  const warnings = [`The votes separate the models; left out: ${dropped.join(", ")}.`];
  return leaderboard(fitBradleyTerry(kept, fitting), kept, { ...written, warnings });
}

const unrated = (model: string): RatedModel => ({
  model,
  rating: MEAN_RATING,
  se: null,
  low: null,
  high: null,
  rank: [1, 1],
  rankUb: 1,
  votes: 0,
  wins: 0,
  losses: 0,
  ties: 0,
});
