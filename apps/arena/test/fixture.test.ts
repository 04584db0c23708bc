import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { writeSnapshot } from "@/features/leaderboard/server";
import type { OpenDatabase } from "@/server/db/database";
import { answer, snapshot, vote } from "@/server/db/schema";
import { type Fixture, type FixtureAnswers, fixtures, readAnswersOf } from "./fixture";

describe.each(fixtures)("a database of commit 355f789 on $name", ({ answers, open }: Fixture) => {
  let database: OpenDatabase;
  let now: FixtureAnswers;
  beforeAll(async () => {
    database = await open();
    now = await readAnswersOf(database.db, answers.playing);
  });
  afterAll(() => database.close());

  it("holds votes of every outcome and fate, answers of every status, and battles without a vote", () => {
    const valuesOf = (table: string, column: string) => new Set(answers.rows[table]?.map((row) => row[column]));
    expect(valuesOf("vote", "outcome")).toEqual(new Set(["a", "b", "tie", "both-bad"]));
    expect(valuesOf("vote", "fate")).toEqual(new Set(["counted", "answer-failed", "answer-stopped", "empty-answer"]));
    expect(valuesOf("answer", "status")).toEqual(new Set(["running", "stop", "length", "error", "aborted"]));
    expect(answers.battles.some(({ view }) => view.vote === null)).toBe(true);
  });

  it("keeps every row", () => {
    expect(now.counts).toEqual(answers.counts);
    expect(now.rows).toEqual(answers.rows);
  });

  it("keeps every battle's page and reveal", () => {
    expect(now.battles).toEqual(answers.battles);
  });

  it("keeps the leaderboard, with pocket models and without them", () => {
    expect(now.leaderboard).toEqual(answers.leaderboard);
    expect(now.leaderboardWithPocketModels).toEqual(answers.leaderboardWithPocketModels);
  });

  it("rates the same leaderboard anew from its votes, and another one when a vote is gone", async () => {
    const { db } = database;
    const rateAnew = async () => {
      await db.delete(snapshot);
      await writeSnapshot(db);
      return readAnswersOf(db, answers.playing);
    };
    const ratings = ({ leaderboard, leaderboardWithPocketModels }: FixtureAnswers) => ({
      real: [leaderboard.snapshot.votes, leaderboard.models],
      all: [leaderboardWithPocketModels.snapshot.votes, leaderboardWithPocketModels.models],
    });
    expect(ratings(await rateAnew())).toEqual(ratings(answers));

    const [counted] = await db.select().from(vote).where(eq(vote.fate, "counted")).limit(1);
    if (!counted) throw new Error("The fixture has no counted vote.");
    await db.delete(vote).where(eq(vote.battleId, counted.battleId));
    await db.delete(answer).where(eq(answer.battleId, counted.battleId));
    const without = await rateAnew();
    expect(ratings(without)).not.toEqual(ratings(answers));
    expect(without.counts).toMatchObject({ vote: Number(answers.counts.vote) - 1, answer: Number(answers.counts.answer) - 2 });
    expect(without.battles).not.toEqual(answers.battles);
  });
});
