import { boardCsv, leaderboardRoutes, newestSnapshot } from "@/features/leaderboard/server";
import { handle } from "@/runtime";

export const GET = handle(leaderboardRoutes.csv, async ({ query }, { db }) => {
  const board = await newestSnapshot(db, { withPocketModels: query.pocket === "include" });
  const headers = {
    "content-type": "text/csv; charset=utf-8",
    "content-disposition": `attachment; filename="llmlist-leaderboard-${board.snapshot.id}.csv"`,
    "cache-control": "no-cache",
  };
  return new Response(boardCsv(board), { headers });
});
