import { randomUUID } from "node:crypto";
import { eq, sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { giveReasons, readStandings } from "@/features/battle/server";
import { writeSnapshot } from "@/features/leaderboard/server";
import { registerContestants } from "@/features/models/server";
import type { OpenDatabase } from "@/server/db/database";
import { contestant, vote } from "@/server/db/schema";
import { createBattles } from "./battle-fixture";
import { contestantsNamed } from "./contestants";
import { databases } from "./databases";

describe.each(databases)("after the vote on $name", ({ open }) => {
  let database: OpenDatabase;
  let battles: ReturnType<typeof createBattles>;
  beforeAll(async () => {
    database = await open();
    await registerContestants(database.db, contestantsNamed("alpha", "beta"));
    battles = createBattles(database.db);
  });
  afterAll(() => database.close());

  const keyOf = (battleId: string, sessionId = battles.sessionId) => ({ battleId, sessionId });
  const reasonsOf = async (battleId: string) =>
    (await database.db.select({ reasons: vote.reasons }).from(vote).where(eq(vote.conversationId, battleId)))[0]?.reasons;

  it("takes reasons of the voter and replaces them, once each", async () => {
    const { db } = database;
    const battleId = await battles.finished();
    await expect(giveReasons(db, { ...keyOf(battleId), reasons: ["clear"] })).rejects.toMatchObject({ code: "reasons-closed" });
    const cast = await battles.vote(battleId);
    await giveReasons(db, { ...keyOf(battleId), reasons: ["clear", "correct", "clear"] });
    expect(await reasonsOf(battleId)).toEqual(["clear", "correct"]);
    await giveReasons(db, { ...keyOf(battleId), reasons: ["safe"] });
    expect(await reasonsOf(battleId)).toEqual(["safe"]);
    expect((await battles.view(battleId)).vote).toMatchObject({ fate: cast.fate, outcome: cast.outcome });
  });

  it("takes no reasons of another session, and none after ten minutes", async () => {
    const { db } = database;
    const battleId = await battles.finished();
    await battles.vote(battleId);
    await expect(giveReasons(db, { ...keyOf(battleId, randomUUID()), reasons: ["clear"] })).rejects.toMatchObject({
      code: "battle-not-found",
    });
    const age = (minutes: number) =>
      db
        .update(vote)
        .set({ createdAt: sql`clock_timestamp() - make_interval(mins => ${minutes})` })
        .where(eq(vote.conversationId, battleId));
    await age(9);
    await giveReasons(db, { ...keyOf(battleId), reasons: ["clear"] });
    await age(11);
    await expect(giveReasons(db, { ...keyOf(battleId), reasons: ["safe"] })).rejects.toMatchObject({ code: "reasons-closed" });
    expect(await reasonsOf(battleId)).toEqual(["clear"]);
  });

  it("tells facts, rank and agreement after the vote alone", async () => {
    const { db } = database;
    await db.update(contestant).set({ parameters: 4e9, quantization: "Q8_0" }).where(eq(contestant.id, "alpha"));
    const battleId = await battles.finished();
    await expect(readStandings(db, keyOf(battleId))).rejects.toMatchObject({ code: "battle-not-found" });
    const before = await battles.finished();
    await battles.vote(before);
    const { agreement: others } = await readStandings(db, keyOf(before));
    await battles.vote(await battles.finished(), undefined, "b");
    await battles.vote(battleId);
    await writeSnapshot(db);
    const { a, b, agreement } = await readStandings(db, keyOf(battleId));
    expect(a).toMatchObject({ parameters: 4e9, quantization: "Q8_0", rank: null, rating: { value: expect.any(Number) } });
    expect(b.parameters).toBeNull();
    expect(agreement).toEqual({ others: others.others + 2, agreed: others.agreed + 1 });
    await expect(readStandings(db, keyOf(battleId, randomUUID()))).rejects.toMatchObject({ code: "battle-not-found" });
  });

  it("sees a vote on the same pair in the other order as the same judgement", async () => {
    const { db } = database;
    const turned = createBattles(db, { random: () => 0.9 });
    const plain = await battles.finished();
    await battles.vote(plain, undefined, "a");
    const { agreement } = await readStandings(db, keyOf(plain));
    // The same model wins from slot B.
    await turned.vote(await turned.finished(), undefined, "b");
    expect((await readStandings(db, keyOf(plain))).agreement).toEqual({ others: agreement.others + 1, agreed: agreement.agreed + 1 });
  });
});
