import { z } from "zod";

/** The body of every error. The request id stands in the operator's log too. */
export const problem = z.object({ error: z.object({ code: z.string(), message: z.string(), requestId: z.string() }) });
