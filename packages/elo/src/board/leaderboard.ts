import { EloError } from "../errors.ts";
import { type Coefficient, ELO_PER_LOG_ODDS, type Fit, errorOfDifference, type TieModel } from "../fit/fit.ts";
import { at, idAt, itemAt } from "../math/access.ts";
import { normalQuantile } from "../math/normal-quantile.ts";
import { checkBetween, checkKeys } from "../options.ts";
import type { PairCounts } from "../votes/pair-counts.ts";
import { checkCounts } from "../votes/check-counts.ts";
import { countsAmong } from "../fit/drop-separated.ts";
import { tally } from "./tally.ts";

/**
 * The rating of an average model.
 *
 * @example
 * ```ts
 * const logOdds = (rating - MEAN_RATING) / ELO_PER_LOG_ODDS;
 * ```
 */
export const MEAN_RATING = 1000;

const RATING_MAX = 1e9;

/** One line of a leaderboard. Ratings and errors are in Elo points. */
export interface RatedModel {
  readonly model: string;
  readonly rating: number;
  /** Null where there is no vote to judge by. */
  readonly se: number | null;
  readonly low: number | null;
  readonly high: number | null;
  /** Best and worst place that the votes leave open: the intervals of all models hold together with the stated confidence. */
  readonly rank: readonly [best: number, worst: number];
  /** LMArena's rank: 1 + the number of models whose whole interval is above. */
  readonly rankUb: number;
  readonly votes: number;
  readonly wins: number;
  readonly losses: number;
  /** Ties, and battles that both lost. */
  readonly ties: number;
}

/** A leaderboard, best first; models without a vote come last. */
export interface Ratings {
  readonly method: string;
  readonly votes: number;
  readonly models: readonly RatedModel[];
  readonly coefficients: readonly Coefficient[];
  readonly warnings: readonly string[];
}

/** How a leaderboard is written. */
export interface LeaderboardOptions {
  /** Share of intervals that hold the true value; 0.95 by default. */
  readonly confidence?: number;
  /**
   * Moves all ratings so that this model has this rating; by default the mean is 1000. Intervals are then of the difference to the anchor, so
   * its own is a point.
   */
  readonly anchor?: { readonly model: string; readonly rating: number };
  readonly method?: string;
  readonly warnings?: readonly string[];
}

/**
 * A fit as a leaderboard. Rank intervals come from the differences of ratings with a Bonferroni bound over all pairs;
 * `simultaneousRanks` gives sharper ones.
 *
 * @param counts Those of the fit, or of more models, of which those of the fit count.
 * @throws EloError `bad-input` for an option that is unknown or out of range, and an anchor that is no rated model of the fit.
 * @example
 * ```ts
 * leaderboard(fitTieModel(counts, "davidson"), counts, { anchor: { model: "llama", rating: 1114 } }).models[0];
 * ```
 */
export function leaderboard(fit: Fit, counts: PairCounts, options: LeaderboardOptions = {}): Ratings {
  checkKeys("leaderboard", options, ["confidence", "anchor", "method", "warnings"]);
  const { confidence = 0.95, anchor, warnings = [] } = options;
  checkBetween("confidence", confidence, 0, 1);
  const anchored = anchor ? anchorOf(fit, anchor) : -1;
  const shift = anchor ? anchor.rating - ELO_PER_LOG_ODDS * at(fit.theta, anchored) : MEAN_RATING;
  const zero = anchor ? anchor.rating - ELO_PER_LOG_ODDS * at(fit.centre, anchored) : MEAN_RATING;
  const half = normalQuantile((1 + confidence) / 2);
  const ranks = rankIntervals(fit, confidence);
  checkCounts(counts);
  const tallies = tally(countsAmong(counts, fit.models));
  const rows = fit.models.map((model, i) => {
    const rating = shift + ELO_PER_LOG_ODDS * at(fit.theta, i);
    const error = standardErrorOf(fit, i, anchored);
    const se = error === null ? null : ELO_PER_LOG_ODDS * error;
    const centre = zero + ELO_PER_LOG_ODDS * at(fit.centre, i);
    // The rating itself always agrees with its votes.
    const [low, high] = se === null ? [null, null] : [Math.min(rating, centre - half * se), Math.max(rating, centre + half * se)];
    return { model, rating, se, low, high, rank: itemAt(ranks, i), ...itemAt(tallies, i) };
  });
  const models = rows.map((row): RatedModel => {
    const above = rows.filter(({ low }) => low !== null && row.high !== null && low > row.high);
    return { ...row, rankUb: 1 + above.length };
  });
  models.sort(
    (one, other) => Number(one.votes === 0) - Number(other.votes === 0) || other.rating - one.rating || (one.model < other.model ? -1 : 1),
  );
  return { method: options.method ?? methodOf(fit.ties), votes: fit.votes, models, coefficients: fit.coefficients, warnings };
}

const methodOf = (ties: TieModel): string => (ties === "half" || ties === "drop" ? "bradley-terry" : ties);

const isKnown = (fit: Fit, model: number): boolean => at(fit.votesOfModel, model) > 0;
const canCompare = ({ group }: Fit, i: number, j: number): boolean => !group || idAt(group, i) === idAt(group, j);

function anchorOf(fit: Fit, anchor: { readonly model: string; readonly rating: number }): number {
  checkKeys("anchor", anchor, ["model", "rating"]);
  checkBetween("anchor.rating", anchor.rating, -RATING_MAX, RATING_MAX);
  const index = fit.models.indexOf(anchor.model);
  if (index < 0) throw new EloError("bad-input", `The anchor ${anchor.model} is none of the models.`);
  if (!isKnown(fit, index)) throw new EloError("bad-input", `The anchor ${anchor.model} has no vote.`);
  return index;
}

/** Of a rating, or with an anchor of the difference to it; null where the votes say nothing of it. */
function standardErrorOf(fit: Fit, i: number, anchored: number): number | null {
  if (!isKnown(fit, i) || (anchored >= 0 && !canCompare(fit, i, anchored))) return null;
  if (anchored >= 0) return errorOfDifference(fit, i, anchored);
  return Math.sqrt(Math.max(0, at(fit.covariance, i * fit.models.length + i)));
}

/** Ranks by differences that hold for all pairs at once (Bonferroni). Models without a vote take no place from those that have some. */
function rankIntervals(fit: Fit, confidence: number): (readonly [best: number, worst: number])[] {
  const n = fit.models.length;
  const rated = fit.models.reduce((sum, _, i) => sum + (isKnown(fit, i) ? 1 : 0), 0);
  const critical = rated < 2 ? Infinity : normalQuantile(1 - (1 - confidence) / (rated * (rated - 1)));
  const [better, worse] = [new Int32Array(n), new Int32Array(n)];
  for (let i = 0; i < n; i++) {
    if (!isKnown(fit, i)) continue;
    for (let j = i + 1; j < n; j++) {
      if (!isKnown(fit, j) || !canCompare(fit, i, j)) continue;
      const lead = at(fit.centre, i) - at(fit.centre, j);
      if (Math.abs(lead) <= critical * errorOfDifference(fit, i, j)) continue;
      const [winner, loser] = lead > 0 ? [i, j] : [j, i];
      worse[winner] = idAt(worse, winner) + 1;
      better[loser] = idAt(better, loser) + 1;
    }
  }
  return fit.models.map((_, i) => (isKnown(fit, i) ? [1 + idAt(better, i), rated - idAt(worse, i)] : [1, n]));
}
