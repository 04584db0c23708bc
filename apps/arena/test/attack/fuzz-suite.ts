import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { battleRoutes } from "@/features/battle/server";
import { leaderboardRoutes } from "@/features/leaderboard/server";
import { modelRoutes } from "@/features/models/server";
import type { Route } from "@/server/http/route";
import { type ArenaProcess, startArena } from "../e2e/arena-process";
import { type FuzzReport, fuzzAll } from "./fuzz";

const routes: readonly Route[] = [battleRoutes, leaderboardRoutes, modelRoutes].flatMap((all): Route[] => Object.values(all));
const REACHED_SHARE = 0.6;
const serverErrorsOf = (reports: readonly FuzzReport[]) =>
  reports.flatMap(({ route, serverErrors }) => serverErrors.map((error) => `${route}: ${error}`));

/** A server with the usual mistakes of a parser: what the fuzz must find. */
function startFaultyServer() {
  const server = createServer((request, response) => {
    let body = "";
    request.setEncoding("latin1").on("data", (text: string) => (body += text));
    request.on("end", () => {
      try {
        decodeURIComponent(request.url ?? "");
        decodeURIComponent(request.headers.cookie ?? "");
        if (body !== "") JSON.parse(body);
        response.end("fine");
      } catch {
        response.writeHead(500).end();
      }
    });
  });
  return new Promise<{ url: string; close(): void }>((resolve) =>
    server.listen(0, "127.0.0.1", () =>
      resolve({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close: () => server.close() }),
    ),
  );
}

/** @param inputs How many in all, with the limits off. */
export function testFuzz(inputs: number): void {
  const each = Math.ceil(inputs / (routes.length + 1));
  const seed = 20_261_129;
  describe(`${each * (routes.length + 1)} random requests`, { timeout: 60_000 + inputs * 120 }, () => {
    const folder = mkdtempSync(join(tmpdir(), "llmlist-fuzz-"));
    let arena: ArenaProcess;
    beforeAll(async () => {
      arena = await startArena({ LLMLIST_ENGINE: "scripted", LLMLIST_DATA: folder, LLMLIST_LIMITS: "off" });
    });
    afterAll(async () => {
      await arena.stop("SIGKILL");
      rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
    });

    it("lead to no error of the server, though most reach the route", async () => {
      const reports = await fuzzAll(arena.url, routes, each, seed);
      const rows = reports.map(
        ({ route, reached, statuses }) => `${route}: ${Math.round(100 * reached)} % reach it, ${JSON.stringify(statuses)}`,
      );
      expect(serverErrorsOf(reports), rows.join("\n")).toEqual([]);
      expect(
        reports.filter(({ reached }) => reached < REACHED_SHARE).map(({ route }) => route),
        rows.join("\n"),
      ).toEqual([]);
      expect((await fetch(`${arena.url}/readyz`)).status).toBe(200);
      expect((arena.output().match(/^llmlist: /gmu) ?? []).length).toBeLessThan(60);
    });

    it("find the errors of a server that has them", async () => {
      const faulty = await startFaultyServer();
      const reports = await fuzzAll(faulty.url, routes, Math.min(each, 100), seed);
      faulty.close();
      for (const { route, serverErrors } of reports) expect(serverErrors.length, route).toBeGreaterThan(0);
    });
  });
}
