import { newestSnapshot } from "@/features/leaderboard/server/newest-snapshot";
import { handle } from "@/server/handle";
import { runtime } from "@/server/runtime";

export const GET = handle(async (request) => {
  const board = await newestSnapshot((await runtime()).db);
  const headers = { etag: `"${board.snapshot.id}"`, "cache-control": "no-cache" };
  if (request.headers.get("if-none-match") === headers.etag) return new Response(null, { status: 304, headers });
  return Response.json(board, { headers });
});
