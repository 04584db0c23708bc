import { z } from "zod";

/** What a further turn may still hold. */
export const conversationLimits = z.object({
  turnsLeft: z.number().int(),
  promptCharacters: z.number().int(),
  /** Tokens that every context of the conversation has left for the next prompt; null where an endpoint does not say. */
  promptTokens: z.number().int().nullable(),
});
export type ConversationLimits = z.infer<typeof conversationLimits>;
