import { leaderboardRoutes, readPairs } from "@/features/leaderboard/server";
import { handle } from "@/runtime";

export const GET = handle(leaderboardRoutes.pairs, ({ query }, { db }) => readPairs(db, { withPocketModels: query.pocket === "include" }));
