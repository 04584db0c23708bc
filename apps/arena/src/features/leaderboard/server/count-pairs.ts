import { sql } from "drizzle-orm";
import type { Database } from "@/server/db/database";
import { rowsOf } from "@/server/db/rows-of";

/** Counts per pair of all counted votes, and the transaction snapshot that identifies these votes. */
export interface PairTotals {
  readonly transactionSnapshot: string;
  readonly pairs: readonly PairTotal[];
}

type PairTotal = Record<"a" | "b", string> & Record<"winsA" | "winsB" | "ties" | "bothBad", number>;
/** Without votes there is one row, whose pair is null. */
type Row = { snapshot: string } & Omit<PairTotal, "a" | "b"> & Record<"a" | "b", string | null>;

/**
 * Counts the votes whose newest review is `counted`. Counts and `pg_current_snapshot()` come from one statement: two statements of a
 * READ COMMITTED transaction see different votes.
 */
export async function countPairs(db: Pick<Database, "execute">): Promise<PairTotals> {
  const result = await db.execute(sql`
    with counted as (
      select a.contestant_id as a, b.contestant_id as b, v.outcome
      from vote v
      join judged_vote j on j.conversation_id = v.conversation_id and j.decision = 'counted'
      join participant a on a.conversation_id = v.conversation_id and a.slot = 'a'
      join participant b on b.conversation_id = v.conversation_id and b.slot = 'b'
    ), totals as (
      select a, b,
        count(*) filter (where outcome = 'a')::int as "winsA", count(*) filter (where outcome = 'b')::int as "winsB",
        count(*) filter (where outcome = 'tie')::int as "ties", count(*) filter (where outcome = 'both-bad')::int as "bothBad"
      from counted group by a, b
    )
    select seen.snapshot, totals.* from (select pg_current_snapshot()::text as snapshot) as seen left join totals on true order by a, b`);
  const rows = rowsOf<Row>(result);
  const [first] = rows;
  if (!first) throw new Error("Counting the votes returned no row.");
  const pairs = rows.flatMap(({ a, b, winsA, winsB, ties, bothBad }) => (a && b ? [{ a, b, winsA, winsB, ties, bothBad }] : []));
  return { transactionSnapshot: first.snapshot, pairs };
}
