import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type ArenaProcess, startArena } from "./arena-process";
import { createBattleClient, readBattle } from "./battle-client";

describe("an arena with scripted models", { timeout: 60_000 }, () => {
  const folder = mkdtempSync(join(tmpdir(), "llmlist-scripted-"));
  let arena: ArenaProcess;
  beforeAll(async () => {
    arena = await startArena({ LLMLIST_ENGINE: "scripted", LLMLIST_DATA: folder });
  });
  afterAll(async () => {
    await arena.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const votes = async () => {
    const board = (await (await fetch(`${arena.url}/api/v1/leaderboard`)).json()) as { snapshot: { votes: number }; models: object[] };
    return board.models.length === 4 ? board.snapshot.votes : 0;
  };

  it("has a board from seeded votes, and no model process", async () => {
    await expect.poll(votes, { timeout: 20_000 }).toBeGreaterThan(200);
    expect(arena.workers()).toEqual([]);
  });

  it("answers a battle, takes its vote, and seeds nothing twice", async () => {
    await expect.poll(votes, { timeout: 20_000 }).toBeGreaterThan(200);
    const before = await votes();
    const client = createBattleClient(arena.url);
    const { battleId, response } = await client.start("How does it begin?");
    const { events, reason } = await readBattle(response);
    expect(events.at(-1)).toBe("battle-end");
    expect(reason).toEqual({ a: "stop", b: "stop" });
    expect((await client.vote(battleId, "a")).status).toBe(200);
    await expect.poll(votes, { timeout: 20_000 }).toBe(before + 1);
    await arena.stop();
    arena = await startArena({ LLMLIST_ENGINE: "scripted", LLMLIST_DATA: folder });
    await expect.poll(votes, { timeout: 20_000 }).toBe(before + 1);
  });
});
