import { and, eq, sql } from "drizzle-orm";
import { REASONS_OPEN_MINUTES, type Reason } from "@/domain/reason";
import type { Database } from "@/server/db/database";
import { vote } from "@/server/db/schema";
import { ArenaError } from "@/server/http/problem";
import { type BattleKey, findBattle } from "./find-battle";

/**
 * Stores why the voter voted so; the reasons that were given before are replaced. The vote and its fate stay as they are.
 *
 * @throws ArenaError `battle-not-found`; `reasons-closed` before the vote, and ten minutes after it.
 */
export async function giveReasons(db: Database, input: BattleKey & { reasons: readonly Reason[] }): Promise<void> {
  const conversationId = await findBattle(db, input);
  const isOpen = sql`${vote.createdAt} > clock_timestamp() - make_interval(mins => ${REASONS_OPEN_MINUTES})`;
  const stored = await db
    .update(vote)
    .set({ reasons: [...new Set(input.reasons)] })
    .where(and(eq(vote.conversationId, conversationId), isOpen))
    .returning({ id: vote.conversationId });
  if (stored.length > 0) return;
  throw new ArenaError("reasons-closed", `Reasons can be given after the vote, for ${REASONS_OPEN_MINUTES} minutes.`);
}
