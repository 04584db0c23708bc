import { itemAt } from "../math/access.ts";
import { onlineElo } from "../board/online-elo.ts";
import { quantile } from "../board/ranks.ts";
import { leaderboard, type LeaderboardOptions, type Ratings } from "../board/leaderboard.ts";
import { rateModels } from "../board/rate-models.ts";
import { ratePenalized } from "../board/rate-penalized.ts";
import { tally } from "../board/tally.ts";
import { EloError } from "../errors.ts";
import { bootstrapRatings } from "../fit/bootstrap.ts";
import { type Covariance, fitBradleyTerry } from "../fit/bradley-terry.ts";
import { describeExistence } from "../fit/existence.ts";
import { ELO_PER_LOG_ODDS, type TieModel } from "../fit/fit.ts";
import { dropSeparated, type OnSeparation } from "../fit/drop-separated.ts";
import { fitFirth } from "../fit/firth.ts";
import { fitVotes, relativeDifference } from "../fit/style.ts";
import { fitTieModel } from "../fit/tie-models.ts";
import { listed, quoted, shown } from "../votes/messages.ts";
import { type PairCounts, pairCountsFromColumns } from "../votes/pair-counts.ts";
import type { ReadVotes } from "../votes/reading/combine.ts";
import type { VoteColumns } from "../votes/votes.ts";
import { amongModels, countsOf, type SingleVotes, singleVotes } from "./input.ts";

/** What `rank` was asked for. */
export interface RankRequest {
  readonly method: "bt" | "penalized" | "elo";
  readonly ties: TieModel;
  /** Null for the default of the library. */
  readonly interval: Interval | null;
  readonly confidence: number;
  readonly onSeparation: OnSeparation | "firth";
  readonly position: boolean;
  readonly k: number;
  readonly seed: number;
  readonly cluster: string | null;
  readonly style: readonly string[];
  readonly anchor: { readonly model: string; readonly rating: number } | null;
}

export const intervals = ["adjusted", "sandwich", "hc0", "hc2", "hc3", "fisher", "bootstrap"] as const;
export type Interval = (typeof intervals)[number];

const ROUNDS = 500;

/** Columns of numbers that a request needs beside the votes. */
export const featuresOf = ({ style }: RankRequest): string[] => style.flatMap((name) => featureColumns(name).columns);

/** `length` stands for the columns length_a and length_b; `length=x:y` names the two. */
function featureColumns(text: string): { name: string; columns: readonly [first: string, second: string] } {
  const [name = "", given] = text.split("=", 2);
  if (given === undefined) return { name, columns: [`${name}_a`, `${name}_b`] };
  const [first, second, ...rest] = given.split(":");
  if (!first || !second || rest.length > 0)
    throw new EloError(
      "bad-input",
      `--style has ${quoted(text)}, but must be a name, or name=<column of the first>:<column of the second>.`,
    );
  return { name, columns: [first, second] };
}

/** @throws EloError where options and input do not go together, with what to do. */
export function rankInput(input: ReadVotes, request: RankRequest): Ratings {
  checkTogether(request, input);
  if (request.onSeparation !== "drop") return rankKept(input, request);
  const counts = countsOf(input);
  const ties = request.ties === "drop" ? "drop" : "half";
  if (describeExistence(counts, ties).exists) return rankKept(input, request);
  const { counts: kept, dropped } = dropSeparated(counts, ties);
  if (kept.models.length < 2) throw new EloError("no-maximum", "The votes separate every model from every other; none can be rated.");
  const ratings = rankKept(input.kind === "counts" ? { kind: "counts", counts: kept } : amongModels(input, new Set(kept.models)), request);
  const warning = `The votes separate the models; left out: ${listed(dropped.map(shown))}.`;
  return { ...ratings, warnings: [...ratings.warnings, warning] };
}

/** Ratings of votes of which no model is to be left out. */
function rankKept(input: ReadVotes, request: RankRequest): Ratings {
  const presentation = presentationOf(request);
  if (request.method === "elo") return rankOnline(singleVotes(input, "--method elo").columns, request);
  if (request.style.length > 0 || request.cluster !== null)
    return rankByVotes(singleVotes(input, request.style.length > 0 ? "--style" : "--cluster"), request);
  const counts = countsOf(input);
  const { position } = request;
  if (request.ties !== "half" && request.ties !== "drop")
    return leaderboard(fitTieModel(counts, request.ties, { position, ...voteCovariance(request.interval) }), counts, presentation);
  if (request.method === "penalized") return ratePenalized(counts, { ties: request.ties, ...presentation });
  const covariance = covarianceOf(request.interval);
  if (request.onSeparation === "firth" && !describeExistence(counts, request.ties).exists)
    return rateByFirth(counts, request.ties, presentation);
  const options = { ties: request.ties, position, ...(covariance ? { covariance } : {}) } as const;
  const ratings = rateModels(counts, { ...options, ...presentation });
  return request.interval === "bootstrap" ? withBootstrap(ratings, counts, request) : ratings;
}

/** Firth's ratings, for votes that separate the models. */
function rateByFirth(counts: PairCounts, ties: "half" | "drop", presentation: Pick<LeaderboardOptions, "anchor" | "confidence">): Ratings {
  const warnings = ["The votes separate the models; Firth's penalty keeps the ratings finite until they do not."];
  return leaderboard(fitFirth(counts, ties), counts, { ...presentation, method: "bradley-terry-firth", warnings });
}

/** The intervals that fits with further parameters know. */
function voteCovariance(interval: Interval | null): { covariance?: "adjusted" | "fisher" | "hc0" } {
  const covariance = covarianceOf(interval);
  return covariance === "adjusted" || covariance === "fisher" || covariance === "hc0" ? { covariance } : {};
}

