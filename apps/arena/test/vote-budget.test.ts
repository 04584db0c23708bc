import { randomUUID } from "node:crypto";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { deleteOldCharges, listVotes, type VoteBudget } from "@/features/battle/server";
import { newestSnapshot, writeSnapshot } from "@/features/leaderboard/server";
import { registerContestants } from "@/features/models/server";
import type { OpenDatabase } from "@/server/db/database";
import { voteCharge, voteReview } from "@/server/db/schema";
import { defaultLimits, type Limits } from "../limits.mjs";
import { createBattles } from "./battle-fixture";
import { contestantsNamed } from "./contestants";
import { databases } from "./databases";

const off = Object.fromEntries(Object.keys(defaultLimits).map((name) => [name, 1_000_000])) as Limits;
const budgetOf = (limits: Partial<Limits>, addressKey = "one"): VoteBudget => ({ limits: { ...off, ...limits }, addressKey });

describe.each(databases)("the budget of votes on $name", ({ open }) => {
  let database: OpenDatabase;
  beforeAll(async () => {
    database = await open();
    const [alpha, beta, pocket] = contestantsNamed("alpha", "beta", "pocket");
    if (!alpha || !beta || !pocket) throw new Error("Three contestants were named.");
    await registerContestants(database.db, [alpha, beta, { ...pocket, bundled: true }], () => {});
  });
  afterAll(() => database.close());
  beforeEach(() => database.db.delete(voteCharge));

  /** A vote by a session of its own, or by the given one, on a prompt of its own. */
  async function vote(
    budget: VoteBudget | null,
    input: { sessionId?: string; prompt?: string; end?: { status: "stop" | "aborted" } } = {},
  ) {
    const { sessionId = randomUUID(), prompt = `Why is ${randomUUID()} a number?`, end = { status: "stop" } } = input;
    const battles = createBattles(database.db);
    const battleId = await battles.start({ sessionId, prompt });
    await battles.end(battleId, { ...end, rawText: "I am Alpha.", shownText: "I am ###." });
    const answer = await battles.vote(battleId, sessionId, "a", budget);
    return { ...answer, battleId, sessionId, view: () => battles.view(battleId, sessionId) };
  }
  const fatesOf = (votes: readonly { fate: string }[]) => votes.map(({ fate }) => fate);

  it("counts no more than the address's votes of a day, from any number of sessions and at once", async () => {
    const budget = budgetOf({ "address-counted-votes-day": 5 });
    const votes = await Promise.all(Array.from({ length: 12 }, () => vote(budget)));
    expect(fatesOf(votes).filter((fate) => fate === "counted")).toHaveLength(5);
    expect(fatesOf(votes).filter((fate) => fate === "over-budget")).toHaveLength(7);
    expect((await vote(budgetOf({ "address-counted-votes-day": 5 }, "two"))).fate).toBe("counted");
    // The same votes where nothing limits them.
    const unlimited = await Promise.all(Array.from({ length: 12 }, () => vote(null)));
    expect(fatesOf(unlimited).every((fate) => fate === "counted")).toBe(true);
  });

  it("counts no more than the session's votes of a day, from any number of addresses", async () => {
    const sessionId = randomUUID();
    const votes = [];
    for (let index = 0; index < 4; index++) {
      votes.push(await vote(budgetOf({ "session-counted-votes-day": 2 }, `address-${index}`), { sessionId }));
    }
    expect(fatesOf(votes)).toEqual(["counted", "counted", "over-budget", "over-budget"]);
  });

  it("slides: a vote of yesterday makes room, one of this hour does not", async () => {
    const budget = budgetOf({ "address-counted-votes-day": 1 });
    const { battleId } = await vote(budget);
    expect((await vote(budget)).fate).toBe("over-budget");
    const ago = (hours: number) => new Date(Date.now() - hours * 3_600_000);
    await database.db
      .update(voteCharge)
      .set({ createdAt: ago(23.9) })
      .where(eq(voteCharge.conversationId, battleId));
    expect((await vote(budget)).fate).toBe("over-budget");
    await database.db
      .update(voteCharge)
      .set({ createdAt: ago(24.1) })
      .where(eq(voteCharge.conversationId, battleId));
    expect((await vote(budget)).fate).toBe("counted");
    await deleteOldCharges(database.db);
    expect((await database.db.select().from(voteCharge)).map(({ conversationId }) => conversationId)).not.toContain(battleId);
  });

  it.each([
    ["of one session", { "session-same-prompt-day": 2 }],
    ["from one address", { "address-same-prompt-day": 2 }],
    ["in total", { "total-same-prompt-day": 2 }],
  ])("counts no more than so many votes on one prompt %s, however it is spelled", async (scope, limits) => {
    const sessionId = scope === "of one session" ? randomUUID() : undefined;
    const votes = [];
    for (const [index, spelling] of ["Why  is it SO?", "why is it so", "Ｗhy is it so!", "Why is it not so?"].entries()) {
      const budget = budgetOf(limits, scope === "from one address" ? "one" : `address-${index}`);
      votes.push(await vote(budget, { prompt: spelling, ...(sessionId ? { sessionId } : {}) }));
    }
    expect(fatesOf(votes)).toEqual(["counted", "counted", "duplicate-prompt", "counted"]);
  });

  it("tells the names of so many battles whose votes do not count, then of none, and keeps them masked", async () => {
    const budget = budgetOf({ "address-uncounted-reveals-day": 2 });
    const votes = [];
    for (let index = 0; index < 3; index++) votes.push(await vote(budget, { end: { status: "aborted" } }));
    expect(votes.map(({ reveal, reason }) => [reveal !== null, reason])).toEqual([
      [true, undefined],
      [true, undefined],
      [false, "reveal-budget"],
    ]);
    const shown = await votes[0]?.view();
    const withheld = await votes[2]?.view();
    expect(shown?.answers.a.text).toBe("I am Alpha.");
    expect(withheld?.answers.a.text).toBe("I am ###.");
    expect(withheld?.vote).toMatchObject({ fate: "answer-stopped", reveal: null, reason: "reveal-budget" });
    expect(JSON.stringify(withheld).toLowerCase()).not.toMatch(/alpha|beta/);
    expect((await vote(budget)).reveal).not.toBeNull();
  });

  it("takes the names of an uncounted vote from the session and from all, too", async () => {
    const sessionId = randomUUID();
    const stopped = { end: { status: "aborted" } } as const;
    const ofSession = budgetOf({ "session-uncounted-reveals-day": 1 });
    expect((await vote(ofSession, { sessionId, ...stopped })).reveal).not.toBeNull();
    expect((await vote(budgetOf({ "session-uncounted-reveals-day": 1 }, "two"), { sessionId, ...stopped })).reveal).toBeNull();
    expect((await vote(budgetOf({ "total-uncounted-reveals-day": 1 }, "three"), stopped)).reveal).toBeNull();
  });

  it("tells the voter what the ratings use: the boards that count the vote, and its present fate", async () => {
    const { sessionId, start, end, vote: cast, view } = createBattles(database.db);
    const finished = async (ids: readonly string[]) => {
      const battleId = await start({ ids });
      await end(battleId, {});
      return battleId;
    };
    const votesOn = async (withPocketModels: boolean) => {
      await writeSnapshot(database.db);
      return (await newestSnapshot(database.db, { withPocketModels })).snapshot.votes;
    };
    const before = [await votesOn(false), await votesOn(true)];
    const pair = await finished(["alpha", "beta"]);
    expect(await cast(pair)).toMatchObject({ fate: "counted", boards: expect.arrayContaining(["overall", "with-bundled"]) });
    expect([await votesOn(false), await votesOn(true)]).toEqual(before.map((votes) => votes + 1));
    const withPocket = await finished(["alpha", "pocket"]);
    const told = await cast(withPocket);
    expect(told).toMatchObject({ fate: "counted", boards: expect.arrayContaining(["with-bundled"]) });
    expect(told.boards).not.toContain("overall");
    expect([await votesOn(false), await votesOn(true)]).toEqual([(before[0] ?? 0) + 1, (before[1] ?? 0) + 2]);

    await database.db
      .insert(voteReview)
      .values({ conversationId: pair, decision: "not-counted", reason: "a-reason-of-tomorrow", rule: "test", version: 1 });
    expect((await view(pair)).vote).toMatchObject({ fate: "a-reason-of-tomorrow", boards: [] });
    expect([await votesOn(false), await votesOn(true)]).toEqual([before[0], (before[1] ?? 0) + 1]);
    const mine = await listVotes(database.db, { sessionId, limit: 100 });
    expect(mine.votes.map(({ battleId, fate }) => [battleId, fate])).toEqual([
      [withPocket, "counted"],
      [pair, "a-reason-of-tomorrow"],
    ]);
  });

  it("lists the votes of a session alone, page by page", async () => {
    const sessionId = randomUUID();
    const ids = [];
    for (let index = 0; index < 3; index++) ids.unshift((await vote(null, { sessionId })).battleId);
    await vote(null);
    const first = await listVotes(database.db, { sessionId, limit: 2 });
    expect([first.votes.map(({ battleId }) => battleId), first.next]).toEqual([ids.slice(0, 2), ids[1]]);
    const second = await listVotes(database.db, { sessionId, limit: 2, before: first.next ?? undefined });
    expect([second.votes.map(({ battleId }) => battleId), second.next]).toEqual([ids.slice(2), null]);
    expect(await listVotes(database.db, { sessionId: null, limit: 2 })).toEqual({ votes: [], next: null });
  });
});
