import { z } from "zod";
import { defineRoute } from "@/server/http/route";
import { comparisonResponse, leaderboardResponse, pairsResponse } from "../contract";

const boardQuery = z.object({ pocket: z.literal("include", 'pocket can only be "include"; leave it out otherwise.').optional() });
const modelId = z.string("a and b are ids of models.").min(1, "a and b are ids of models.").max(200);

/** The public API of boards. */
export const leaderboardRoutes = {
  read: defineRoute({
    method: "GET",
    path: "/api/v1/leaderboard",
    summary: "The newest complete rating. An unchanged board answers 304 to its ETag.",
    session: "none",
    query: boardQuery,
    response: leaderboardResponse,
    problems: [],
  }),
  csv: defineRoute({
    method: "GET",
    path: "/api/v1/leaderboard/csv",
    summary: "The newest complete rating as CSV, one model in a row.",
    session: "none",
    query: boardQuery,
    response: "csv",
    problems: [],
  }),
  pairs: defineRoute({
    method: "GET",
    path: "/api/v1/leaderboard/pairs",
    summary: "How often each two models met and how it ended: all that the ratings are computed from.",
    session: "none",
    query: boardQuery,
    response: pairsResponse,
    problems: [],
  }),
  compare: defineRoute({
    method: "GET",
    path: "/api/v1/leaderboard/compare",
    summary: "Whether one model is better than another, and about how many votes are missing to tell.",
    session: "none",
    query: boardQuery.extend({ a: modelId, b: modelId }),
    response: comparisonResponse,
    problems: [],
  }),
};
