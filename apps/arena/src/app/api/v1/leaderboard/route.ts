import { leaderboardRoutes, newestSnapshot } from "@/features/leaderboard/server";
import { handle } from "@/runtime";
import { taggedJson } from "@/server/http/etag";

export const GET = handle(leaderboardRoutes.read, async ({ query, request }, { db }) =>
  taggedJson(request, await newestSnapshot(db, { withPocketModels: query.pocket === "include" })),
);
