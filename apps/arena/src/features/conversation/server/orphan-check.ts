import { sql } from "drizzle-orm";
import type { Database } from "@/server/db/database";
import { endOrphanedAnswers } from "./end-orphaned-answers";
import { LEASE_S } from "./save-answer";

/** A longer pause between two contacts with the database is an outage, or this process stood still. */
const GAP_MS = 15_000;
/** A statement that comes later than this after it was sent stood in an outage. */
const STATEMENT_S = 3;

/**
 * A check that ends the answers whose process is gone. While the database is away nobody can renew a lease, so all of them have run out when
 * it returns: a process judges the others only after it has had the database itself for as long as a lease lasts.
 *
 * @param deps `now`: milliseconds of a clock that never goes back.
 */
export function createOrphanCheck(deps: { db: Database; leaseHolder: string; now?: () => number }): () => Promise<void> {
  const { db, leaseHolder, now = () => performance.now() } = deps;
  const never = Number.NEGATIVE_INFINITY;
  let [contactSince, lastContact] = [now(), never];
  return async () => {
    const before = await db
      .execute<{ before: string }>(sql`select (clock_timestamp() + make_interval(secs => ${STATEMENT_S}))::text as before`)
      .then(firstOf);
    if (now() - lastContact > GAP_MS) contactSince = now();
    lastContact = now();
    if (now() - contactSince >= 1000 * LEASE_S) await endOrphanedAnswers(db, { leaseHolder, before });
  };
}

/** postgres.js returns the rows themselves, PGlite an object with them. */
function firstOf(result: unknown): string {
  const rows = (Array.isArray(result) ? result : (result as { rows: unknown[] }).rows) as { before: string }[];
  const [first] = rows;
  if (!first) throw new Error("The clock of the database returned no row.");
  return first.before;
}
