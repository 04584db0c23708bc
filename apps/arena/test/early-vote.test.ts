import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { castEarlyVote } from "@/features/battle/server";
import { registerContestants } from "@/features/models/server";
import type { OpenDatabase } from "@/server/db/database";
import { createBattles } from "./battle-fixture";
import { contestantsNamed } from "./contestants";
import { databases } from "./databases";

const enough = "Because light of short waves is scattered more than light of long ones. ".repeat(2);

describe.each(databases)("a vote before both answers have ended, on $name", ({ open }) => {
  let database: OpenDatabase;
  let battles: ReturnType<typeof createBattles>;
  beforeAll(async () => {
    database = await open();
    await registerContestants(database.db, contestantsNamed("alpha", "beta"));
    battles = createBattles(database.db);
  });
  afterAll(() => database.close());

  const stopWith = (a: string, b: string) => async (battleId: string) => {
    await battles.end(battleId, { status: "aborted", rawText: a, shownText: a }, "a");
    await battles.end(battleId, { status: "aborted", rawText: b, shownText: b }, "b");
  };
  const voteEarly = (battleId: string, stopTurn: (battleId: string) => Promise<void>, sessionId = battles.sessionId) =>
    castEarlyVote({ db: database.db, stopTurn }, { battleId, sessionId, outcome: "a", budget: null });

  it("ends both answers and counts where each can be judged", async () => {
    expect(await voteEarly(await battles.start(), stopWith(enough, enough))).toMatchObject({ outcome: "a", fate: "counted" });
  });

  it("does not count where an answer showed too little", async () => {
    expect(await voteEarly(await battles.start(), stopWith(enough, "Be"))).toMatchObject({ fate: "too-early" });
  });

  it("counts where one answer had ended by itself, however short", async () => {
    const battleId = await battles.start();
    await battles.end(battleId, { rawText: "No.", shownText: "No." }, "b");
    expect(await voteEarly(battleId, stopWith(enough, enough))).toMatchObject({ fate: "counted" });
  });

  it("is a vote like any other where both answers had ended: one that the visitor stopped does not count", async () => {
    const battleId = await battles.start();
    await stopWith(enough, enough)(battleId);
    expect(await voteEarly(battleId, () => Promise.reject(new Error("Nothing runs.")))).toMatchObject({ fate: "answer-stopped" });
  });

  it("is refused for a battle of another session, which goes on", async () => {
    const battleId = await battles.start();
    const stop = () => Promise.reject(new Error("It must go on."));
    await expect(voteEarly(battleId, stop, "00000000-0000-4000-8000-000000000001")).rejects.toMatchObject({ code: "battle-not-found" });
  });

  it("without early is refused while an answer is being written", async () => {
    const battleId = await battles.start();
    await expect(battles.vote(battleId)).rejects.toMatchObject({ code: "battle-running" });
  });
});
