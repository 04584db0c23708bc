import { battleRoutes } from "@/features/battle/server";
import { leaderboardRoutes } from "@/features/leaderboard/server";
import { modelRoutes } from "@/features/models/server";
import type { Route } from "@/server/http/route";

/** Every route of the public API. */
export const apiRoutes: readonly Route[] = [battleRoutes, leaderboardRoutes, modelRoutes].flatMap((routes): Route[] =>
  Object.values(routes),
);
