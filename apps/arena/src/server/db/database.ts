import { join, resolve } from "node:path";
import type { PgDatabase, PgQueryResultHKT } from "drizzle-orm/pg-core";
import { advisoryLocks } from "./advisory-locks";
import { createDatabaseSessions } from "./embedded/database-sessions";
import * as schema from "./schema";

export type Database = PgDatabase<PgQueryResultHKT, typeof schema>;

/** Short messages to all processes on the database, this one too. They are not kept: a process that is away misses them. */
export interface Messages {
  send(channel: string, text: string): Promise<void>;
  /** Goes on through lost connections. */
  listen(channel: string, onMessage: (text: string) => void): Promise<void>;
}

/** An open database and the way to close it. */
export interface OpenDatabase {
  readonly db: Database;
  /** Null where only one process can open the database. */
  readonly messages: Messages | null;
  close(): Promise<void>;
}

const migrationsFolder = resolve(process.cwd(), "drizzle");

/** The client's own wait grows to minutes, so that a database that is back would be found late. */
const RECONNECT_S = 0.5;

/** Opens PostgreSQL and migrates it to the newest schema; several processes may start at once. */
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
  const client = postgres(url, { max: 10, onnotice: () => {}, backoff: () => RECONNECT_S });
  const messages: Messages = {
    send: async (channel, text) => void (await client.notify(channel, text)),
    listen: async (channel, onMessage) => void (await client.listen(channel, onMessage)),
  };
  return { db: drizzle(client, { schema, casing: "snake_case" }), messages, close: () => client.end({ timeout: 5 }) };
}

/** What the embedded database needs besides its folder. */
export interface EmbeddedOptions {
  /** An open file that carries the lock of the data folder, see `lockFolder`. */
  readonly lockFd?: number;
  /** Called when the database's process ends without having been closed; the next query starts it again. */
  readonly onLost: (error: Error) => void;
  /** The folder of the arena, where its migrations and the program of the database lie. */
  readonly arena?: string;
}

/**
 * Opens the embedded database in `dataFolder`, in a process of its own: its work would stall every page in the thread of the server.
 * It has one session, so a query outside a transaction waits until the transaction has ended; never await one inside the other.
 * @throws Error with the reason why it does not open.
 */
export async function openEmbedded(dataFolder: string, { lockFd, onLost, arena = process.cwd() }: EmbeddedOptions): Promise<OpenDatabase> {
  const [{ default: postgres }, { drizzle }, { migrate }] = await Promise.all([
    import("postgres"),
    import("drizzle-orm/postgres-js"),
    import("drizzle-orm/postgres-js/migrator"),
  ]);
  const program = join(arena, "src/server/db/embedded/database-process.mjs");
  const sessions = createDatabaseSessions({ program, dataFolder, lockFd: lockFd ?? null, onLost });
  await sessions.start();
  // One connection for good: an end of it is an end of the process. The URL names no address, since the stream is at hand.
  const options = {
    max: 1,
    idle_timeout: 0,
    max_lifetime: null,
    ssl: false,
    onnotice: () => {},
    // Its types leave this one out.
    socket: () => sessions.stream(),
  };
  const client = postgres("postgres://postgres@embedded/postgres", options);
  const close = async () => {
    await client.end({ timeout: 5 });
    await sessions.close();
  };
  try {
    await migrate(drizzle(client), { migrationsFolder: join(arena, "drizzle") });
  } catch (error) {
    await close();
    throw error;
  }
  return { db: drizzle(client, { schema, casing: "snake_case" }), messages: null, close };
}

/** Opens an embedded database in this process, in `dataFolder` or in memory: for tests. */
export async function openPglite(dataFolder: string | null, folder = migrationsFolder): Promise<OpenDatabase> {
  const [{ PGlite }, { drizzle }, { migrate }] = await Promise.all([
    import("@electric-sql/pglite"),
    import("drizzle-orm/pglite"),
    import("drizzle-orm/pglite/migrator"),
  ]);
  const client = dataFolder === null ? await PGlite.create() : await PGlite.create(dataFolder);
  await migrate(drizzle(client), { migrationsFolder: folder });
  return { db: drizzle(client, { schema, casing: "snake_case" }), messages: null, close: () => client.close() };
}
