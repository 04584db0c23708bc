import { and, desc, eq, inArray, sql } from "drizzle-orm";
import type { Database } from "@/server/db/database";
import { conversation, judgedVote, vote } from "@/server/db/schema";
import type { MyVotes } from "../contract";
import { boardsOf } from "./count-on-boards";
import { fateOf } from "./review-vote";

/** A page of the votes of a session, newest first. */
export async function listVotes(
  db: Database,
  input: { sessionId: string | null; before?: string | undefined; limit: number },
): Promise<MyVotes> {
  const { sessionId, before, limit } = input;
  if (sessionId === null) return { votes: [], next: null };
  const cursor = sql`(select v.created_at, v.conversation_id from vote v where v.conversation_id = ${before})`;
  const rows = await db
    .select({ battleId: vote.conversationId, outcome: vote.outcome, createdAt: vote.createdAt })
    .from(vote)
    .innerJoin(conversation, eq(conversation.id, vote.conversationId))
    .where(and(eq(conversation.sessionId, sessionId), before ? sql`(${vote.createdAt}, ${vote.conversationId}) < ${cursor}` : undefined))
    .orderBy(desc(vote.createdAt), desc(vote.conversationId))
    .limit(limit + 1);
  const page = rows.slice(0, limit);
  const ids = page.map(({ battleId }) => battleId);
  const judged = ids.length === 0 ? [] : await db.select().from(judgedVote).where(inArray(judgedVote.conversationId, ids));
  const boards = await boardsOf(db, ids);
  const votes = page.map(({ battleId, outcome, createdAt }) => {
    const review = judged.find(({ conversationId }) => conversationId === battleId);
    if (!review) throw new Error(`The vote of battle ${battleId} has no review.`);
    const isCounted = review.decision === "counted";
    return {
      battleId,
      outcome,
      fate: fateOf(review),
      boards: isCounted ? (boards.get(battleId) ?? []) : [],
      createdAt: createdAt.toISOString(),
    };
  });
  return { votes, next: rows.length > limit ? (ids.at(-1) ?? null) : null };
}
