import { z } from "zod";

/** A model as the public sees it. */
export const modelIdentity = z.object({
  id: z.string(),
  name: z.string(),
  organization: z.string().nullable(),
  kind: z.enum(["base", "instruct"]),
  isPocketModel: z.boolean(),
});
export type ModelIdentity = z.infer<typeof modelIdentity>;

/** A model with its rating in Elo points. `low` and `high` end the 95 % interval and are null where it has no end. */
export const ratedModel = modelIdentity.extend({
  rating: z.number(),
  low: z.number().nullable(),
  high: z.number().nullable(),
  /** Best and worst rank that the votes allow. */
  rank: z.tuple([z.number().int(), z.number().int()]).readonly(),
  votes: z.number().int(),
});
