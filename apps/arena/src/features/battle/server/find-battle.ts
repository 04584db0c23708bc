import { and, asc, eq } from "drizzle-orm";
import type { Database } from "@/server/db/database";
import { answer, battle } from "@/server/db/schema";
import { ArenaError } from "@/server/http/problem";

const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;

/**
 * A battle of this session.
 * @throws ArenaError `battle-not-found` for another session's battle too: whether it exists is nobody else's business.
 */
export async function findBattle(
  db: Database,
  { battleId, sessionId }: { battleId: string; sessionId: string | null },
): Promise<typeof battle.$inferSelect> {
  const [found] =
    sessionId !== null && UUID.test(battleId)
      ? await db
          .select()
          .from(battle)
          .where(and(eq(battle.id, battleId), eq(battle.sessionId, sessionId)))
      : [];
  if (!found) throw new ArenaError("battle-not-found", "There is no such battle in this session.");
  return found;
}

/** Both answers, slot a first. */
export function readAnswers(db: Database, battleId: string) {
  return db.select().from(answer).where(eq(answer.battleId, battleId)).orderBy(asc(answer.slot));
}
