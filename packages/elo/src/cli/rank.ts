import { at } from "../at.ts";
import { onlineElo } from "../board/online-elo.ts";
import { quantile } from "../board/ranks.ts";
import { leaderboard, type Ratings } from "../board/leaderboard.ts";
import { type OnSeparation, rateModels } from "../board/rate-models.ts";
import { tally } from "../board/tally.ts";
import { EloError } from "../errors.ts";
import { bootstrapRatings } from "../fit/bootstrap.ts";
import { type Covariance, fitBradleyTerry } from "../fit/bradley-terry.ts";
import { ELO_PER_LOG_ODDS, type TieModel } from "../fit/fit.ts";
import { fitVotes, relativeDifference } from "../fit/style.ts";
import { fitTieModel } from "../fit/tie-models.ts";
import { quoted, shown } from "../votes/messages.ts";
import { type PairCounts, pairCountsFromColumns } from "../votes/pair-counts.ts";
import type { ReadVotes } from "../votes/reading/combine.ts";
import type { VoteColumns } from "../votes/votes.ts";
import { countsOf, type SingleVotes, singleVotes } from "./input.ts";

/** What `rank` was asked for. */
export interface RankRequest {
  readonly method: "bt" | "elo";
  readonly ties: TieModel;
  /** Null for the default of the library. */
  readonly interval: Interval | null;
  readonly confidence: number;
  readonly onSeparation: Exclude<OnSeparation, object>;
  readonly position: boolean;
  readonly k: number;
  readonly seed: number;
  readonly cluster: string | null;
  readonly style: readonly string[];
  readonly anchor: { readonly model: string; readonly rating: number } | null;
}

export const intervals = ["sandwich", "hc0", "hc2", "hc3", "fisher", "bootstrap"] as const;
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
  const presentation = presentationOf(request);
  if (request.method === "elo") return rankOnline(singleVotes(input, "--method elo").columns, request);
  if (request.style.length > 0 || request.cluster !== null)
    return rankByVotes(singleVotes(input, request.style.length > 0 ? "--style" : "--cluster"), request);
  const counts = countsOf(input);
  const { position } = request;
  if (request.ties !== "half" && request.ties !== "drop") {
    const covariance = request.interval === "fisher" ? "fisher" : "hc0";
    return leaderboard(fitTieModel(counts, request.ties, { position, covariance }), counts, presentation);
  }
  const covariance = covarianceOf(request.interval);
  const options = { ties: request.ties, position, ...(covariance ? { covariance } : {}) };
  const ratings = rateModels(counts, { ...options, ...presentation, onSeparation: request.onSeparation });
  return request.interval === "bootstrap" ? withBootstrap(ratings, counts, request) : ratings;
}

const presentationOf = ({ anchor, confidence }: RankRequest) => (anchor ? { anchor, confidence } : { confidence });

/** The library's name of a closed-form interval; undefined for its default. */
export function covarianceOf(interval: Interval | null): Covariance | undefined {
  if (interval === null || interval === "bootstrap") return undefined;
  return interval === "sandwich" ? "hc0" : interval;
}

/** Every option either counts or is refused: none is passed over in silence. */
function checkTogether(request: RankRequest, input: ReadVotes): void {
  const { method, ties, interval, onSeparation, position, cluster, style } = request;
  const explicitTies = ties !== "half" && ties !== "drop";
  const isLeverage = interval === "hc2" || interval === "hc3";
  const byVote = style.length > 0 ? "--style" : cluster === null ? null : "--cluster";
  const conflicts: readonly (readonly [boolean, string])[] = [
    [method === "elo" && ties !== "half", "--method elo counts a tie as half a win: leave --ties out."],
    [method === "elo" && interval !== null, "--method elo has no interval: leave --interval out."],
    [method === "elo" && (position || byVote !== null), "--method elo knows no --position, --style or --cluster."],
    [byVote !== null && ties !== "half", `${byVote} goes with --ties half.`],
    [byVote !== null && (interval === "bootstrap" || isLeverage), `${byVote} goes with --interval sandwich or fisher.`],
    [cluster !== null && interval === "fisher", "--cluster has a sandwich interval: leave --interval out."],
    [explicitTies && (interval === "bootstrap" || isLeverage), `--interval ${interval} goes with --ties half or drop.`],
    [
      position && input.kind === "votes" && !input.isOrdered,
      "--position needs to know who was shown first; the input says only who beat whom.",
    ],
    [position && interval === "bootstrap", "--interval bootstrap does not go with --position."],
    [
      (explicitTies || byVote !== null || method === "elo") && onSeparation !== "error",
      "--on-separation goes with plain --ties half or drop.",
    ],
    [position && onSeparation === "firth", "--on-separation firth does not go with --position."],
    [
      interval === "bootstrap" && onSeparation !== "error",
      "--interval bootstrap needs votes that do not separate the models: leave --on-separation out.",
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
    covariance: request.interval === "fisher" ? "fisher" : "hc0",
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
  const shift = anchor ? anchor.rating - at(ratings, anchored) : 0;
  const order = [...ratings.keys()].toSorted((left, right) => at(ratings, right) - at(ratings, left));
  return {
    method: "elo",
    votes: columns.a.length,
    models: order.map((index, k) => ({
      model: at(columns.models, index),
      rating: at(ratings, index) + shift,
      se: null,
      low: null,
      high: null,
      rank: [k + 1, k + 1],
      rankUb: k + 1,
      ...at(tallies, index),
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
      (_, round) => row.rating + ELO_PER_LOG_ODDS * (at(draws, round * n + index) - at(fit.theta, index)),
    );
    const mean = own.reduce((sum, value) => sum + value, 0) / ROUNDS;
    const se = Math.sqrt(own.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (ROUNDS - 1));
    return { ...row, se, low: quantile(own, (1 - confidence) / 2), high: quantile(own, (1 + confidence) / 2) };
  });
  return { ...ratings, models };
}
