import { asc, eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { createRatingsJob, deleteOldSnapshots } from "@/features/leaderboard/server";
import { registerContestants } from "@/features/models/server";
import type { OpenDatabase } from "@/server/db/database";
import { snapshot } from "@/server/db/schema";
import { createBattles } from "./battle-fixture";
import { contestantsNamed } from "./contestants";
import { databases } from "./databases";

describe.each(databases)("snapshots on $name", ({ open }) => {
  let database: OpenDatabase;
  beforeAll(async () => {
    database = await open();
    await registerContestants(database.db, contestantsNamed("alpha", "beta"), () => {});
  });
  afterAll(() => database.close());
  const newestOf = (board: string) => database.db.select().from(snapshot).where(eq(snapshot.board, board)).orderBy(asc(snapshot.id));

  it("keep the newest of each board, and of older ones the last of each day", async () => {
    const row = (id: number, board: string, createdAt: string) => ({
      id,
      board,
      votes: id,
      transactionSnapshot: "1:1:",
      configuration: {},
      createdAt: new Date(createdAt),
    });
    const rows = Array.from({ length: 520 }, (_, index) =>
      row(index + 1, "overall", index < 5 ? "2026-01-01T10:00Z" : "2026-01-02T10:00Z"),
    );
    await database.db
      .insert(snapshot)
      .values([...rows, row(1, "with-bundled", "2026-01-01T10:00Z"), row(3, "with-bundled", "2026-01-01T11:00Z")]);
    await deleteOldSnapshots(database.db);
    const kept = (await newestOf("overall")).map(({ id }) => id);
    expect(kept).toEqual([5, ...Array.from({ length: 500 }, (_, index) => index + 21)]);
    expect((await newestOf("with-bundled")).map(({ id }) => id)).toEqual([1, 3]);
    await database.db.delete(snapshot);
  });

  it("are written for a vote that another process took, and votes are not counted while there is none", async () => {
    vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
    const transactions = vi.spyOn(database.db, "transaction");
    const job = createRatingsJob({ db: database.db, onError: (error) => expect(error).toBeNull() });
    const tick = () => vi.advanceTimersByTimeAsync(5_000);
    const votes = async () => (await newestOf("overall")).at(-1)?.votes;
    await tick();
    await expect.poll(votes, { timeout: 10_000 }).toBe(0);
    const counted = transactions.mock.calls.length;
    for (let round = 0; round < 3; round++) await tick();
    expect(transactions.mock.calls.length).toBe(counted);
    const battles = createBattles(database.db);
    await battles.vote(await battles.finished());
    await tick();
    await expect.poll(votes, { timeout: 10_000 }).toBe(1);
    await job.close();
    vi.useRealTimers();
    transactions.mockRestore();
  });
});
