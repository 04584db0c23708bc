import { and, eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { boardCsv, compareOnBoard, newestSnapshot, readPairs, writeSnapshot, writeStyleSnapshots } from "@/features/leaderboard/server";
import { registerContestants } from "@/features/models/server";
import type { OpenDatabase } from "@/server/db/database";
import { contestant, participant, snapshot, voteReview } from "@/server/db/schema";
import { createBattles, engineWithContexts } from "./battle-fixture";
import { contestantsNamed } from "./contestants";
import { databases } from "./databases";

describe.each(databases)("the leaderboard on $name", ({ open }) => {
  let database: OpenDatabase;
  let battles: ReturnType<typeof createBattles>;
  const long = "# A heading\n\n- **one**\n- two\n\nMuch more is said here than there, and then some more.";
  const vote = async (winner: string, loser: string, times: number, style = { winner: "Short.", loser: long }) => {
    for (let index = 0; index < times; index++) {
      const battleId = await battles.start({ ids: [winner, loser] });
      const sides = await database.db
        .select()
        .from(participant)
        .where(and(eq(participant.conversationId, battleId), eq(participant.contestantId, winner)));
      const won = sides[0]?.slot === "a" ? "a" : "b";
      const figures = { outputTokens: 21, firstTokenMs: 100, totalMs: 1100 };
      await battles.end(battleId, { ...figures, rawText: style.winner, shownText: style.winner }, won);
      await battles.end(battleId, { ...figures, totalMs: 2100, rawText: style.loser, shownText: style.loser });
      await battles.vote(battleId, undefined, won);
    }
  };
  beforeAll(async () => {
    database = await open();
    await registerContestants(database.db, contestantsNamed("alpha", "beta", "gamma", "new"));
    let draws = 0;
    battles = createBattles(database.db, {
      engine: engineWithContexts({ alpha: 4096, beta: 4096, gamma: 4096, new: 4096 }),
      // Both orders of a pair come up.
      random: () => (draws++ % 4) / 4,
    });
    await vote("alpha", "beta", 6);
    await vote("alpha", "beta", 16, { winner: long, loser: "Short." });
    await vote("beta", "alpha", 6, { winner: long, loser: "Short." });
    await vote("beta", "alpha", 2);
    await vote("beta", "gamma", 24, { winner: long, loser: "Short." });
    await vote("gamma", "beta", 4, { winner: long, loser: "Short." });
    await vote("gamma", "beta", 2);
    await vote("new", "gamma", 2);
    await writeSnapshot(database.db);
    await writeStyleSnapshots(database.db);
  });
  afterAll(() => database.close());

  it("ranks models with enough votes among themselves, and shows the others apart", async () => {
    const { models, preliminaryBelow } = await newestSnapshot(database.db);
    expect(models.map(({ id, preliminary, votes }) => [id, preliminary, votes])).toEqual([
      ["alpha", false, 30],
      ["beta", false, 60],
      ["gamma", false, 32],
      ["new", true, 2],
    ]);
    expect(preliminaryBelow).toBe(30);
    expect(models.slice(0, 3).map(({ rank }) => Math.max(...rank))).toEqual([expect.any(Number), expect.any(Number), 3]);
  });

  it("measures how fast each model writes, in battles that have a vote alone", async () => {
    const speed = async (id: string) => (await newestSnapshot(database.db)).models.find((model) => model.id === id)?.tokensPerSecond;
    expect(await speed("new")).toBeCloseTo(20);
    const before = await speed("alpha");
    expect(before).toBeGreaterThan(10);
    await battles.finished({ outputTokens: 500, firstTokenMs: 1, totalMs: 2 }, ["alpha", "beta"]);
    await database.db.delete(snapshot);
    await writeSnapshot(database.db);
    expect(await speed("alpha")).toBe(before);
    await vote("alpha", "beta", 1);
    await writeSnapshot(database.db);
    await writeStyleSnapshots(database.db);
    expect(await speed("alpha")).not.toBe(before);
  });

  it("rates once more without the pull of length and markdown", async () => {
    const { style, models } = await newestSnapshot(database.db);
    // In these votes markdown comes with length, so that length alone can be told.
    expect(style).toMatchObject({ points: { length: expect.any(Number) } });
    expect(style?.points.length).toBeGreaterThan(0);
    const [alpha, , , newcomer] = models;
    expect(alpha?.styleRating).toEqual(expect.any(Number));
    expect(alpha?.styleRating).not.toBeCloseTo(alpha?.rating ?? 0, 3);
    expect(newcomer?.styleRating).toBeNull();
  });

  it("gives the counts that its ratings are computed from", async () => {
    const { pairs } = await readPairs(database.db);
    const total = pairs.reduce((sum, { winsA, winsB, ties, bothBad }) => sum + winsA + winsB + ties + bothBad, 0);
    expect(total).toBe((await newestSnapshot(database.db)).snapshot.votes);
  });

  it("takes a pair out when its only votes are judged otherwise", async () => {
    const { db } = database;
    const ids = await db.select({ id: participant.conversationId }).from(participant).where(eq(participant.contestantId, "new"));
    const review = (decision: "counted" | "not-counted") =>
      db.insert(voteReview).values(ids.map(({ id }) => ({ conversationId: id, decision, rule: "by-hand", version: 1 })));
    const metNew = async () => (await readPairs(db)).pairs.filter(({ a, b }) => a === "new" || b === "new").length;
    expect(await metNew()).toBeGreaterThan(0);
    await review("not-counted");
    await writeSnapshot(db);
    expect(await metNew()).toBe(0);
    await review("counted");
    await writeSnapshot(db);
    expect(await metNew()).toBeGreaterThan(0);
  });

  it("says whether one model is better than another, in both directions alike", async () => {
    const { db } = database;
    const there = await compareOnBoard(db, { a: "alpha", b: "gamma" });
    const back = await compareOnBoard(db, { a: "gamma", b: "alpha" });
    expect(there.probability).toBeGreaterThan(0.95);
    expect((there.probability ?? 0) + (back.probability ?? 0)).toBeCloseTo(1);
    expect(there.difference?.value).toBeCloseTo(-(back.difference?.value ?? 0));
    expect(there).toMatchObject({ votesNeeded: 0, met: { winsA: 0, winsB: 0 } });
    const met = await compareOnBoard(db, { a: "beta", b: "alpha" });
    expect(met.met).toMatchObject({ winsA: 8, winsB: 23 });
    await expect(compareOnBoard(db, { a: "alpha", b: "alpha" })).rejects.toThrow("two different models");
    await expect(compareOnBoard(db, { a: "alpha", b: "nobody" })).rejects.toThrow("no model nobody");
  });

  it("knows nothing of a model without a vote", async () => {
    const { db } = database;
    await db.insert(contestant).values({ id: "unmet", name: "Unmet", kind: "instruct", identity: "sha256:unmet" });
    await writeSnapshot(db);
    expect(await compareOnBoard(db, { a: "alpha", b: "unmet" })).toMatchObject({ difference: null, probability: null, votesNeeded: null });
  });

  it("writes a model in a row of CSV, with names that a spreadsheet does not run", async () => {
    const { models } = await newestSnapshot(database.db);
    const [first] = models;
    if (!first) throw new Error("The board is empty.");
    const csv = boardCsv({ models: [{ ...first, name: '=HYPERLINK("x"), "A"', organization: null }] });
    const [head, row, end] = csv.split("\r\n");
    expect(head?.split(",").slice(0, 4)).toEqual(["id", "name", "organization", "preliminary"]);
    expect(row).toMatch(/^alpha,"'=HYPERLINK\(""x""\), ""A""",,false,/u);
    expect(end).toBe("");
  });
});
