import { sql } from "drizzle-orm";
import type { Database } from "@/server/db/database";

/** Of each board. */
const KEPT_NEWEST = 500;

/** Keeps the newest snapshots, and of older ones the last of each UTC day, for the history of a rating. */
export async function deleteOldSnapshots(db: Pick<Database, "execute">): Promise<void> {
  await db.execute(sql`
    delete from snapshot s
    where s.id <= (select max(newest.id) from snapshot newest where newest.board = s.board) - ${KEPT_NEWEST}::int
      and exists (
        select 1 from snapshot later where later.board = s.board and later.id > s.id
          and (later.created_at at time zone 'UTC')::date = (s.created_at at time zone 'UTC')::date)`);
}
