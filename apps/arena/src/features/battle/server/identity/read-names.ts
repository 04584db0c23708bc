import { asc } from "drizzle-orm";
import type { Database } from "@/server/db/database";
import { contestant } from "@/server/db/schema";
import { createNameFinder, type NameFinder } from "./find-names";

let last: { readonly key: string; readonly finder: NameFinder } | null = null;

/**
 * The names of every contestant that was ever registered in this database, by whichever process. A process knows its own models alone, and
 * its files may be others than at the time of a battle.
 */
export async function readNames(db: Pick<Database, "select">): Promise<NameFinder> {
  const { id, name, organization, identity } = contestant;
  const rows = await db.select({ id, name, organization, identity }).from(contestant).orderBy(asc(contestant.id));
  const key = JSON.stringify(rows);
  if (last?.key !== key) last = { key, finder: createNameFinder(rows) };
  return last.finder;
}
