import { and, eq, sql } from "drizzle-orm";
import type { Database } from "@/server/db/database";
import { pairCount } from "@/server/db/schema";
import type { PairTotals } from "./count-pairs";

type PairTotal = PairTotals["pairs"][number];

/** Rows of one statement; PostgreSQL takes 65,535 parameters. */
const ROWS_PER_STATEMENT = 5_000;

const keyOf = ({ a, b }: Pick<PairTotal, "a" | "b">) => JSON.stringify([a, b]);
const valuesOf = ({ winsA, winsB, ties, bothBad }: PairTotal) => [winsA, winsB, ties, bothBad].join();
const written = (column: string) => sql.raw(`excluded.${column}`);

/** Makes the stored counts those of a snapshot. Only what changed is written: one vote changes one row of tens of thousands. */
export async function storePairCounts(transaction: Pick<Database, "select" | "insert" | "delete">, { pairs }: PairTotals): Promise<void> {
  const rows = await transaction.select().from(pairCount);
  const stored = new Map(rows.map((row) => [keyOf(row), valuesOf(row)]));
  const changed = pairs.filter((pair) => stored.get(keyOf(pair)) !== valuesOf(pair));
  for (let first = 0; first < changed.length; first += ROWS_PER_STATEMENT) {
    await transaction
      .insert(pairCount)
      .values(changed.slice(first, first + ROWS_PER_STATEMENT))
      .onConflictDoUpdate({
        target: [pairCount.a, pairCount.b],
        set: { winsA: written("wins_a"), winsB: written("wins_b"), ties: written("ties"), bothBad: written("both_bad") },
      });
  }
  // A later review may have taken the only vote of a pair.
  const present = new Set(pairs.map(keyOf));
  for (const { a, b } of rows.filter((row) => !present.has(keyOf(row)))) {
    await transaction.delete(pairCount).where(and(eq(pairCount.a, a), eq(pairCount.b, b)));
  }
}
