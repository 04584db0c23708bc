import { and, eq, lt, ne, or, sql } from "drizzle-orm";
import type { Database } from "@/server/db/database";
import { answer } from "@/server/db/schema";

/** Longer than a process goes on with an answer whose lease it cannot renew: time limit of the answer, then of storing its end. */
const UNWRITTEN_S = 300;

/**
 * Ends answers that nobody writes any more: nothing stays `running` for ever. Of this process they are those whose end could not be
 * stored, or whose beginning failed after it was stored.
 *
 * @param options `all` ends every running answer of other processes, lease or not: for a database that only one process can open.
 * `before`: where the statement comes to the database later than this, by the clock of the database, it changes nothing.
 */
export async function endOrphanedAnswers(db: Database, options: { leaseHolder: string; all?: boolean; before?: string }): Promise<void> {
  const { before } = options;
  await db
    .update(answer)
    .set({ status: "error", errorCode: "server-restarted" })
    .where(
      and(
        eq(answer.status, "running"),
        before === undefined ? undefined : sql`clock_timestamp() < ${before}::timestamptz`,
        or(
          and(ne(answer.leaseHolder, options.leaseHolder), options.all ? undefined : lt(answer.leaseUntil, sql`clock_timestamp()`)),
          lt(answer.leaseUntil, sql`clock_timestamp() - make_interval(secs => ${UNWRITTEN_S})`),
        ),
      ),
    );
}
