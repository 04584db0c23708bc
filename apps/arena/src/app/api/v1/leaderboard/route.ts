import { newestSnapshot } from "@/features/leaderboard/server";
import { handle } from "@/server/http/handle";
import { ArenaError } from "@/server/http/problem";
import { runtime } from "@/runtime/runtime";

export const GET = handle(async (request) => {
  const pocket = new URL(request.url).searchParams.get("pocket");
  if (pocket !== null && pocket !== "include") throw new ArenaError("bad-request", 'pocket can only be "include"; leave it out otherwise.');
  const board = await newestSnapshot((await runtime()).db, { withPocketModels: pocket === "include" });
  const headers = { etag: `"${board.snapshot.id}-${board.pocketModels}"`, "cache-control": "no-cache" };
  if (request.headers.get("if-none-match") === headers.etag) return new Response(null, { status: 304, headers });
  return Response.json(board, { headers });
});
