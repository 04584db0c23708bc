import { type BradleyTerryOptions, type Covariance, fitBradleyTerry, fitCells } from "../fit/bradley-terry.ts";
import { cellsOf } from "../fit/cells.ts";
import { EloError } from "../errors.ts";
import { hasMaximum } from "../fit/existence.ts";
import { requireMaximum, separationError } from "../fit/no-maximum.ts";
import { type Coefficient, ELO_PER_LOG_ODDS, type Fit, standardErrorOfDifference, type TieModel } from "../fit/fit.ts";
import { normalQuantile } from "../math/normal-quantile.ts";
import type { PairCounts } from "../votes/pair-counts.ts";
import { dropSeparated, fitFirth, fitWithPrior } from "../fit/separation.ts";

/** The rating of an average model. */
export const MEAN_RATING = 1000;

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
  /** LMArena's rank: 1 + the number of models whose interval lies wholly above. */
  readonly rankUb: number;
  readonly votes: number;
  readonly wins: number;
  readonly losses: number;
  /** Ties, and battles that both lost. */
  readonly ties: number;
}

/** What to do while the votes separate the models, so that no finite maximum exists. */
export type OnSeparation =
  /** Fail, with the names. */
  | "error"
  /** Rate the largest group that is not separated, and name the others in the warnings. */
  | "drop"
  /** Firth's penalised likelihood. */
  | "firth"
  /** Pseudo-votes for every pair, half of them won each way. */
  | { readonly prior: number };

export interface RateOptions extends BradleyTerryOptions {
  /** Share of intervals that hold the true value. */
  readonly confidence?: number;
  readonly onSeparation?: OnSeparation;
  /** Moves all ratings so that this model has this rating; by default the mean is 1000. */
  readonly anchor?: { readonly model: string; readonly rating: number };
}

/** A leaderboard, best first. */
export interface Ratings {
  readonly method: string;
  readonly votes: number;
  readonly models: readonly RatedModel[];
  readonly coefficients: readonly Coefficient[];
  readonly warnings: readonly string[];
}

/**
 * Rates models by Bradley–Terry maximum likelihood: the whole way from pair counts to a leaderboard. `onSeparation` is used only while
 * there is no maximum without it.
 *
 * @returns Ratings in Elo points around 1000, with sandwich standard errors.
 * @throws EloError `no-maximum` when the votes separate the models and `onSeparation` is `"error"`.
 * @example
 * ```ts
 * const { models } = rateModels(pairCountsFromRows([{ a: "x", b: "y", winsA: 3, winsB: 1, ties: 0 }]));
 * console.log(models[0]); // { model: "x", rating: 1095.4, ... }
 * ```
 */
export function rateModels(counts: PairCounts, options: RateOptions = {}): Ratings {
  const { onSeparation = "error", ties = "half", position = false, covariance = "hc0" as Covariance } = options;
  const cells = cellsOf(counts, ties, position);
  const separated = !hasMaximum(cells);
  const presentation = { confidence: options.confidence ?? 0.95, ...(options.anchor ? { anchor: options.anchor } : {}) };
  const fitting = { ties, position, covariance };
  if (counts.models.length < 2)
    return { method: "bradley-terry", votes: 0, models: counts.models.map(unrated), coefficients: [], warnings: [] };
  if (!separated) {
    requireMaximum(counts, ties, position);
    return leaderboard(fitCells(counts.models, cells, fitting), counts, { ...presentation, method: "bradley-terry" });
  }
  if (onSeparation === "error") throw separationError(counts, ties);
  if (onSeparation === "firth") {
    if (position) throw new EloError("bad-input", "Firth's penalty is for ratings alone; it does not go with a position term.");
    const warnings = ["The votes separate the models; Firth's penalty keeps the ratings finite until they do not."];
    return leaderboard(fitFirth(counts, ties), counts, { ...presentation, method: "bradley-terry-firth", warnings });
  }
  if (onSeparation === "drop") {
    const { counts: kept, dropped } = dropSeparated(counts, ties);
    if (kept.models.length < 2) throw new EloError("no-maximum", "The votes separate every model from every other; none can be rated.");
    const warnings = [`The votes separate the models; left out: ${dropped.join(", ")}.`];
    return leaderboard(fitBradleyTerry(kept, fitting), kept, { ...presentation, method: "bradley-terry", warnings });
  }
  const fit = fitWithPrior(counts, onSeparation.prior, fitting);
  const warnings = [`The votes separate the models; each pair has ${onSeparation.prior} pseudo-votes until they do not.`];
  return leaderboard(fit, counts, { ...presentation, method: "bradley-terry-with-prior", warnings });
}

