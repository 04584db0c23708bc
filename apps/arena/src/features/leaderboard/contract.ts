import { z } from "zod";
import { ratedModel } from "@/domain/ranking";

const count = z.number().int();

/** A model of the board with what a reader compares. What is not known is null. */
const boardModel = ratedModel.extend({
  /** It has fewer votes than `preliminaryBelow`, and takes no rank from the others. */
  preliminary: z.boolean(),
  /** Expected score against an average model: a win is 1, a tie one half. */
  winRate: z.number(),
  /** The rating without the pull of length and markdown; null where the votes do not identify both. */
  styleRating: z.number().nullable(),
  parameters: count.nullable(),
  quantization: z.string().nullable(),
  license: z.object({ name: z.string(), url: z.string() }).nullable(),
  bytes: count.nullable(),
  /** While it writes, measured in battles of this arena. */
  tokensPerSecond: z.number().nullable(),
});
export type BoardModel = z.infer<typeof boardModel>;

/** What style control took out of the ratings: how many points an answer gains by one root mean square more of a feature. */
const styleControl = z.object({ votes: count, points: z.record(z.string(), z.number()) });

/** `GET /api/v1/leaderboard` */
export const leaderboardResponse = z.object({
  snapshot: z.object({ id: z.string(), votes: count, createdAt: z.iso.datetime() }),
  /** Whether pocket models are on the board, were left out of it, or there are none. */
  pocketModels: z.enum(["included", "left-out", "none"]),
  /** Models with fewer votes are preliminary. */
  preliminaryBelow: count,
  style: styleControl.nullable(),
  models: z.array(boardModel),
});
export type Leaderboard = z.infer<typeof leaderboardResponse>;

/** `GET /api/v1/leaderboard/pairs`: how often two models met, `a` shown first. All that the ratings are computed from. */
export const pairsResponse = z.object({
  snapshot: z.string(),
  pairs: z.array(z.object({ a: z.string(), b: z.string(), winsA: count, winsB: count, ties: count, bothBad: count })),
});
export type Pairs = z.infer<typeof pairsResponse>;

/** `GET /api/v1/leaderboard/compare`: whether `a` is better than `b`. */
export const comparisonResponse = z.object({
  snapshot: z.string(),
  a: z.string(),
  b: z.string(),
  /** Points by which `a` is ahead, with the 95 % interval; null where the two never met, even through others. */
  difference: z.object({ value: z.number(), low: z.number(), high: z.number() }).nullable(),
  /** That `a` is the better one; null as the difference. */
  probability: z.number().nullable(),
  /** About how many more votes on this pair would take zero out of the interval, if the difference is as it seems; 0 where it is out. */
  votesNeeded: count.nullable(),
  /** Their own battles, whoever was shown first. */
  met: z.object({ winsA: count, winsB: count, ties: count, bothBad: count }),
});
export type ModelComparison = z.infer<typeof comparisonResponse>;
