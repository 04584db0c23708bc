import { randomNumbers } from "@llmlist/inference/testing";
import { randomUUID } from "node:crypto";
import { expect, it } from "vitest";
import type { Outcome } from "@/domain/outcome";
import { listVotes } from "@/features/battle/server";
import { reviewVoters } from "@/features/leaderboard/server";
import { registerContestants } from "@/features/models/server";
import { openPglite } from "@/server/db/database";
import { conversation, participant, session, turn, vote, voteReview } from "@/server/db/schema";
import { contestantsNamed } from "./contestants";
import { migrations } from "./databases";

const ids = ["m0", "m1", "m2", "m3"];
it(
  "takes out the votes of a session that always votes for one model, and counts those of an honest one again",
  { timeout: 120_000 },
  async () => {
    const { db, close } = await openPglite(null, migrations);
    await registerContestants(db, contestantsNamed(...ids), () => {});
    const random = randomNumbers(7);
    const rows: { sessionId: string; a: string; b: string; outcome: Outcome }[] = [];
    const cast = (sessionId: string, choose: (a: number, b: number) => Outcome, votes: number) => {
      for (let index = 0; index < votes; index++) {
        const a = Math.floor(random() * 4);
        const b = (a + 1 + Math.floor(random() * 3)) % 4;
        rows.push({ sessionId, a: `m${a}`, b: `m${b}`, outcome: choose(a, b) });
      }
    };
    // The lower number is better, by half a unit of log-odds each.
    const honest = (a: number, b: number) => (random() < 1 / (1 + Math.exp((a - b) / 2)) ? "a" : "b");
    for (let voter = 0; voter < 30; voter++) cast(randomUUID(), honest, 15);
    const attacker = randomUUID();
    cast(attacker, (a, b) => (a === 3 ? "a" : b === 3 ? "b" : honest(a, b)), 60);

    const known = rows.map((row) => ({ ...row, id: randomUUID(), turnId: randomUUID() }));
    await db.insert(session).values([...new Set(rows.map(({ sessionId }) => sessionId))].map((id) => ({ id })));
    await db.insert(conversation).values(known.map(({ id, sessionId }) => ({ id, sessionId, mode: "battle" as const })));
    await db.insert(participant).values(
      known.flatMap(({ id, a, b }) => [
        { conversationId: id, slot: "a", contestantId: a },
        { conversationId: id, slot: "b", contestantId: b },
      ]),
    );
    await db.insert(turn).values(known.map(({ id, turnId }) => ({ id: turnId, conversationId: id, number: 1, prompt: "?" })));
    await db.insert(vote).values(known.map(({ id, turnId, outcome }) => ({ conversationId: id, turnId, outcome })));
    const counted = { decision: "counted" as const, reason: null, rule: "answers-complete", version: 1 };
    await db.insert(voteReview).values(known.map(({ id }) => ({ conversationId: id, ...counted })));

    expect(await reviewVoters(db)).toBe(60);
    const mine = await listVotes(db, { sessionId: attacker, limit: 100 });
    expect(new Set(mine.votes.map(({ fate }) => fate))).toEqual(new Set(["unlike-others"]));
    expect(await reviewVoters(db), "a second look changes nothing").toBe(0);

    const [first] = known;
    if (!first) throw new Error("There are votes.");
    await db.insert(voteReview).values({ ...counted, conversationId: first.id, decision: "not-counted", reason: "unlike-others" });
    expect(await reviewVoters(db), "an honest vote that was taken out").toBe(1);
    expect((await listVotes(db, { sessionId: first.sessionId, limit: 100 })).votes.every(({ fate }) => fate === "counted")).toBe(true);
    await close();
  },
);
