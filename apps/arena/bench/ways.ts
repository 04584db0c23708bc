import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import type { Duplex } from "node:stream";
import { Worker } from "node:worker_threads";
import { PGlite } from "@electric-sql/pglite";
import { drizzle as onPglite } from "drizzle-orm/pglite";
import { drizzle as onPostgres } from "drizzle-orm/postgres-js";
import postgres from "postgres";
import type { Database } from "../src/server/db/database";
import { SessionStream } from "../src/server/db/embedded/session-stream";
import * as schema from "../src/server/db/schema";
import { portStream } from "./port-stream.mjs";

/** A database that is open, and the memory that it holds outside this process, in bytes. */
export interface Way {
  readonly db: Database;
  memoryElsewhere(): number;
  close(): Promise<void>;
}

const options = { schema, casing: "snake_case" } as const;
function client(stream: Duplex) {
  const settings = { max: 1, max_lifetime: null, socket: () => new SessionStream(stream), onnotice: () => {} };
  return postgres("postgres://postgres@embedded/postgres", settings);
}

/** The ways to run the embedded database: in the thread of the server, in a worker thread, in a process of its own. */
export const ways: Record<"thread" | "worker" | "process", (folder: string) => Promise<Way>> = {
  async thread(folder) {
    const database = await PGlite.create(folder);
    return { db: onPglite(database, options), memoryElsewhere: () => 0, close: () => database.close() };
  },
  async worker(folder) {
    const worker = new Worker(new URL("database-worker.mjs", import.meta.url), { workerData: folder, execArgv: [] });
    await once(worker, "message");
    const sql = client(portStream(worker));
    return {
      db: onPostgres(sql, options),
      memoryElsewhere: () => 0,
      async close() {
        await sql.end({ timeout: 5 });
        await worker.terminate();
      },
    };
  },
  async process(folder) {
    const child = spawn(process.execPath, ["src/server/db/embedded/database-process.mjs", folder], {
      stdio: ["ignore", "inherit", "inherit", "pipe", "ipc"],
    });
    await once(child, "message");
    const sql = client(child.stdio[3] as Duplex);
    return {
      db: onPostgres(sql, options),
      memoryElsewhere: () => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, "utf8"))?.[1]) * 1024,
      async close() {
        const ended = once(child, "exit");
        await sql.end({ timeout: 5 });
        await ended;
      },
    };
  },
};
