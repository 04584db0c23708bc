import { describe, expect, it } from "vitest";
import { arenaSuite } from "../e2e/arena-suite";
import { stuffVotes } from "./stuff-votes";

const VOTES = 45;
const attack = { votes: VOTES, loops: 4 };
const settings = { LLMLIST_ENGINE: "scripted", LLMLIST_TRUSTED_PROXIES: "1" };

describe("one address that stuffs votes", { timeout: 300_000 }, () => {
  const open = arenaSuite("PGlite", () => ({ ...settings, LLMLIST_LIMITS: "off" }));
  const limited = arenaSuite("PGlite", () => settings);
  const isPublic = arenaSuite("PGlite", () => ({ ...settings, LLMLIST_PUBLIC_URL: "https://arena.example" }));

  it("has all of them counted where nothing limits it (the planted hole)", async () => {
    expect(await stuffVotes(open.arena.url, { ...attack, address: "203.0.113.1" })).toMatchObject({ counted: VOTES, refused: {} });
  });

  it("has no more than 30 counted in a day, whatever it sends, and another address is not refused", async () => {
    const rounds = [];
    for (let round = 0; round < 3; round++) rounds.push(await stuffVotes(limited.arena.url, { ...attack, address: "203.0.113.1" }));
    expect(rounds.reduce((sum, { counted }) => sum + counted, 0)).toBeLessThanOrEqual(30);
    expect((await stuffVotes(limited.arena.url, { votes: 1, loops: 1, address: "203.0.113.2" })).counted).toBe(1);
  });

  it("has none counted without a proof of work where the internet votes", async () => {
    const { counted, refused } = await stuffVotes(isPublic.arena.url, { votes: 10, loops: 2, address: "203.0.113.1" });
    expect([counted, refused]).toEqual([0, { 403: 10 }]);
  });
});
