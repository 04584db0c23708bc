import { compareOnBoard, leaderboardRoutes } from "@/features/leaderboard/server";
import { handle } from "@/runtime";

export const GET = handle(leaderboardRoutes.compare, ({ query: { a, b, pocket } }, { db }) =>
  compareOnBoard(db, { a, b, withPocketModels: pocket === "include" }),
);
