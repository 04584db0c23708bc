import { leaderboardRoutes, newestSnapshot } from "@/features/leaderboard/server";
import { handle } from "@/runtime";

export const GET = handle(leaderboardRoutes.read, async ({ query, request }, { db }) => {
  const board = await newestSnapshot(db, { withPocketModels: query.pocket === "include" });
  const headers = { etag: `"${board.snapshot.id}-${board.pocketModels}"`, "cache-control": "no-cache" };
  if (request.headers.get("if-none-match") === headers.etag) return new Response(null, { status: 304, headers });
  return Response.json(board, { headers });
});
