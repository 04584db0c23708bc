import { z } from "zod";
import { endReasons } from "@/domain/end-reason";
import { slots } from "@/domain/slot";

const turn = z.number().int().min(1);

/** Position in the queue, the same for all slots, since they wait together. 0 once admitted. */
export const queuePosition = z.object({ turn, position: z.number().int() });
export const slotDelta = z.object({ turn, slot: z.enum(slots), text: z.string() });
export const slotEnd = z.object({ turn, slot: z.enum(slots), reason: z.enum(endReasons) });
/** Both answers of the turn have ended. */
export const turnEnd = z.object({ turn });

/** What happens while a turn is answered, in order. Every stream ends with `battle-end`. */
export type TurnEvent =
  | { event: "queue-position"; data: z.infer<typeof queuePosition> }
  | { event: "slot-delta"; data: z.infer<typeof slotDelta> }
  | { event: "slot-end"; data: z.infer<typeof slotEnd> }
  | { event: "battle-end"; data: z.infer<typeof turnEnd> };
