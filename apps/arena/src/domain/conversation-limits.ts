import { z } from "zod";

/** What a further turn may still hold. */
export const conversationLimits = z.object({
  turnsLeft: z.number().int(),
  promptCharacters: z.number().int(),
  /** Tokens that are free for the next prompt in every context of the conversation; null where an endpoint does not report its context size. */
  promptTokens: z.number().int().nullable(),
});
export type ConversationLimits = z.infer<typeof conversationLimits>;
