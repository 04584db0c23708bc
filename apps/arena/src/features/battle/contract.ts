import { z } from "zod";

export const PROMPT_MAX_CHARACTERS = 4000;

export const slots = ["a", "b"] as const;
export const outcomes = ["a", "b", "tie", "both-bad"] as const;
export const endReasons = ["stop", "length", "error", "aborted"] as const;
export const fates = ["counted", "answer-failed", "answer-stopped", "empty-answer"] as const;

export type Slot = (typeof slots)[number];
export type Outcome = (typeof outcomes)[number];
export type EndReason = (typeof endReasons)[number];

/** Postgres text cannot hold NUL, and a lone surrogate is no character. */
const storableText = z
  .string()
  .refine((text) => !text.includes("\u0000") && text.isWellFormed(), "The prompt holds a character that cannot be stored.");

export const startBattleBody = z.strictObject({
  battleId: z.uuid("battleId must be a UUID that you make yourself."),
  prompt: storableText
    .refine((text) => text.trim().length > 0, "The prompt is empty.")
    .refine((text) => text.length <= PROMPT_MAX_CHARACTERS, `The prompt is longer than ${PROMPT_MAX_CHARACTERS} characters.`),
});

export const voteBody = z.strictObject({ outcome: z.enum(outcomes, "outcome must be one of: a, b, tie, both-bad.") });

/** The battle waits in line: both sides together, so it tells nothing of either. 0 once it is let in. */
export const queuePosition = z.object({ position: z.number().int() });
export const slotDelta = z.object({ slot: z.enum(slots), text: z.string() });
export const slotEnd = z.object({ slot: z.enum(slots), reason: z.enum(endReasons) });

export type BattleEvent =
  | { event: "queue-position"; data: z.infer<typeof queuePosition> }
  | { event: "slot-delta"; data: z.infer<typeof slotDelta> }
  | { event: "slot-end"; data: z.infer<typeof slotEnd> }
  | { event: "battle-end"; data: Record<string, never> };

const contestantReveal = z.object({
  id: z.string(),
  name: z.string(),
  organization: z.string().nullable(),
  kind: z.enum(["base", "instruct"]),
  isPocketModel: z.boolean(),
});

export const voteResponse = z.object({
  outcome: z.enum(outcomes),
  fate: z.enum(fates),
  reveal: z.object({ a: contestantReveal, b: contestantReveal }),
});
export type VoteResponse = z.infer<typeof voteResponse>;

/** `GET /api/v1/battles/:id`: what a reloaded page needs. `vote` is null before the vote, and so are all names. */
export const battleView = z.object({
  battleId: z.string(),
  prompt: z.string(),
  answers: z.object({
    a: z.object({ text: z.string(), end: z.enum(endReasons).nullable() }),
    b: z.object({ text: z.string(), end: z.enum(endReasons).nullable() }),
  }),
  vote: voteResponse.nullable(),
});
export type BattleView = z.infer<typeof battleView>;

export const problem = z.object({ error: z.object({ code: z.string(), message: z.string() }) });

export const leaderboardResponse = z.object({
  snapshot: z.object({ id: z.string(), votes: z.number().int(), createdAt: z.iso.datetime() }),
  /** Whether pocket models are in it, were left out of it, or do not play. */
  pocketModels: z.enum(["included", "left-out", "none"]),
  models: z.array(
    contestantReveal.extend({
      rating: z.number(),
      low: z.number().nullable(),
      high: z.number().nullable(),
      rank: z.tuple([z.number().int(), z.number().int()]).readonly(),
      votes: z.number().int(),
    }),
  ),
});
export type Leaderboard = z.infer<typeof leaderboardResponse>;
/** Rated models, and the votes that rated them. */
export type Ranking = Pick<Leaderboard, "models"> & { readonly votes: number };
