import { randomUUID } from "node:crypto";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { abortOrphans, castVote, startBattle, viewBattle } from "@/features/battle/server";
import { newestSnapshot, writeSnapshot } from "@/features/leaderboard/server";
import type { OpenDatabase } from "@/server/db/database";
import { answer, battle, contestant, snapshot, vote } from "@/server/db/schema";
import { registerContestants } from "@/features/models/server";
import { contestantsNamed } from "./contestants";
import { databases } from "./databases";

const models = contestantsNamed("alpha", "beta");

describe.each(databases)("a battle on $name", ({ open }) => {
  let database: OpenDatabase;
  beforeAll(async () => {
    database = await open();
    await registerContestants(database.db, models);
  });
  afterAll(() => database.close());
  beforeEach(async () => {
    for (const table of [vote, answer, battle, snapshot]) await database.db.delete(table);
  });

  const session = randomUUID();
  async function start(random: () => number = () => 0): Promise<string> {
    const battleId = randomUUID();
    await startBattle(database.db, {
      battleId,
      sessionId: session,
      prompt: "Why is the sky blue?",
      contestantIds: ["alpha", "beta"],
      random,
    });
    return battleId;
  }
  async function finished(status: "stop" | "error" | "aborted" = "stop", text = "Because of scattering."): Promise<string> {
    const battleId = await start();
    await database.db.update(answer).set({ status, text }).where(eq(answer.battleId, battleId));
    return battleId;
  }
  const castBy = (battleId: string, sessionId: string | null = session) => castVote(database.db, { battleId, sessionId, outcome: "a" });

  it("refuses an id that was used before, and keeps the first battle", async () => {
    const battleId = await start();
    const again = startBattle(database.db, {
      battleId,
      sessionId: randomUUID(),
      prompt: "Other",
      contestantIds: ["alpha", "beta"],
      random: () => 0,
    });
    await expect(again).rejects.toMatchObject({ code: "battle-exists" });
    expect(await database.db.select({ prompt: battle.prompt }).from(battle)).toEqual([{ prompt: "Why is the sky blue?" }]);
  });

  it("reveals both contestants with the vote, and not before", async () => {
    const battleId = await finished();
    const view = () => viewBattle(database.db, { battleId, sessionId: session, redact: (text) => text });
    expect(JSON.stringify(await view())).not.toMatch(/alpha|beta/);
    const reply = await castBy(battleId);
    expect(reply).toMatchObject({
      outcome: "a",
      fate: "counted",
      reveal: { a: { id: "alpha", name: "alpha" }, b: { id: "beta", name: "beta" } },
    });
    expect((await view()).vote).toEqual(reply);
  });

  it("takes one vote of fifty that come at once", async () => {
    const battleId = await finished();
    const results = await Promise.allSettled(Array.from({ length: 50 }, () => castBy(battleId)));
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    for (const result of results) if (result.status === "rejected") expect(result.reason).toMatchObject({ code: "already-voted" });
    expect(await database.db.select().from(vote)).toHaveLength(1);
  });

  it("refuses a vote while an answer runs, by another session, without a session, and on no battle", async () => {
    const running = await start();
    await expect(castBy(running)).rejects.toMatchObject({ code: "battle-running" });
    const ended = await finished();
    for (const [battleId, voter] of [
      [ended, randomUUID()],
      [ended, null],
      [randomUUID(), session],
      ["no-uuid", session],
    ] as const) {
      await expect(castBy(battleId, voter)).rejects.toMatchObject({ code: "battle-not-found" });
    }
    expect(await database.db.select().from(vote)).toHaveLength(0);
  });

  it.each([
    ["error", "Half an ans", "answer-failed"],
    ["aborted", "Half an ans", "answer-stopped"],
    ["stop", " \n", "empty-answer"],
  ] as const)("does not count a vote on an answer with status %s and text %j, and says why", async (status, text, fate) => {
    expect(await castBy(await finished(status, text))).toMatchObject({ fate });
    await writeSnapshot(database.db);
    expect(await newestSnapshot(database.db)).toMatchObject({ snapshot: { votes: 0 } });
  });

  it("ends answers whose process is silent, and leaves living ones", async () => {
    const [silent, living] = [await start(), await start()];
    await database.db
      .update(answer)
      .set({ heartbeatAt: new Date(Date.now() - 60_000), text: "Half" })
      .where(eq(answer.battleId, silent));
    await abortOrphans(database.db);
    const shown = await viewBattle(database.db, { battleId: silent, sessionId: session, redact: (text) => text });
    expect(shown.answers).toEqual({ a: { text: "Half", end: "error" }, b: { text: "Half", end: "error" } });
    expect((await viewBattle(database.db, { battleId: living, sessionId: session, redact: (text) => text })).answers.a.end).toBeNull();
  });

  it("raises the winner in the next snapshot, and writes none when nothing changed", async () => {
    await writeSnapshot(database.db);
    const before = await newestSnapshot(database.db);
    expect(before.models.map(({ rating }) => rating)).toEqual([1000, 1000]);
    await castBy(await finished());
    await writeSnapshot(database.db);
    await writeSnapshot(database.db);
    const after = await newestSnapshot(database.db);
    expect(after).toMatchObject({
      snapshot: { votes: 1 },
      models: [
        { id: "alpha", votes: 1 },
        { id: "beta", votes: 1 },
      ],
    });
    expect(after.models[0]?.rating).toBeGreaterThan(1000);
    expect(after.models[1]?.rating).toBeLessThan(1000);
    expect(await database.db.select().from(snapshot)).toHaveLength(2);
  });

  it("ranks real models by the battles among themselves, and pocket models beside them only where that is asked for", async () => {
    const pocket = { id: "pocket", name: "pocket", bundled: true as const, sha256: "pocket" };
    await registerContestants(database.db, [...models, ...models.slice(0, 1).map((model) => ({ ...model, ...pocket }))]);
    const lost = randomUUID();
    await startBattle(database.db, {
      battleId: lost,
      sessionId: session,
      prompt: "Why?",
      contestantIds: ["pocket", "beta"],
      random: () => 0,
    });
    await database.db.update(answer).set({ status: "stop", text: "So." }).where(eq(answer.battleId, lost));
    await castBy(lost);
    await castBy(await finished());
    await writeSnapshot(database.db);
    const real = await newestSnapshot(database.db);
    expect(real).toMatchObject({ pocketModels: "left-out", snapshot: { votes: 1 }, models: [{ id: "alpha" }, { id: "beta", votes: 1 }] });
    const all = await newestSnapshot(database.db, { withPocketModels: true });
    expect(all).toMatchObject({ pocketModels: "included", snapshot: { id: real.snapshot.id, votes: 2 } });
    expect(all.models.find(({ isPocketModel }) => isPocketModel)).toMatchObject({ id: "pocket", votes: 1 });
    for (const table of [vote, answer, battle]) await database.db.delete(table);
    await database.db.delete(contestant).where(eq(contestant.id, "pocket"));
  });

  it("ranks pocket models where there are no others", async () => {
    const alone = await open();
    await registerContestants(
      alone.db,
      models.map((model) => ({ ...model, bundled: true as const })),
    );
    await writeSnapshot(alone.db);
    expect(await newestSnapshot(alone.db)).toMatchObject({ pocketModels: "included", models: [{ id: "alpha" }, { id: "beta" }] });
    await alone.close();
  });

  it("refuses known contestants with other weights", async () => {
    const changed = models.map((model) => (model.id === "beta" ? { ...model, sha256: "other" } : model));
    const errors: unknown[] = [];
    const kept = await registerContestants(database.db, changed, (sentence) => errors.push(sentence));
    expect(kept.map(({ id }) => id)).toEqual(["alpha"]);
    expect(errors).toHaveLength(1);
  });
});
