import { asc, eq, inArray, isNull, type SQL } from "drizzle-orm";
import type { Database } from "@/server/db/database";
import { answer, turn, vote, voteStyle } from "@/server/db/schema";
import { styleOfAll } from "./style-of";

const VOTES_PER_STATEMENT = 500;

/** Describes the answers of every vote that has no description yet. */
export async function describeVotes(db: Database): Promise<void> {
  for (;;) {
    const missing = await db
      .select({ id: vote.conversationId })
      .from(vote)
      .leftJoin(voteStyle, eq(voteStyle.conversationId, vote.conversationId))
      .where(isNull(voteStyle.conversationId))
      .limit(VOTES_PER_STATEMENT);
    if (missing.length === 0) return;
    const ids = missing.map(({ id }) => id);
    const texts = await textsOf(db, inArray(turn.conversationId, ids));
    const rows = ids.map((id) => {
      const [a, b] = ["a", "b"].map((slot) => styleOfAll(texts.get(`${id} ${slot}`) ?? []));
      if (!a || !b) throw new Error(`Battle ${id} has no two answers to describe.`);
      return {
        conversationId: id,
        lengthA: a.length,
        lengthB: b.length,
        headingsA: a.headings,
        headingsB: b.headings,
        listsA: a.lists,
        listsB: b.lists,
        boldA: a.bold,
        boldB: b.bold,
      };
    });
    await db.insert(voteStyle).values(rows).onConflictDoNothing();
  }
}

/** The newest attempts of all answers, by conversation and slot. */
async function textsOf(db: Database, condition: SQL): Promise<ReadonlyMap<string, string[]>> {
  const rows = await db
    .select({ id: turn.conversationId, turnId: turn.id, slot: answer.slot, text: answer.rawText })
    .from(turn)
    .innerJoin(answer, eq(answer.turnId, turn.id))
    .where(condition)
    .orderBy(asc(answer.attempt));
  const newest = new Map(rows.map((row) => [`${row.turnId} ${row.slot}`, row]));
  const texts = new Map<string, string[]>();
  for (const { id, slot, text } of newest.values()) {
    const key = `${id} ${slot}`;
    texts.set(key, [...(texts.get(key) ?? []), text]);
  }
  return texts;
}