/** How a leaderboard is written. */
export interface LeaderboardOptions {
  readonly confidence?: number;
  readonly anchor?: { readonly model: string; readonly rating: number };
  readonly method?: string;
  readonly warnings?: readonly string[];
}

/**
 * A fit as a leaderboard. Rank intervals come from the differences of ratings with a Bonferroni bound over all pairs;
 * `simultaneousRanks` gives sharper ones.
 *
 * @throws EloError `bad-input` when the anchor is no model of the fit.
 */
export function leaderboard(fit: Fit, counts: PairCounts, options: LeaderboardOptions = {}): Ratings {
  const { confidence = 0.95, anchor, warnings = [] } = options;
  const n = fit.models.length;
  const tallies = tally(counts);
  const anchorIndex = anchor ? fit.models.indexOf(anchor.model) : -1;
  if (anchor && anchorIndex < 0) throw new EloError("bad-input", `The anchor ${anchor.model} is none of the models.`);
  const shift = anchor ? anchor.rating - ELO_PER_LOG_ODDS * (fit.theta[anchorIndex] ?? 0) : MEAN_RATING;
  const half = normalQuantile((1 + confidence) / 2);
  const simultaneous = normalQuantile(1 - (1 - confidence) / (n * (n - 1)));
  const known = (i: number) => (fit.votesOfModel[i] ?? 0) > 0;
  const [better, worse] = [new Int32Array(n), new Int32Array(n)];
  for (let i = 0; i < n; i++) {
    for (let j = i + 1; j < n; j++) {
      const lead = (fit.theta[i] ?? 0) - (fit.theta[j] ?? 0);
      if (!known(i) || !known(j) || Math.abs(lead) <= simultaneous * standardErrorOfDifference(fit, i, j)) continue;
      const [winner, loser] = lead > 0 ? [i, j] : [j, i];
      worse[winner] = (worse[winner] ?? 0) + 1;
      better[loser] = (better[loser] ?? 0) + 1;
    }
  }
  const rows = fit.models.map((model, i) => {
    const { votes, wins, losses, ties } = tallies[i] ?? { votes: 0, wins: 0, losses: 0, ties: 0 };
    const rating = shift + ELO_PER_LOG_ODDS * (fit.theta[i] ?? 0);
    const se = known(i) ? ELO_PER_LOG_ODDS * Math.sqrt(Math.max(0, fit.covariance[i * n + i] ?? 0)) : null;
    const [low, high] = se === null ? [null, null] : [rating - half * se, rating + half * se];
    const rank = [1 + (better[i] ?? 0), n - (worse[i] ?? 0)] as const;
    return { model, rating, se, low, high, rank, rankUb: 1, votes, wins, losses, ties };
  });
  const models = rows.map((row): RatedModel => ({
    ...row,
    rankUb: 1 + rows.filter(({ low }) => low !== null && row.high !== null && low > row.high).length,
  }));
  models.sort((one, other) => other.rating - one.rating || (one.model < other.model ? -1 : 1));
  return { method: options.method ?? methodOf(fit.ties), votes: fit.votes, models, coefficients: fit.coefficients, warnings };
}

const methodOf = (ties: TieModel): string => (ties === "half" || ties === "drop" ? "bradley-terry" : ties);

function unrated(model: string): RatedModel {
  return { model, rating: MEAN_RATING, se: null, low: null, high: null, rank: [1, 1], rankUb: 1, votes: 0, wins: 0, losses: 0, ties: 0 };
}

/** Votes, wins, losses and ties of each model, as they were cast. */
export function tally(counts: PairCounts) {
  const rows = counts.models.map(() => ({ votes: 0, wins: 0, losses: 0, ties: 0 }));
  counts.first.forEach((i, k) => {
    const [won, lost, tied] = [counts.winsFirst[k] ?? 0, counts.winsSecond[k] ?? 0, (counts.ties[k] ?? 0) + (counts.bothBad[k] ?? 0)];
    for (const [row, wins, losses] of [
      [rows[i], won, lost],
      [rows[counts.second[k] ?? 0], lost, won],
    ] as const) {
      if (!row) continue;
      row.votes += won + lost + tied;
      row.wins += wins;
      row.losses += losses;
      row.ties += tied;
    }
  });
  return rows;
}
