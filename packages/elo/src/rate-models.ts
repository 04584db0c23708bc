import { fitBradleyTerry, type Meeting } from "./bradley-terry.ts";
import { EloError } from "./errors.ts";
import { hasMaximum } from "./existence.ts";
import { normalQuantile } from "./normal-quantile.ts";
import type { PairCounts } from "./pair-counts.ts";

/** Elo points per unit of log-odds: 400 points are odds of ten to one. */
export const ELO_PER_LOG_ODDS = 400 / Math.LN10;
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
  /** Best and worst place that the votes leave open. */
  readonly rank: readonly [best: number, worst: number];
  readonly votes: number;
  readonly wins: number;
  readonly losses: number;
  /** Ties, and battles that both lost. */
  readonly ties: number;
}

/** What to do while the votes separate the models, so that no finite maximum exists. */
export interface RateOptions {
  /** Share of intervals that hold the true value. */
  readonly confidence?: number;
  /** `"error"`, or pseudo-votes for every pair, half of them won each way. They are used only while there is no maximum without them. */
  readonly onSeparation?: "error" | { readonly prior: number };
}

/** A leaderboard, best first. */
export interface Ratings {
  readonly method: "bradley-terry" | "bradley-terry-with-prior";
  readonly votes: number;
  readonly models: readonly RatedModel[];
  readonly warnings: readonly string[];
}

/**
 * Rates models by Bradley–Terry maximum likelihood; a tie, and a battle that both lost, count as half a win each way.
 * Rank intervals come from the differences of ratings, with a Bonferroni bound over all pairs, so that together they hold with
 * the stated confidence.
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
  const { confidence = 0.95, onSeparation = "error" } = options;
  const n = counts.models.length;
  const meetings = meetingsOf(counts);
  const tallies = tally(counts);
  const votes = meetings.reduce((sum, { total }) => sum + total, 0);
  if (n < 2) return { method: "bradley-terry", votes, models: counts.models.map((model) => unrated(model)), warnings: [] };

  const separated = !hasMaximum(n, meetings);
  if (separated && onSeparation === "error") {
    throw new EloError(
      "no-maximum",
      "The votes separate the models: some never lost to the rest, or never met them. Choose onSeparation: { prior }.",
    );
  }
  const prior = separated && onSeparation !== "error" ? onSeparation.prior : 0;
  if (separated && !(prior > 0)) throw new EloError("bad-input", `The prior is ${prior}, but must be a number above 0.`);
  const { theta, covariance } = fitBradleyTerry(n, separated ? [...meetings, ...pseudoVotes(n, prior)] : meetings);

  const covarianceOf = (i: number, j: number) => covariance[i * n + j] ?? 0;
  const half = normalQuantile((1 + confidence) / 2);
  const simultaneous = normalQuantile(1 - (1 - confidence) / (n * (n - 1)));
  const isAbove = (i: number, j: number) => {
    const variance = covarianceOf(i, i) + covarianceOf(j, j) - 2 * covarianceOf(i, j);
    const known = (tallies[i]?.votes ?? 0) > 0 && (tallies[j]?.votes ?? 0) > 0;
    return known && (theta[i] ?? 0) - (theta[j] ?? 0) > simultaneous * Math.sqrt(variance);
  };
  const all = counts.models.map((_, index) => index);
  const models = all.map((i): RatedModel => {
    const { votes: own, wins, losses, ties } = tallies[i] ?? { votes: 0, wins: 0, losses: 0, ties: 0 };
    const rating = MEAN_RATING + ELO_PER_LOG_ODDS * (theta[i] ?? 0);
    const se = own > 0 ? ELO_PER_LOG_ODDS * Math.sqrt(covarianceOf(i, i)) : null;
    const better = all.filter((j) => isAbove(j, i)).length;
    const worse = all.filter((j) => isAbove(i, j)).length;
    return {
      model: counts.models[i] ?? "",
      rating,
      se,
      low: se === null ? null : rating - half * se,
      high: se === null ? null : rating + half * se,
      rank: [1 + better, n - worse],
      votes: own,
      wins,
      losses,
      ties,
    };
  });
  models.sort((one, other) => other.rating - one.rating || (one.model < other.model ? -1 : 1));
  const warnings = separated ? [`The votes separate the models; each pair has ${prior} pseudo-votes until they do not.`] : [];
  return { method: separated ? "bradley-terry-with-prior" : "bradley-terry", votes, models, warnings };
}

function unrated(model: string): RatedModel {
  return { model, rating: MEAN_RATING, se: null, low: null, high: null, rank: [1, 1], votes: 0, wins: 0, losses: 0, ties: 0 };
}

function meetingsOf({ first, second, winsFirst, winsSecond, ties, bothBad }: PairCounts): Meeting[] {
  return Array.from(first, (i, k) => {
    const won = winsFirst[k] ?? 0;
    const tied = (ties[k] ?? 0) + (bothBad[k] ?? 0);
    return { i, j: second[k] ?? 0, total: won + (winsSecond[k] ?? 0) + tied, scoreI: won + tied / 2, squares: won + tied / 4 };
  }).filter(({ total }) => total > 0);
}

/** Half won, half lost, for every pair: like votes, they widen and narrow the intervals as much as they count. */
function pseudoVotes(n: number, prior: number): Meeting[] {
  const meetings: Meeting[] = [];
  for (let i = 0; i < n; i++) for (let j = i + 1; j < n; j++) meetings.push({ i, j, total: prior, scoreI: prior / 2, squares: prior / 2 });
  return meetings;
}

function tally(counts: PairCounts) {
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
