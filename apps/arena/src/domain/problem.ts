import { z } from "zod";

/** The body of every error. The operator's log has the same request id. */
export const problem = z.object({
  error: z.object({ code: z.string(), message: z.string(), requestId: z.string(), challenge: z.unknown().optional() }),
});
