import { asc } from "drizzle-orm";
import type { Database } from "@/server/db/database";
import { pairCount } from "@/server/db/schema";
import type { Pairs } from "../contract";
import { newestSnapshot, type BoardQuery } from "./newest-snapshot";

/** Pair counts of the newest snapshot among the models of a board. */
export async function readPairs(db: Database, query: BoardQuery = {}): Promise<Pairs> {
  // Read together: a snapshot that is written in between would be of other counts.
  return db.transaction(
    async (transaction) => {
      const { snapshot: newest, models } = await newestSnapshot(transaction, query);
      const ids = new Set(models.map(({ id }) => id));
      const rows = await transaction.select().from(pairCount).orderBy(asc(pairCount.a), asc(pairCount.b));
      return { snapshot: newest.id, pairs: rows.filter(({ a, b }) => ids.has(a) && ids.has(b)) };
    },
    { isolationLevel: "repeatable read", accessMode: "read only" },
  );
}
