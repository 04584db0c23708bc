import { bootstrapRatings } from "../fit/bootstrap.ts";
import { fitBradleyTerry } from "../fit/bradley-terry.ts";
import { EloError } from "../errors.ts";
import { ELO_PER_LOG_ODDS, type TieModel } from "../fit/fit.ts";
import { onlineElo } from "../board/online-elo.ts";
import { type PairCounts, pairCountsFromColumns } from "../votes/pair-counts.ts";
import { quantile } from "../board/ranks.ts";
import { leaderboard, type Ratings } from "../board/leaderboard.ts";
import { type OnSeparation, rateModels } from "../board/rate-models.ts";
import { tally } from "../board/tally.ts";
import type { ReadVotes } from "../votes/read-votes.ts";
import { fitVotes, relativeDifference } from "../fit/style.ts";
import { fitTieModel } from "../fit/tie-models.ts";
import type { VoteColumns } from "../votes/votes.ts";

/** What `rank` was asked for. */
export interface RankRequest {
  readonly method: "bt" | "elo";
  readonly ties: TieModel;
  readonly interval: "sandwich" | "fisher" | "bootstrap";
  readonly onSeparation: OnSeparation;
  readonly position: boolean;
  readonly k: number;
  readonly seed: number;
  readonly cluster: string | null;
  readonly style: readonly string[];
  readonly anchor: { readonly model: string; readonly rating: number } | null;
}

const ROUNDS = 500;

/** Columns of numbers that a request needs beside the votes. */
export const featuresOf = ({ style }: RankRequest): string[] => style.flatMap((name) => [`${name}_a`, `${name}_b`]);

/** @throws EloError where options and input do not go together, with what to do. */
export function rankInput(input: ReadVotes, request: RankRequest): Ratings {
  checkTogether(request);
  const presentation = request.anchor ? { anchor: request.anchor } : {};
  if (request.method === "elo") return rankOnline(votesOf(input, "--method elo"), request);
  if (request.style.length > 0 || request.cluster !== null)
    return rankByVotes(votesOf(input, request.style.length > 0 ? "--style" : "--cluster"), input, request);
  const counts = input.kind === "counts" ? input.counts : pairCountsFromColumns(input.columns);
  if (request.ties !== "half" && request.ties !== "drop") {
    const fit = fitTieModel(counts, request.ties, {
      position: request.position,
      covariance: request.interval === "fisher" ? "fisher" : "hc0",
    });
    return leaderboard(fit, counts, presentation);
  }
  const options = {
    ties: request.ties,
    position: request.position,
    covariance: request.interval === "fisher" ? ("fisher" as const) : ("hc0" as const),
  };
  const ratings = rateModels(counts, { ...options, ...presentation, onSeparation: request.onSeparation });
  return request.interval === "bootstrap" ? withBootstrap(ratings, counts, request) : ratings;
}

/** Every option either counts or is refused: none is passed over in silence. */
function checkTogether({ method, ties, interval, onSeparation, position, cluster, style }: RankRequest): void {
  const explicitTies = ties !== "half" && ties !== "drop";
  const byVote = style.length > 0 ? "--style" : cluster === null ? null : "--cluster";
  const conflicts: readonly (readonly [boolean, string])[] = [
    [method === "elo" && ties !== "half", "--method elo counts a tie as half a win: leave --ties out."],
    [method === "elo" && interval !== "sandwich", "--method elo has no interval: leave --interval out."],
    [method === "elo" && (position || byVote !== null), "--method elo knows no --position, --style or --cluster."],
    [byVote !== null && ties !== "half", `${byVote} goes with --ties half.`],
    [byVote !== null && interval === "bootstrap", `${byVote} goes with --interval sandwich or fisher.`],
    [cluster !== null && interval === "fisher", "--cluster has a sandwich interval: leave --interval out."],
    [explicitTies && interval === "bootstrap", "--interval bootstrap goes with --ties half or drop."],
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

function votesOf(input: ReadVotes, option: string): VoteColumns {
  if (input.kind === "counts") throw new EloError("bad-input", `${option} needs single votes; the input holds pair counts.`);
  return input.columns;
}

function rankByVotes(columns: VoteColumns, input: ReadVotes, request: RankRequest): Ratings {
  const extra = (name: string) => (input.kind === "votes" ? (input.extra.get(name) ?? []) : []);
  const numbers = (name: string) => (input.kind === "votes" ? (input.numbers.get(name) ?? []) : []);
  const features = Object.fromEntries(request.style.map((name) => [name, relativeDifference(numbers(`${name}_a`), numbers(`${name}_b`))]));
  const fit = fitVotes(columns, {
    features,
    position: request.position,
    covariance: request.interval === "fisher" ? "fisher" : "hc0",
    ...(request.cluster ? { cluster: codes(extra(request.cluster)) } : {}),
  });
  return leaderboard(fit, pairCountsFromColumns(columns), request.anchor ? { anchor: request.anchor } : {});
}

/** Texts as numbers, equal for equal texts. */
export function codes(texts: readonly string[]): Int32Array {
  const known = new Map<string, number>();
  return Int32Array.from(texts, (text) => {
    const code = known.get(text) ?? known.size;
    known.set(text, code);
    return code;
  });
}

function rankOnline(columns: VoteColumns, { k, anchor }: RankRequest): Ratings {
  const counts = pairCountsFromColumns(columns);
  const ratings = onlineElo(columns, { k });
  const tallies = tally(counts);
  const anchored = anchor ? columns.models.indexOf(anchor.model) : -1;
  if (anchor && anchored < 0) throw new EloError("bad-input", `The anchor ${anchor.model} is none of the models.`);
  const shift = anchor ? anchor.rating - (ratings[anchored] ?? 0) : 0;
  const order = [...ratings.keys()].toSorted((one, other) => (ratings[other] ?? 0) - (ratings[one] ?? 0));
  return {
    method: "elo",
    votes: columns.a.length,
    models: order.map((index, place) => ({
      model: columns.models[index] ?? "",
      rating: (ratings[index] ?? 0) + shift,
      se: null,
      low: null,
      high: null,
      rank: [place + 1, place + 1],
      rankUb: place + 1,
      ...(tallies[index] ?? { votes: 0, wins: 0, losses: 0, ties: 0 }),
    })),
    coefficients: [],
    warnings: ["Online Elo depends on the order of the votes and has no interval."],
  };
}

/** Percentiles of refits in place of closed-form intervals. */
function withBootstrap(ratings: Ratings, counts: PairCounts, { seed, ties }: RankRequest): Ratings {
  const fit = fitBradleyTerry(counts, { ties: ties === "drop" ? "drop" : "half", covariance: "fisher" });
  const n = fit.models.length;
  const draws = bootstrapRatings(fit, counts, { kind: "poisson", rounds: ROUNDS, seed, ties: ties === "drop" ? "drop" : "half" });
  const models = ratings.models.map((row) => {
    const index = fit.models.indexOf(row.model);
    const own = Float64Array.from(
      { length: ROUNDS },
      (_, round) => row.rating + ELO_PER_LOG_ODDS * ((draws[round * n + index] ?? 0) - (fit.theta[index] ?? 0)),
    );
    const mean = own.reduce((sum, value) => sum + value, 0) / ROUNDS;
    const se = Math.sqrt(own.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (ROUNDS - 1));
    return { ...row, se, low: quantile(own, 0.025), high: quantile(own, 0.975) };
  });
  return { ...ratings, models };
}
