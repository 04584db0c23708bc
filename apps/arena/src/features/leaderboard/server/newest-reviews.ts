import { sql } from "drizzle-orm";
import type { Database } from "@/server/db/database";
import { rowsOf } from "@/server/db/rows-of";
import { voteReview } from "@/server/db/schema";

/** More than are written while one transaction with a lower id is still open. */
const WINDOW = 1000;

/**
 * Differs when a review was written, and costs one look at the newest ids. An id is no order of commits: a review may become visible
 * after one with a higher id, so those of the newest ids are counted, too.
 */
export async function readReviewsMark(db: Pick<Database, "execute">): Promise<string> {
  const newest = sql`(select coalesce(max(${voteReview.id}), 0) from ${voteReview})`;
  const result = await db.execute(
    sql`select ${newest}::text as newest, count(*)::text as recent from ${voteReview} where ${voteReview.id} > ${newest} - ${WINDOW}::int`,
  );
  const [mark] = rowsOf<{ newest: string; recent: string }>(result);
  return `${mark?.newest}:${mark?.recent}`;
}
