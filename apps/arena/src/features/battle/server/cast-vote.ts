import { eq } from "drizzle-orm";
import type { Outcome } from "@/domain/outcome";
import { isRunning, readTurns } from "@/features/conversation/server";
import type { Database } from "@/server/db/database";
import { vote, voteCharge, voteReview } from "@/server/db/schema";
import { ArenaError } from "@/server/http/problem";
import type { VoteResponse } from "../contract";
import { chargeVote, type VoteBudget } from "./charge-vote";
import { type BattleKey, findBattle } from "./find-battle";
import { readVote } from "./read-vote";
import { readLeak } from "./identity/read-leak";
import { completenessRule, identityRule, reviewAnswers } from "./review-vote";

/**
 * Writes the vote of a battle, its first review, and what it takes from the budgets of its voter. The row of the conversation is locked, so votes and turns of one battle come one
 * after another: a vote never meets an answer that is being written, and a second vote meets the first.
 *
 * @throws ArenaError `battle-not-found`, `battle-running` or `already-voted`.
 */
export async function castVote(
  db: Database,
  input: BattleKey & {
    readonly outcome: Outcome;
    /** Null where votes are not limited. */
    readonly budget: VoteBudget | null;
    /** Whether the vote itself ended the answers. */
    readonly isEarly?: boolean;
  },
): Promise<VoteResponse> {
  return db.transaction(async (transaction) => {
    const conversationId = await findBattle(transaction, input, { lock: true });
    const turns = await readTurns(transaction, conversationId);
    const [first, last] = [turns[0], turns.at(-1)];
    if (!first || !last || isRunning(turns)) {
      throw new ArenaError("battle-running", "Both answers must end before the vote; an answer is still being written.");
    }
    const { budget, sessionId, isEarly = false } = input;
    const inserted = await transaction
      .insert(vote)
      .values({ conversationId, outcome: input.outcome, turnId: last.id, isEarly })
      .onConflictDoNothing()
      .returning({ id: vote.conversationId });
    if (inserted.length === 0) throw new ArenaError("already-voted", "This battle has its vote; a second one is not counted.");
    if (sessionId === null) throw new Error("A battle without a session was found.");
    const complete = reviewAnswers(turns, { isEarly });
    const isLeaked = complete.decision === "counted" && (await readLeak(transaction, conversationId, turns));
    const ofAnswers = isLeaked
      ? { decision: "not-counted" as const, reason: "identity-leaked", ...identityRule }
      : { ...complete, ...completenessRule };
    const charged = { sessionId, firstPrompt: first.prompt, budget, review: ofAnswers };
    const { review, isRevealed, row } = await chargeVote(transaction, charged);
    await transaction.insert(voteReview).values({ conversationId, ...review });
    if (row) await transaction.insert(voteCharge).values({ conversationId, ...row });
    if (!isRevealed) await transaction.update(vote).set({ isRevealed }).where(eq(vote.conversationId, conversationId));
    const response = await readVote(transaction, conversationId);
    if (!response) throw new Error("A vote that was just written cannot be read.");
    return response;
  });
}
