import { sql } from "drizzle-orm";
import { SPEED_VOTES } from "@/domain/board-figures";
import type { Database } from "@/server/db/database";
import { rowsOf } from "@/server/db/rows-of";

/**
 * Tokens per second of each contestant while it writes, after its first token, over the newest battles that have a vote. A battle without
 * one adds nothing: a figure that moved with it would tell who answers in it.
 */
export async function measureSpeeds(db: Pick<Database, "execute">): Promise<ReadonlyMap<string, number>> {
  const result = await db.execute(sql`
    with newest as (select conversation_id from vote order by created_at desc, conversation_id desc limit ${SPEED_VOTES})
    select p.contestant_id as id, 1000 * sum(a.output_tokens - 1) / sum(a.total_ms - a.first_token_ms) as speed
    from newest n
    join turn t on t.conversation_id = n.conversation_id
    join answer a on a.turn_id = t.id
    join participant p on p.conversation_id = n.conversation_id and p.slot = a.slot
    where a.status in ('stop', 'length') and a.output_tokens > 1 and a.total_ms > a.first_token_ms
    group by p.contestant_id`);
  return new Map(rowsOf<{ id: string; speed: number }>(result).map(({ id, speed }) => [id, Number(speed)]));
}
