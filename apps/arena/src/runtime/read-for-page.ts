import { inTime } from "@/server/db/database-answers";
import { noteDatabaseFailure } from "@/server/db/database-health";
import { setPageStatus } from "@/server/http/page-status.mjs";
import { describeError, logError } from "@/server/log";
import { type Runtime, runtime } from "./runtime";

const RETRY_AFTER_S = "5";

/**
 * What a page shows of the database. Null where the database is away: then the page says so, and its status is 503.
 *
 * @throws Error without the values of the query, since Next writes it to the log.
 */
export async function readForPage<Value>(read: (arena: Runtime) => Promise<Value>): Promise<Value | null> {
  const arena = await runtime();
  try {
    return await inTime(arena.db, read(arena));
  } catch (error) {
    if (noteDatabaseFailure(error) === null) throw new Error(describeError(error)); // oxlint-disable-line preserve-caught-error
    logError("the database", error, "a page");
    setPageStatus(503, { "retry-after": RETRY_AFTER_S });
    return null;
  }
}
