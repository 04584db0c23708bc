import { z } from "zod";
import { conversationLimits } from "@/domain/conversation-limits";
import { endReasons } from "@/domain/end-reason";
import { outcomes } from "@/domain/outcome";
import { prompt } from "@/domain/prompt";
import { modelIdentity } from "@/domain/ranking";
import { reasons } from "@/domain/reason";

export const startBattleBody = z.strictObject({ battleId: z.uuid("battleId must be a UUID that you make yourself."), prompt });
export const continueBattleBody = z.strictObject({ prompt });
export const voteBody = z.strictObject({
  outcome: z.enum(outcomes, "outcome must be one of: a, b, tie, both-bad."),
  /** Ends both answers where one is still being written; without it such a vote is refused. */
  early: z.literal(true, "early can only be true; leave it out otherwise.").optional(),
});

/** A vote with its present fate. */
const castVote = z.object({
  outcome: z.enum(outcomes),
  /** `counted`, or why not; the list grows, and what is unknown does not count. */
  fate: z.string(),
  /** Keys of the boards that count it; none where it does not count. A later review can change fate and boards. */
  boards: z.array(z.string()),
});

export const voteResponse = castVote.extend({
  /** Null where the names are not told; `reason` says why. */
  reveal: z.object({ a: modelIdentity, b: modelIdentity }).nullable(),
  /** `reveal-budget`: too many votes of this session or address that do not count. */
  reason: z.string().optional(),
});
export type VoteResponse = z.infer<typeof voteResponse>;

const MY_VOTES_MAX = 100;

/** `GET /api/v1/votes/mine` */
export const myVotesQuery = z.object({
  /** The battle of the last vote of the page before. */
  before: z.uuid("before must be the battleId of a vote of yours.").optional(),
  limit: z.coerce.number().int().min(1).max(MY_VOTES_MAX).default(MY_VOTES_MAX),
});
export const myVotesResponse = z.object({
  /** Newest first. */
  votes: z.array(castVote.extend({ battleId: z.string(), createdAt: z.iso.datetime() })),
  /** `before` of the next page; null on the last. */
  next: z.string().nullable(),
});
export type MyVotes = z.infer<typeof myVotesResponse>;

const answerView = z.object({ text: z.string(), end: z.enum(endReasons).nullable() });
const turnView = z.object({ prompt: z.string(), answers: z.object({ a: answerView, b: answerView }) });

/** What a reloaded page needs. `prompt` and `answers` are those of the newest turn. `vote` is null before the vote, and so are all names. */
export const battleView = turnView.extend({
  battleId: z.string(),
  turns: z.array(turnView),
  limits: conversationLimits,
  vote: voteResponse.nullable(),
});
export type BattleView = z.infer<typeof battleView>;

const count = z.number().int();

/** What is told of a model beside its name once a battle is revealed; null where it is not known. */
const standing = z.object({
  parameters: count.nullable(),
  quantization: z.string().nullable(),
  license: z.object({ name: z.string(), url: z.string() }).nullable(),
  bytes: count.nullable(),
  /** Best and worst rank; null for a preliminary model. */
  rank: z.tuple([count, count]).readonly().nullable(),
  rating: z.object({ value: z.number(), low: z.number().nullable(), high: z.number().nullable() }).nullable(),
  tokensPerSecond: z.number().nullable(),
});
export type Standing = z.infer<typeof standing>;

/** `GET /api/v1/battles/{id}/standings`, after the vote. */
export const standings = z.object({
  a: standing,
  b: standing,
  /** Other counted votes on the same two models, and how many of them say the same. */
  agreement: z.object({ others: count, agreed: count }),
});
export type Standings = z.infer<typeof standings>;

/** `PUT /api/v1/battles/{id}/reasons` */
export const reasonsBody = z.strictObject({
  reasons: z.array(z.enum(reasons, `A reason is one of: ${reasons.join(", ")}.`)).max(reasons.length),
});
