import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type ArenaProcess, startArena } from "../e2e/arena-process";
import { createBattleClient, readBattle, readEvents } from "../e2e/battle-client";
import { startPostgres } from "../postgres";
import { startProxy, type TcpProxy } from "./tcp-proxy";
import { countedOf, differencesOf, startVoters, votesOnBoard } from "./voters";

const OUTAGE_MS = 30_000;

describe("two processes on one PostgreSQL", { timeout: 600_000 }, () => {
  const folder = mkdtempSync(join(tmpdir(), "llmlist-outage-"));
  let server: Awaited<ReturnType<typeof startPostgres>>;
  let proxy: TcpProxy;
  let arenas: readonly [ArenaProcess, ArenaProcess];
  let seeded: number;
  beforeAll(async () => {
    server = await startPostgres();
    proxy = await startProxy(Number(new URL(server.url).port));
    const url = server.url.replace(/:\d+\//u, `:${proxy.port}/`);
    const start = (name: string) =>
      startArena({
        LLMLIST_ENGINE: "scripted",
        LLMLIST_DATA: join(folder, name),
        DATABASE_URL: url,
        SESSION_SECRET: "the secret of both processes of this test",
        LLMLIST_LIMITS: "off",
      });
    arenas = await Promise.all([start("first"), start("second")]);
  }, 300_000);
  afterAll(async () => {
    await Promise.all(arenas.map((arena) => arena.stop("SIGKILL")));
    proxy.close();
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  });
  const urls = () => arenas.map(({ url }) => url);

  it("seed once though they start together", async () => {
    await expect.poll(() => votesOnBoard(arenas[0].url), { timeout: 60_000 }).toBeGreaterThan(200);
    seeded = await votesOnBoard(arenas[0].url);
    expect(seeded).toBeLessThanOrEqual(240);
  });

  it("stop a battle that the other one answers, and both show the same", async () => {
    const [first, second] = arenas;
    const client = createBattleClient(first.url);
    const { battleId, response } = await client.start("Where does it go? Answer slowly.");
    const reasons: string[] = [];
    let isAsked = false;
    for await (const { event, data } of readEvents(response)) {
      if (event === "slot-end" && data.reason) reasons.push(data.reason);
      if (event !== "slot-delta" || isAsked) continue;
      isAsked = true;
      const other = createBattleClient(second.url, client.cookie());
      expect((await other.post(`/api/v1/battles/${battleId}/stop`, {})).status).toBe(204);
    }
    expect(reasons).toEqual(["aborted", "aborted"]);
    const views = await Promise.all(
      urls().map(async (url) => (await createBattleClient(url, client.cookie()).send(`/api/v1/battles/${battleId}`)).json()),
    );
    expect(views[0]).toEqual(views[1]);
  });

  it("answer 503 within seconds while the database is away for 30 s, and lose no acknowledged vote and no answer", async () => {
    const voters = startVoters(urls, 6);
    await expect.poll(() => voters.acknowledged.length, { timeout: 60_000 }).toBeGreaterThan(12);
    const client = createBattleClient(arenas[0].url);
    const { battleId, response } = await client.start("A long one. Answer slowly.");
    const reading = readBattle(response);
    await delay(1_000);
    proxy.freeze();
    const slowest = await slowestOf(urls(), OUTAGE_MS);
    proxy.thaw();
    expect(slowest.statuses).toEqual(new Set([503]));
    expect(slowest.milliseconds).toBeLessThan(10_000);
    await expect.poll(async () => (await fetch(`${arenas[0].url}/readyz`)).status, { timeout: 20_000 }).toBe(200);
    const { text, reason } = await reading;
    expect(reason).toEqual({ a: "stop", b: "stop" });
    const { answers } = (await (await client.send(`/api/v1/battles/${battleId}`)).json()) as {
      answers: Record<"a" | "b", { text: string }>;
    };
    expect({ a: answers.a.text, b: answers.b.text }).toEqual(text);

    const before = voters.acknowledged.length;
    await expect.poll(() => voters.acknowledged.length, { timeout: 60_000 }).toBeGreaterThan(before + 6);
    await voters.stop();
    for (const url of urls()) expect(await differencesOf(url, voters.acknowledged)).toEqual([]);
    await expect
      .poll(() => votesOnBoard(arenas[1].url), { timeout: 30_000 })
      .toBeGreaterThanOrEqual(seeded + countedOf(voters.acknowledged));
    for (const { output } of arenas) expect(output()).not.toMatch(/Question \d+ of a voter|A long one/u);
  });
});

/** Asks both for the board again and again, and returns how long the slowest answer took and what the answers were. */
async function slowestOf(urls: readonly string[], milliseconds: number) {
  const statuses = new Set<number>();
  let slowest = 0;
  for (const until = performance.now() + milliseconds; performance.now() < until;) {
    await Promise.all(
      urls.flatMap((url) =>
        [`${url}/api/v1/leaderboard`, `${url}/leaderboard`, `${url}/readyz`].map(async (address) => {
          const asked = performance.now();
          const response = await fetch(address);
          await response.body?.cancel();
          slowest = Math.max(slowest, performance.now() - asked);
          statuses.add(response.status);
        }),
      ),
    );
    await delay(500);
  }
  return { statuses, milliseconds: slowest };
}
