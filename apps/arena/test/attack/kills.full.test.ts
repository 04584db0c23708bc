import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { type ArenaProcess, startArena } from "../e2e/arena-process";
import { countedOf, differencesOf, startVoters, votesOnBoard } from "./voters";

const KILLS = 20;
const VOTES_BETWEEN = 3;
const folder = mkdtempSync(join(tmpdir(), "llmlist-kills-"));
let arena: ArenaProcess;

afterAll(async () => {
  await arena.stop("SIGKILL");
  rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
});

it(`after ${KILLS} kills under load every acknowledged vote is stored and shown, once`, { timeout: 1_800_000 }, async () => {
  const start = () => startArena({ LLMLIST_ENGINE: "scripted", LLMLIST_DATA: folder, LLMLIST_LIMITS: "off" });
  arena = await start();
  await expect.poll(() => votesOnBoard(arena.url), { timeout: 60_000 }).toBeGreaterThan(200);
  const seeded = await votesOnBoard(arena.url);
  const voters = startVoters(() => [arena.url], 4);
  for (let kill = 1; kill <= KILLS; kill++) {
    await expect.poll(() => voters.acknowledged.length, { timeout: 120_000 }).toBeGreaterThanOrEqual(kill * VOTES_BETWEEN);
    await arena.stop("SIGKILL");
    // At once: nobody waits until the database of the killed process has ended.
    arena = await start();
  }
  await voters.stop();
  const { acknowledged } = voters;
  expect(acknowledged.length).toBeGreaterThanOrEqual(KILLS * VOTES_BETWEEN);
  expect(await differencesOf(arena.url, acknowledged)).toEqual([]);
  // A vote may be stored whose answer a kill cut off: at most one for each voter and kill.
  const counted = countedOf(acknowledged);
  await expect.poll(() => votesOnBoard(arena.url), { timeout: 60_000 }).toBeGreaterThanOrEqual(seeded + counted);
  expect(await votesOnBoard(arena.url)).toBeLessThanOrEqual(seeded + counted + 4 * KILLS);

  const [one] = acknowledged;
  if (!one) throw new Error("No vote was acknowledged.");
  const changed = [
    { ...one, outcome: "nobody" },
    { ...one, text: { ...one.text, b: "Another text." } },
    { ...one, cookie: "" },
  ];
  for (const vote of changed) expect((await differencesOf(arena.url, [vote])).length).toBe(1);
});
