import { z } from "zod";
import { defineRoute } from "@/server/http/route";
import { leaderboardResponse } from "../contract";

/** The public API of boards. */
export const leaderboardRoutes = {
  read: defineRoute({
    method: "GET",
    path: "/api/v1/leaderboard",
    summary: "The newest complete rating. An unchanged board answers 304 to its ETag.",
    session: "none",
    query: z.object({ pocket: z.literal("include", 'pocket can only be "include"; leave it out otherwise.').optional() }),
    response: leaderboardResponse,
    problems: [],
  }),
};
