import { randomUUID } from "node:crypto";
import { eq, inArray, sql } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { continueBattle, findBattle, followBattle, startBattle, viewBattle } from "@/features/battle/server";
import { createOrphanCheck, endOrphanedAnswers, type TurnEvent } from "@/features/conversation/server";
import { newestSnapshot, writeSnapshot } from "@/features/leaderboard/server";
import { registerContestants } from "@/features/models/server";
import type { OpenDatabase } from "@/server/db/database";
import {
  answer,
  contestant,
  conversation,
  pairCount,
  participant,
  rating,
  session,
  snapshot,
  turn,
  vote,
  voteReview,
} from "@/server/db/schema";
import { createBattles, engineWithContexts } from "./battle-fixture";
import { contestantsNamed } from "./contestants";
import { databases } from "./databases";

const models = contestantsNamed("alpha", "beta");

describe.each(databases)("a battle on $name", ({ open }) => {
  let database: OpenDatabase;
  let battles: ReturnType<typeof createBattles>;
  beforeAll(async () => {
    database = await open();
    await registerContestants(database.db, models);
  });
  afterAll(() => database.close());
  beforeEach(async () => {
    for (const table of [voteReview, vote, answer, turn, participant, conversation, session, rating, snapshot])
      await database.db.delete(table);
    battles = createBattles(database.db);
  });

  it("refuses an id that was used before, and keeps the first battle", async () => {
    const battleId = await battles.start();
    await expect(battles.start({ battleId, sessionId: randomUUID(), prompt: "Other" })).rejects.toMatchObject({ code: "battle-exists" });
    expect(await database.db.select({ prompt: turn.prompt }).from(turn)).toEqual([{ prompt: "Why is the sky blue?" }]);
  });

  it("stores the probability of its pair with both contestants", async () => {
    await battles.start();
    const rows = await database.db.select({ propensity: participant.propensity }).from(participant);
    expect(rows).toEqual([{ propensity: 0.5 }, { propensity: 0.5 }]);
  });

  it("reveals both contestants with the vote, and not before", async () => {
    const battleId = await battles.finished({ rawText: "I am alpha.", shownText: "I am ▇▇▇." });
    expect(JSON.stringify(await battles.view(battleId))).not.toMatch(/alpha|beta/);
    const reply = await battles.vote(battleId);
    expect(reply).toMatchObject({ outcome: "a", fate: "counted", reveal: { a: { id: "alpha" }, b: { id: "beta", name: "beta" } } });
    expect(await battles.view(battleId)).toMatchObject({ vote: reply, answers: { a: { text: "I am alpha." } } });
  });

  it("takes one of fifty simultaneous votes", async () => {
    const battleId = await battles.finished();
    const results = await Promise.allSettled(Array.from({ length: 50 }, () => battles.vote(battleId)));
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    for (const result of results) if (result.status === "rejected") expect(result.reason).toMatchObject({ code: "already-voted" });
    expect(await database.db.select().from(vote)).toHaveLength(1);
    expect(await database.db.select().from(voteReview)).toHaveLength(1);
  });

  it("refuses a vote while an answer runs, by another session, without a session, and on no battle", async () => {
    await expect(battles.vote(await battles.start())).rejects.toMatchObject({ code: "battle-running" });
    const ended = await battles.finished();
    for (const [battleId, voter] of [
      [ended, randomUUID()],
      [ended, null],
      [randomUUID(), battles.sessionId],
      ["no-uuid", battles.sessionId],
    ] as const) {
      await expect(battles.vote(battleId, voter)).rejects.toMatchObject({ code: "battle-not-found" });
    }
    expect(await database.db.select().from(vote)).toHaveLength(0);
  });

  it.each([
    ["error", "Half an ans", "answer-failed"],
    ["aborted", "Half an ans", "answer-stopped"],
    ["stop", " \n", "empty-answer"],
  ] as const)("does not count a vote on an answer with status %s and text %j, and says why", async (status, rawText, fate) => {
    expect(await battles.vote(await battles.finished({ status, rawText }))).toMatchObject({ fate });
    await writeSnapshot(database.db);
    expect(await newestSnapshot(database.db)).toMatchObject({ snapshot: { votes: 0 } });
  });

  it("counts a vote by its newest review", async () => {
    const battleId = await battles.finished();
    await battles.vote(battleId);
    const review = { conversationId: battleId, decision: "not-counted", reason: "answer-stopped", rule: "by-hand", version: 1 } as const;
    await database.db.insert(voteReview).values(review);
    expect((await battles.view(battleId)).vote).toMatchObject({ fate: "answer-stopped" });
    await writeSnapshot(database.db);
    expect(await newestSnapshot(database.db)).toMatchObject({ snapshot: { votes: 0 } });
  });

  it("ends answers whose lease has expired, and leaves running ones and those of this process", async () => {
    const [gone, living] = [await battles.start(), await battles.start()];
    const own = createBattles(database.db);
    const ours = await own.start();
    const over = sql`clock_timestamp() - interval '1 second'`;
    const turns = database.db
      .select({ id: turn.id })
      .from(turn)
      .where(inArray(turn.conversationId, [gone, ours]));
    await database.db.update(answer).set({ leaseUntil: over, rawText: "Half", shownText: "Half" }).where(inArray(answer.turnId, turns));
    await endOrphanedAnswers(database.db, { leaseHolder: own.deps.leaseHolder });
    expect((await battles.view(gone)).answers).toEqual({ a: { text: "Half", end: "error" }, b: { text: "Half", end: "error" } });
    expect((await battles.view(living)).answers.a.end).toBeNull();
    expect((await own.view(ours)).answers.a.end).toBeNull();
  });

  it("leaves leases alone that ran out while nobody had the database, until their holders had time to renew them", async () => {
    const battleId = await battles.start();
    const turns = database.db.select({ id: turn.id }).from(turn).where(eq(turn.conversationId, battleId));
    await database.db
      .update(answer)
      .set({ leaseUntil: sql`clock_timestamp() - interval '1 second'` })
      .where(inArray(answer.turnId, turns));
    const endOf = async () => (await battles.view(battleId)).answers.a.end;
    let now = 0;
    const check = createOrphanCheck({ db: database.db, leaseHolder: randomUUID(), now: () => now });
    const pass = async (milliseconds: number, everyMs: number) => {
      for (const end = now + milliseconds; now < end;) {
        now += everyMs;
        await check();
      }
    };
    await check();
    await pass(25_000, 5_000);
    // An outage of 40 s.
    await pass(40_000, 40_000);
    await pass(25_000, 5_000);
    expect(await endOf()).toBeNull();
    await pass(5_000, 5_000);
    expect(await endOf()).toBe("error");
  });

  it("ends nothing by a statement that stood in an outage", async () => {
    const battleId = await battles.start();
    const turns = database.db.select({ id: turn.id }).from(turn).where(eq(turn.conversationId, battleId));
    await database.db
      .update(answer)
      .set({ leaseUntil: sql`clock_timestamp() - interval '1 second'` })
      .where(inArray(answer.turnId, turns));
    const endBefore = async (before: string) => {
      await endOrphanedAnswers(database.db, { leaseHolder: randomUUID(), before });
      return (await battles.view(battleId)).answers.a.end;
    };
    expect(await endBefore("2026-01-01 00:00:00+00")).toBeNull();
    expect(await endBefore("2099-01-01 00:00:00+00")).toBe("error");
  });

  it("ends an answer of this process that was not written for five minutes", async () => {
    const [lost, away] = [await battles.start(), await battles.start()];
    for (const [battleId, seconds] of [
      [lost, 301],
      [away, 240],
    ] as const) {
      const turns = database.db.select({ id: turn.id }).from(turn).where(eq(turn.conversationId, battleId));
      const leaseUntil = sql`clock_timestamp() - make_interval(secs => ${seconds})`;
      await database.db.update(answer).set({ leaseUntil }).where(inArray(answer.turnId, turns));
    }
    await endOrphanedAnswers(database.db, { leaseHolder: battles.deps.leaseHolder });
    expect((await battles.view(lost)).answers).toMatchObject({ a: { end: "error" }, b: { end: "error" } });
    expect((await battles.view(away)).answers).toMatchObject({ a: { end: null }, b: { end: null } });
  });

  it("uses the stored id, also where the client sends it in upper case", async () => {
    const battleId = "ABCDEF01-2345-4678-9ABC-DEF012345678";
    const started = await startBattle(battles.deps, {
      battleId,
      sessionId: battles.sessionId,
      prompt: "Why?",
      candidates: models.map(({ id }) => ({ id, weight: 1 })),
    });
    expect(started.conversationId).toBe(await findBattle(database.db, { battleId, sessionId: battles.sessionId }));
  });

  it("is followed from another process to the end of the turn that runs, also where the next one begins at once", async () => {
    const battleId = await battles.start();
    await battles.end(battleId, { rawText: "A long first answer.", shownText: "A long first answer." }, "a");
    const { signal } = new AbortController();
    const events: TurnEvent[] = [];
    const key = { battleId, sessionId: battles.sessionId, signal };
    for await (const event of await followBattle({ db: database.db, live: { follow: () => null } }, key)) {
      events.push(event);
      if (event.event !== "slot-end" || event.data.slot !== "a") continue;
      await battles.end(battleId, { rawText: "The other.", shownText: "The other." }, "b");
      await battles.goOn(battleId);
    }
    expect(events).toEqual([
      { event: "slot-delta", data: { turn: 1, slot: "a", text: "A long first answer." } },
      { event: "slot-end", data: { turn: 1, slot: "a", reason: "stop" } },
      { event: "slot-delta", data: { turn: 1, slot: "b", text: "The other." } },
      { event: "slot-end", data: { turn: 1, slot: "b", reason: "stop" } },
      { event: "battle-end", data: { turn: 1 } },
    ]);
  });

  describe("over several turns", () => {
    it("sends each model its own unmasked answers, and shows the voter the masked text", async () => {
      const battleId = await battles.start();
      await battles.end(battleId, { rawText: "I am alpha.", shownText: "I am ▇▇▇." }, "a");
      await battles.end(battleId, { rawText: "Scattering.", shownText: "Scattering." }, "b");
      const next = await battles.goOn(battleId);
      expect(next).toMatchObject({ number: 2, slots: { a: { contestantId: "alpha" }, b: { contestantId: "beta" } } });
      const said = (answer: string) => [
        { role: "user", content: "Why is the sky blue?" },
        { role: "assistant", content: answer },
        { role: "user", content: "And at night?" },
      ];
      expect(next.slots.a.messages).toEqual(said("I am alpha."));
      expect(next.slots.b.messages).toEqual(said("Scattering."));
      const view = await battles.view(battleId);
      expect(view.turns.map(({ prompt }) => prompt)).toEqual(["Why is the sky blue?", "And at night?"]);
      expect(view.turns[0]?.answers.a).toEqual({ text: "I am ▇▇▇.", end: "stop" });
      expect(view).toMatchObject({ prompt: "And at night?", answers: { a: { text: "", end: null } }, limits: { turnsLeft: 48 } });
    });

    it("refuses a turn while an answer runs, after the vote, and by another session", async () => {
      const battleId = await battles.start();
      await expect(battles.goOn(battleId)).rejects.toMatchObject({ code: "battle-running" });
      await battles.end(battleId, {});
      for (const by of [randomUUID(), null]) {
        await expect(battles.goOn(battleId, "Mine?", by)).rejects.toMatchObject({ code: "battle-not-found" });
      }
      await battles.vote(battleId);
      await expect(battles.goOn(battleId)).rejects.toMatchObject({ code: "already-voted" });
      expect(await database.db.select().from(turn)).toHaveLength(1);
    });

    it("admits one of a vote and twenty simultaneous turns, and leaves one consistent battle", async () => {
      const battleId = await battles.finished();
      const results = await Promise.allSettled([
        ...Array.from({ length: 10 }, () => battles.goOn(battleId)),
        battles.vote(battleId),
        ...Array.from({ length: 10 }, () => battles.goOn(battleId)),
      ]);
      expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
      const [turns, votes] = [await database.db.select().from(turn), await database.db.select().from(vote)];
      expect(turns.length - 1 + votes.length).toBe(1);
    });

    it("reviews the vote by all turns, and stores the last turn that was read", async () => {
      const battleId = await battles.finished();
      const { turnId } = await battles.goOn(battleId);
      await battles.end(battleId, { status: "error" }, "a");
      await battles.end(battleId, {}, "b");
      expect(await battles.vote(battleId)).toMatchObject({ fate: "answer-failed" });
      expect(await database.db.select({ turnId: vote.turnId }).from(vote)).toEqual([{ turnId }]);
    });

    it("ends at the operator's number of turns", async () => {
      const short = createBattles(database.db, { settings: { maxTurns: 2, maxPromptCharacters: 100, maxAnswerTokens: 64 } });
      const battleId = await short.finished();
      await short.goOn(battleId);
      await short.end(battleId, {});
      expect((await short.view(battleId)).limits).toMatchObject({ turnsLeft: 0 });
      await expect(short.goOn(battleId)).rejects.toMatchObject({ code: "conversation-full" });
      await expect(short.goOn(battleId, "x".repeat(101))).rejects.toMatchObject({ code: "invalid-prompt" });
    });

    it("ends for both where the smaller context is full, with an error that names neither", async () => {
      const narrow = createBattles(database.db, { engine: engineWithContexts({ alpha: 4096, beta: 800 }) });
      const battleId = await narrow.finished({ promptTokens: 100, outputTokens: 100 });
      const { promptTokens } = (await narrow.view(battleId)).limits;
      // 200 tokens are used; the page learns that to a step of 256.
      expect(promptTokens).toBe(800 - 256 - 24 - 64);
      const refused = narrow.goOn(battleId, "x".repeat(Number(promptTokens) + 1));
      await expect(refused).rejects.toMatchObject({
        code: "conversation-full",
        message: expect.not.stringMatching(/alpha|beta|\bA\b|\bB\b/),
      });
      expect(await narrow.goOn(battleId, "x".repeat(Number(promptTokens)))).toMatchObject({ maxTokens: 64 });
    });

    it("refuses a turn while a model of the pair is not ready, and shows the page without waiting for it", async () => {
      const battleId = await battles.finished();
      const waiting = { ...engineWithContexts({ alpha: 4096 }), info: () => new Promise<never>(() => {}) };
      const later = createBattles(database.db, { engine: waiting });
      await expect(continueBattle(later.deps, { battleId, sessionId: battles.sessionId, prompt: "And?" })).rejects.toMatchObject({
        code: "not-ready",
      });
      const view = await viewBattle(later.deps, { battleId, sessionId: battles.sessionId });
      expect(view.limits.promptTokens).toBeNull();
    });

    it("draws from the candidates that can say what they can read, and refuses only where fewer than two can", async () => {
      const working = engineWithContexts({ alpha: 4096, beta: 4096 });
      const silent = () => new Promise<never>(() => {});
      for (const failing of [working.info, (id: string) => (id === "pocket" ? silent() : working.info(id))]) {
        const some = createBattles(database.db, { engine: { ...working, info: failing } });
        const battleId = await some.start({ ids: ["alpha", "beta", "pocket"] });
        const drawn = await database.db.select().from(participant).where(eq(participant.conversationId, battleId));
        expect(drawn.map(({ contestantId }) => contestantId).toSorted()).toEqual(["alpha", "beta"]);
        expect(drawn[0]?.propensity).toBe(0.5);
        await expect(some.start({ ids: ["alpha", "pocket"] })).rejects.toMatchObject({ code: "not-ready" });
      }
    });

    it("counts turns whose answers have no figures", async () => {
      const narrow = createBattles(database.db, { engine: engineWithContexts({ alpha: 4096, beta: 4096 }) });
      const battleId = await narrow.finished({ promptTokens: 100, outputTokens: 100 });
      const roomAfter = async () => (await narrow.view(battleId)).limits.promptTokens ?? 0;
      const before = await roomAfter();
      await narrow.goOn(battleId);
      await narrow.end(battleId, { status: "aborted", rawText: "x".repeat(8000), promptTokens: null, outputTokens: null });
      const after = await roomAfter();
      expect(before - after).toBeGreaterThan(1500);
      await narrow.goOn(battleId);
      await narrow.end(battleId, { promptTokens: 2500, outputTokens: 100 });
      expect(await roomAfter()).toBe(4096 - 2816 - 24 - 64);
    });

    it("refuses a first prompt that not every candidate can read, whichever pair would be drawn", async () => {
      const narrow = createBattles(database.db, { engine: engineWithContexts({ alpha: 4096, beta: 4096, pocket: 200 }) });
      const start = narrow.start({ prompt: "x".repeat(150), ids: ["alpha", "beta", "pocket"] });
      await expect(start).rejects.toMatchObject({ code: "invalid-prompt" });
      await expect(battles.start({ prompt: "x".repeat(30_001) })).rejects.toMatchObject({ code: "invalid-prompt" });
      expect(await database.db.select().from(conversation)).toHaveLength(0);
    });
  });

  it("raises the winner in the next snapshot, and writes none when nothing changed", async () => {
    await writeSnapshot(database.db);
    const before = await newestSnapshot(database.db);
    expect(before.models.map((model) => model.rating)).toEqual([1000, 1000]);
    await battles.vote(await battles.finished());
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
    const ids = await database.db.selectDistinct({ id: snapshot.id }).from(snapshot);
    expect(ids).toHaveLength(2);
  });

  it("ranks other models by the battles among themselves, and lists pocket models with them only on request", async () => {
    const pocket = { id: "pocket", name: "pocket", bundled: true as const, sha256: "pocket" };
    await registerContestants(database.db, [...models, ...models.slice(0, 1).map((model) => ({ ...model, ...pocket }))]);
    await battles.vote(await battles.finished({}, ["pocket", "beta"]));
    await battles.vote(await battles.finished());
    await writeSnapshot(database.db);
    const real = await newestSnapshot(database.db);
    expect(real).toMatchObject({ pocketModels: "left-out", snapshot: { votes: 1 }, models: [{ id: "alpha" }, { id: "beta", votes: 1 }] });
    const all = await newestSnapshot(database.db, { withPocketModels: true });
    expect(all).toMatchObject({ pocketModels: "included", snapshot: { id: real.snapshot.id, votes: 2 } });
    expect(all.models.find(({ isPocketModel }) => isPocketModel)).toMatchObject({ id: "pocket", votes: 1 });
    for (const table of [voteReview, vote, rating, pairCount, answer, turn, participant, conversation]) await database.db.delete(table);
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
    const changed = models.map((model) => (model.id === "beta" ? { ...model, identity: "sha256:other" } : model));
    const errors: unknown[] = [];
    const kept = await registerContestants(database.db, changed, (sentence) => errors.push(sentence));
    expect(kept.map(({ id }) => id)).toEqual(["alpha"]);
    expect(errors).toHaveLength(1);
  });
});
