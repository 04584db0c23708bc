import { describe, expect, it } from "vitest";
import { type ArenaSuite, arenaSuite } from "../e2e/arena-suite";
import { createBattleClient, readEvents } from "../e2e/battle-client";

const settings = { LLMLIST_ENGINE: "scripted", LLMLIST_TRUSTED_PROXIES: "1" };
const HONEST = "198.51.100.7";

/** Sends a battle and drops the connection when its status is known. */
async function post({ arena }: ArenaSuite, address: string): Promise<number> {
  const stop = new AbortController();
  const response = await fetch(`${arena.url}/api/v1/battles`, {
    method: "POST",
    headers: { "content-type": "application/json", "x-forwarded-for": address },
    body: JSON.stringify({ battleId: crypto.randomUUID(), prompt: "Slowly, please." }),
    signal: stop.signal,
  });
  const { status } = response;
  stop.abort();
  return status;
}

/** Milliseconds until an honest voter sees a first word; infinite where there is none. */
async function firstWordMs({ arena }: ArenaSuite): Promise<number> {
  const client = createBattleClient(arena.url);
  const begun = performance.now();
  const battleId = crypto.randomUUID();
  const response = await client.post("/api/v1/battles", { battleId, prompt: "What is rain?" }, { "x-forwarded-for": HONEST });
  for await (const { event } of readEvents(response)) if (event === "slot-delta") return performance.now() - begun;
  // Its turn failed in a queue that was full of others.
  return Number.POSITIVE_INFINITY;
}

const median = (values: readonly number[]) => values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;

async function firstWords(suite: ArenaSuite, count: number): Promise<number> {
  const times = [];
  for (let index = 0; index < count; index++) times.push(await firstWordMs(suite));
  return median(times);
}

describe("an address that asks for 300 battles at once", { timeout: 300_000 }, () => {
  const open = arenaSuite("PGlite", () => ({ ...settings, LLMLIST_LIMITS: "off" }));
  const limited = arenaSuite("PGlite", () => settings);
  const flood = (suite: ArenaSuite) => Promise.all(Array.from({ length: 300 }, () => post(suite, "203.0.113.1")));

  it("makes others wait where nothing limits it (the planted hole)", async () => {
    const alone = await firstWords(open, 3);
    await flood(open);
    expect(await firstWordMs(open)).toBeGreaterThan(4 * alone);
  });

  it("leaves an honest voter the first word within twice the time", async () => {
    const alone = await firstWords(limited, 3);
    const statuses = await flood(limited);
    expect(statuses.filter((status) => status === 200).length).toBeLessThanOrEqual(30);
    expect(new Set(statuses)).toEqual(new Set([200, 503]));
    expect(await firstWords(limited, 3)).toBeLessThan(2 * alone);
  });
});
