import { sql } from "drizzle-orm";
import type { Database } from "./database";
import { DatabaseAway } from "./database-failure";

/** A question that costs nothing is answered within this time, or the database counts as away. */
export const DATABASE_WITHIN_MS = 1_000;

/** Resolves to whether `work` ended within the time, whichever way. */
async function endsWithin(work: Promise<unknown>, milliseconds: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => (timer = setTimeout(resolve, milliseconds, false)));
  const ended = work.then(
    () => true,
    () => true,
  );
  return Promise.race([ended, late]).finally(() => clearTimeout(timer));
}

/** Whether the database answers now. */
export async function databaseAnswers(db: Pick<Database, "execute">): Promise<boolean> {
  const question = db.execute(sql`select 1`).then(
    () => true,
    () => false,
  );
  return (await endsWithin(question, DATABASE_WITHIN_MS)) && question;
}

/** Work is left alone for so long before anybody asks whether the database still answers. */
const PATIENCE_MS = 4_000;

/**
 * Waits for work that asks the database. A slow answer is waited for, a database that does not answer is not.
 *
 * @throws DatabaseAway within 5 s where the database does not answer; the work itself may still be carried out.
 */
export async function inTime<Value>(db: Pick<Database, "execute">, work: Promise<Value>): Promise<Value> {
  while (!(await endsWithin(work, PATIENCE_MS))) {
    if (!(await databaseAnswers(db))) throw new DatabaseAway(`The database did not answer within ${PATIENCE_MS + DATABASE_WITHIN_MS} ms.`);
  }
  return work;
}
