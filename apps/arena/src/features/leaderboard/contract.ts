import { z } from "zod";
import { ratedModel } from "@/domain/ranking";

/** `GET /api/v1/leaderboard` */
export const leaderboardResponse = z.object({
  snapshot: z.object({ id: z.string(), votes: z.number().int(), createdAt: z.iso.datetime() }),
  /** Whether pocket models are on the board, were left out of it, or there are none. */
  pocketModels: z.enum(["included", "left-out", "none"]),
  models: z.array(ratedModel),
});
export type Leaderboard = z.infer<typeof leaderboardResponse>;
