import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { eq } from "drizzle-orm";
import type { OpenDatabase } from "@/server/db/database";
import { registerContestants } from "@/features/models/server";
import { answer, turn } from "@/server/db/schema";
import { createBattles } from "../../../../test/battle-fixture";
import { contestantsNamed } from "../../../../test/contestants";
import { databases } from "../../../../test/databases";
import { saveEnd, saveText } from "./save-answer";

describe.each(databases)("an answer on $name", ({ open }) => {
  let database: OpenDatabase;
  beforeAll(async () => {
    database = await open();
    await registerContestants(database.db, contestantsNamed("alpha", "beta"));
  });
  afterAll(() => database.close());

  it("is saved with a replacement for each character that a database cannot hold", async () => {
    const { db } = database;
    const battles = createBattles(db);
    const battleId = await battles.start();
    const [first] = await db.select({ id: turn.id }).from(turn).where(eq(turn.conversationId, battleId));
    if (!first) throw new Error("The battle has no turn.");
    const key = { turnId: first.id, slot: "a", leaseHolder: battles.deps.leaseHolder };
    const stored = async () => {
      const rows = await db.select().from(answer).where(eq(answer.turnId, first.id));
      return rows.find(({ slot }) => slot === "a");
    };
    expect(await saveText(db, key, { raw: "one\u0000two", shown: "one\u0000" })).toBe(true);
    expect(await stored()).toMatchObject({ rawText: "one\uFFFDtwo", shownText: "one\uFFFD", status: "running" });
    const text = "one\u0000two \uD83D three 🙂";
    expect(await saveEnd(db, key, { raw: text, shown: text }, { status: "stop" })).toBe("stop");
    const storable = "one\uFFFDtwo \uFFFD three 🙂";
    expect(await stored()).toMatchObject({ rawText: storable, shownText: storable, status: "stop" });
  });
});
