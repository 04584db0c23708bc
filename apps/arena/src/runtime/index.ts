import "server-only";
import { battleRoutes } from "@/features/battle/server";
import { leaderboardRoutes } from "@/features/leaderboard/server";
import { modelRoutes } from "@/features/models/server";
import { createHandle } from "@/server/http/handle";
import type { Route } from "@/server/http/route";
import { runtime } from "./runtime";

export { runtime } from "./runtime";

/** Writes a route of the API; its service gets the checked request and the running arena. */
export const handle = createHandle(runtime);

/** Every route of the public API. */
export const apiRoutes: readonly Route[] = [battleRoutes, leaderboardRoutes, modelRoutes].flatMap((routes): Route[] =>
  Object.values(routes),
);
