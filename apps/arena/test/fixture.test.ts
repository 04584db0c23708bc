import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { writeSnapshot } from "@/features/leaderboard/server";
import type { OpenDatabase } from "@/server/db/database";
import { snapshot, voteReview } from "@/server/db/schema";
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

  it("rates the same models anew from the same votes, and from fewer when a vote is judged otherwise", async () => {
    const { db } = database;
    const rateAnew = async () => {
      await db.delete(snapshot);
      await writeSnapshot(db);
      return readAnswersOf(db, answers.playing);
    };
    // A later @llmlist/elo may compute points and intervals otherwise; who is on the board with how many votes may not change.
    const members = (models: FixtureAnswers["leaderboard"]["models"]) => models.map(({ id, votes }) => `${id} ${votes}`).toSorted();
    const ratings = ({ leaderboard, leaderboardWithPocketModels }: FixtureAnswers) => ({
      real: [leaderboard.snapshot.votes, members(leaderboard.models)],
      all: [leaderboardWithPocketModels.snapshot.votes, members(leaderboardWithPocketModels.models)],
    });
    expect(ratings(await rateAnew())).toEqual(ratings(answers));

    const [counted] = await db.select().from(voteReview).where(eq(voteReview.decision, "counted")).limit(1);
    if (!counted) throw new Error("The fixture has no counted vote.");
    const { conversationId } = counted;
    await db.insert(voteReview).values({ conversationId, decision: "not-counted", reason: "answer-failed", rule: "by-hand", version: 1 });
    expect(ratings(await rateAnew())).not.toEqual(ratings(answers));
  });

  it("shows a deleted row as a difference", async () => {
    const { db } = database;
    const [counted] = await db.select().from(voteReview).limit(1);
    if (!counted) throw new Error("The fixture has no vote.");
    await db.delete(voteReview).where(eq(voteReview.conversationId, counted.conversationId));
    const without = await readAnswersOf(db, answers.playing);
    expect(without.counts).not.toEqual(answers.counts);
    expect(without.battles).not.toEqual(answers.battles);
  });
});
