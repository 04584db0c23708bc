import { readdirSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { battleRoutes } from "@/features/battle/server";
import { leaderboardRoutes } from "@/features/leaderboard/server";
import { modelRoutes } from "@/features/models/server";
import { openApiOf } from "@/server/http/openapi";
import type { Route } from "@/server/http/route";

const routes: Route[] = [battleRoutes, leaderboardRoutes, modelRoutes].flatMap((all): Route[] => Object.values(all));
const folder = new URL("../src/app", import.meta.url).pathname;
/** The description itself. */
const unlisted = new Set(["GET /api/openapi.json"]);

it("describes exactly the existing routes", () => {
  const files = readdirSync(`${folder}/api`, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith("/route.ts"));
  const served = files.flatMap((file) => {
    const path = `/api/${file.slice(0, -"/route.ts".length).replaceAll(/\[(\w+)\]/g, "{$1}")}`;
    return [...readFileSync(`${folder}/api/${file}`, "utf8").matchAll(/^export (?:const |\{ )(GET|POST|PUT|DELETE)\b/gm)].map(
      ([, method]) => `${method} ${path}`,
    );
  });
  const described = routes.map(({ method, path }) => `${method} ${path}`);
  expect(served.filter((route) => !unlisted.has(route)).toSorted()).toEqual(described.toSorted());
});

it("states the request, the responses and the errors of a turn", () => {
  const { paths } = openApiOf(routes);
  expect(paths["/api/v1/battles/{id}/turns"]).toMatchObject({
    post: {
      parameters: [{ name: "id", in: "path", required: true }],
      requestBody: { content: { "application/json": { schema: { type: "object", required: ["prompt"] } } } },
      responses: {
        200: { content: { "text/event-stream": {} } },
        404: { description: "battle-not-found" },
        409: { description: "already-voted, battle-running, conversation-full" },
        413: { description: "body-too-large" },
      },
    },
  });
});