const presentationOf = ({ anchor, confidence }: RankRequest) => (anchor ? { anchor, confidence } : { confidence });

/** The library's name of a closed-form interval; undefined for its default. */
export function covarianceOf(interval: Interval | null): Covariance | undefined {
  if (interval === null || interval === "bootstrap") return undefined;
  return interval === "sandwich" ? "hc0" : interval;
}

/**
 * Every option either counts or is refused: none is passed over in silence.
 *
 * @throws EloError `bad-input` for options that do not go together, or not with the input.
 */
export function checkTogether(request: RankRequest, input: ReadVotes): void {
  const { method, ties, interval, onSeparation, position, cluster, style } = request;
  const explicitTies = ties !== "half" && ties !== "drop";
  const isLeverage = interval === "hc2" || interval === "hc3";
  const byVote = style.length > 0 ? "--style" : cluster === null ? null : "--cluster";
  const conflicts: readonly (readonly [boolean, string])[] = [
    [method === "elo" && ties !== "half", "--method elo counts a tie as half a win: leave --ties out."],
    [method === "elo" && interval !== null, "--method elo has no interval: leave --interval out."],
    [method === "elo" && (position || byVote !== null), "--method elo knows no --position, --style or --cluster."],
    [
      method === "penalized" && (explicitTies || interval !== null || position || byVote !== null),
      "--method penalized has its own interval, and goes with --ties half or drop, without --position, --style and --cluster.",
    ],
    [method !== "bt" && onSeparation !== "error", `--method ${method} needs no --on-separation: leave it out.`],
    [byVote !== null && ties !== "half", `${byVote} goes with --ties half.`],
    [byVote !== null && (interval === "bootstrap" || isLeverage), `${byVote} goes with --interval adjusted, sandwich or fisher.`],
    [cluster !== null && interval === "fisher", "--cluster has a sandwich interval: leave --interval out."],
    [explicitTies && (interval === "bootstrap" || isLeverage), `--interval ${interval} goes with --ties half or drop.`],
    [
      position && input.kind === "votes" && !input.isOrdered,
      "--position needs to know who was shown first; the input says only who beat whom.",
    ],
    [position && interval === "bootstrap", "--interval bootstrap does not go with --position."],
    [
      onSeparation === "firth" && (explicitTies || byVote !== null || position || interval === "bootstrap"),
      "--on-separation firth goes with plain --ties half or drop; --on-separation drop goes with everything.",
    ],
  ];
  const conflict = conflicts.find(([holds]) => holds);
  if (conflict) throw new EloError("bad-input", conflict[1]);
}

function rankByVotes({ columns, texts, numbers }: SingleVotes, request: RankRequest): Ratings {
  const features = Object.fromEntries(
    request.style.map((text) => {
      const { name, columns: pair } = featureColumns(text);
      return [name, relativeDifference(numbers.get(pair[0]) ?? [], numbers.get(pair[1]) ?? [])];
    }),
  );
  const cluster = request.cluster === null ? undefined : texts.get(request.cluster)?.codes;
  const fit = fitVotes(columns, {
    features,
    position: request.position,
    ...voteCovariance(request.interval),
    ...(cluster ? { cluster } : {}),
  });
  return leaderboard(fit, pairCountsFromColumns(columns), presentationOf(request));
}

function rankOnline(columns: VoteColumns, { k, anchor }: RankRequest): Ratings {
  const counts = pairCountsFromColumns(columns);
  const ratings = onlineElo(columns, { k });
  const tallies = tally(counts);
  const anchored = anchor ? columns.models.indexOf(anchor.model) : -1;
  if (anchor && anchored < 0) throw new EloError("bad-input", `The anchor ${shown(anchor.model)} is none of the models.`);
  const shift = anchor ? anchor.rating - itemAt(ratings, anchored) : 0;
  const order = [...ratings.keys()].toSorted((left, right) => itemAt(ratings, right) - itemAt(ratings, left));
  return {
    method: "elo",
    votes: columns.a.length,
    models: order.map((index, k) => ({
      model: itemAt(columns.models, index),
      rating: itemAt(ratings, index) + shift,
      se: null,
      low: null,
      high: null,
      rank: [k + 1, k + 1],
      rankUb: k + 1,
      ...itemAt(tallies, index),
    })),
    coefficients: [],
    warnings: ["Online Elo depends on the order of the votes and has no interval."],
  };
}

/** Percentiles of refits in place of closed-form intervals. */
function withBootstrap(ratings: Ratings, counts: PairCounts, { seed, ties, confidence }: RankRequest): Ratings {
  const fit = fitBradleyTerry(counts, { ties: ties === "drop" ? "drop" : "half", covariance: "fisher" });
  const n = fit.models.length;
  const draws = bootstrapRatings(fit, counts, { kind: "poisson", rounds: ROUNDS, seed, ties: ties === "drop" ? "drop" : "half" });
  const models = ratings.models.map((row) => {
    const index = fit.models.indexOf(row.model);
    const own = Float64Array.from(
      { length: ROUNDS },
      (_, round) => row.rating + ELO_PER_LOG_ODDS * (itemAt(draws, round * n + index) - itemAt(fit.theta, index)),
    );
    const mean = own.reduce((sum, value) => sum + value, 0) / ROUNDS;
    const se = Math.sqrt(own.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (ROUNDS - 1));
    return { ...row, se, low: quantile(own, (1 - confidence) / 2), high: quantile(own, (1 + confidence) / 2) };
  });
  return { ...ratings, models };
}
