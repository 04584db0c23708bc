import { and, eq, lt, sql } from "drizzle-orm";
import type { Database } from "@/server/db/database";
import { answer } from "@/server/db/schema";

const SILENT_FOR_MS = 10_000;

/** Ends answers whose process is gone: nothing stays `running` for ever, and the battle page can say what happened. */
export async function abortOrphans(db: Database, options: { olderThanMs?: number | undefined } = {}): Promise<void> {
  const age = options.olderThanMs ?? SILENT_FOR_MS;
  await db
    .update(answer)
    .set({ status: "error", errorCode: "server-restarted" })
    .where(and(eq(answer.status, "running"), lt(answer.heartbeatAt, sql`clock_timestamp() - make_interval(secs => ${age / 1000})`)));
}
