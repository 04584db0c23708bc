import { z } from "zod";
import { endReasons } from "@/domain/end-reason";
import { slots } from "@/domain/slot";

/** A prompt as it can be stored: Postgres text cannot hold NUL, and a lone surrogate is no character. Its length is an operator's setting. */
export const prompt = z
  .string()
  .refine((text) => !text.includes("\u0000") && text.isWellFormed(), "The prompt holds a character that cannot be stored.")
  .refine((text) => text.trim().length > 0, "The prompt is empty.");

const turn = z.number().int().min(1);

/** Position in the queue. All slots wait together, so it says nothing about one of them. 0 once admitted. */
export const queuePosition = z.object({ turn, position: z.number().int() });
export const slotDelta = z.object({ turn, slot: z.enum(slots), text: z.string() });
export const slotEnd = z.object({ turn, slot: z.enum(slots), reason: z.enum(endReasons) });
/** Both answers of the turn have ended. */
const turnEnd = z.object({ turn });

/** What happens while a turn is answered, in order. Every stream ends with `battle-end`. */
export type TurnEvent =
  | { event: "queue-position"; data: z.infer<typeof queuePosition> }
  | { event: "slot-delta"; data: z.infer<typeof slotDelta> }
  | { event: "slot-end"; data: z.infer<typeof slotEnd> }
  | { event: "battle-end"; data: z.infer<typeof turnEnd> };

/** What a further turn may still hold. */
export const conversationLimits = z.object({
  turnsLeft: z.number().int(),
  promptCharacters: z.number().int(),
  /** Tokens that every context of the conversation has left for the next prompt; null where an endpoint does not say. */
  promptTokens: z.number().int().nullable(),
});
