import { z } from "zod";
import { endReasons } from "@/domain/end-reason";
import { fates } from "@/domain/fate";
import { outcomes } from "@/domain/outcome";
import { slots } from "@/domain/slot";
import { modelIdentity } from "@/domain/ranking";

export const PROMPT_MAX_CHARACTERS = 4000;

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

/** Position of the battle in the queue. Both slots wait together, so it says nothing about either. 0 once admitted. */
export const queuePosition = z.object({ position: z.number().int() });
export const slotDelta = z.object({ slot: z.enum(slots), text: z.string() });
export const slotEnd = z.object({ slot: z.enum(slots), reason: z.enum(endReasons) });

export type BattleEvent =
  | { event: "queue-position"; data: z.infer<typeof queuePosition> }
  | { event: "slot-delta"; data: z.infer<typeof slotDelta> }
  | { event: "slot-end"; data: z.infer<typeof slotEnd> }
  | { event: "battle-end"; data: Record<string, never> };

export const voteResponse = z.object({
  outcome: z.enum(outcomes),
  fate: z.enum(fates),
  reveal: z.object({ a: modelIdentity, b: modelIdentity }),
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
