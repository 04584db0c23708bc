import { and, eq, lt, ne, sql } from "drizzle-orm";
import type { Database } from "@/server/db/database";
import { answer } from "@/server/db/schema";

/**
 * Ends answers whose process is gone: nothing stays `running` for ever. Answers of this process are never among them.
 *
 * @param options `all` ends every running answer of other processes, lease or not: for a database that only one process can open.
 */
export async function endOrphanedAnswers(db: Database, options: { leaseHolder: string; all?: boolean }): Promise<void> {
  await db
    .update(answer)
    .set({ status: "error", errorCode: "server-restarted" })
    .where(
      and(
        eq(answer.status, "running"),
        ne(answer.leaseHolder, options.leaseHolder),
        options.all ? undefined : lt(answer.leaseUntil, sql`clock_timestamp()`),
      ),
    );
}
