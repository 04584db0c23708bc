import { resolve } from "node:path";
import type { PgDatabase, PgQueryResultHKT } from "drizzle-orm/pg-core";
import { advisoryLocks } from "./advisory-locks";
import * as schema from "./schema";

export type Database = PgDatabase<PgQueryResultHKT, typeof schema>;

/** An open database and the way to close it. */
export interface OpenDatabase {
  readonly db: Database;
  close(): Promise<void>;
}

const migrationsFolder = resolve(process.cwd(), "drizzle");

/** Opens PostgreSQL and brings its tables up to date; several processes may start at once. */
export async function openPostgres(url: string, folder = migrationsFolder): Promise<OpenDatabase> {
  const [{ default: postgres }, { drizzle }, { migrate }] = await Promise.all([
    import("postgres"),
    import("drizzle-orm/postgres-js"),
    import("drizzle-orm/postgres-js/migrator"),
  ]);
  const single = postgres(url, { max: 1, onnotice: () => {} });
  try {
    await single`select pg_advisory_lock(${advisoryLocks.migration})`;
    await migrate(drizzle(single), { migrationsFolder: folder });
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`the database of DATABASE_URL could not be opened (${reason}); leave it out to use the embedded one.`, { cause });
  } finally {
    await single.end();
  }
  const client = postgres(url, { max: 10, onnotice: () => {} });
  return { db: drizzle(client, { schema, casing: "snake_case" }), close: () => client.end({ timeout: 5 }) };
}

/** Opens the embedded database in `dataFolder` (or in memory without one). One process at a time. */
export async function openPglite(dataFolder: string | null, folder = migrationsFolder): Promise<OpenDatabase> {
  const [{ PGlite }, { drizzle }, { migrate }] = await Promise.all([
    import("@electric-sql/pglite"),
    import("drizzle-orm/pglite"),
    import("drizzle-orm/pglite/migrator"),
  ]);
  const client = dataFolder === null ? await PGlite.create() : await PGlite.create(dataFolder);
  await migrate(drizzle(client), { migrationsFolder: folder });
  return { db: drizzle(client, { schema, casing: "snake_case" }), close: () => client.close() };
}
