import { z } from "zod";
import { conversationLimits } from "@/domain/conversation-limits";
import { endReasons } from "@/domain/end-reason";
import { fates } from "@/domain/fate";
import { outcomes } from "@/domain/outcome";
import { prompt } from "@/domain/prompt";
import { modelIdentity } from "@/domain/ranking";

export const startBattleBody = z.strictObject({ battleId: z.uuid("battleId must be a UUID that you make yourself."), prompt });
export const continueBattleBody = z.strictObject({ prompt });
export const voteBody = z.strictObject({ outcome: z.enum(outcomes, "outcome must be one of: a, b, tie, both-bad.") });

export const voteResponse = z.object({
  outcome: z.enum(outcomes),
  fate: z.enum(fates),
  reveal: z.object({ a: modelIdentity, b: modelIdentity }),
});
export type VoteResponse = z.infer<typeof voteResponse>;

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
