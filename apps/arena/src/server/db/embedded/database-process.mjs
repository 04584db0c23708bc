// @ts-check
// The process of the embedded database: one session on file descriptor 3, for the process that started it.
import { Socket } from "node:net";
import { PGlite } from "@electric-sql/pglite";
import { serveSession } from "./serve-session.mjs";

const SESSION_FD = 3;

// A signal to the whole group (Ctrl-C) is for the arena, which closes its session when it is done with the database.
process.on("SIGINT", () => {});
process.on("SIGTERM", () => {});

/** @param {{ ready: true } | { failed: string }} message */
const notify = (message) =>
  new Promise((resolve) => {
    // Nobody listens any more where the arena is gone.
    if (process.send && process.connected) process.send(message, undefined, undefined, resolve);
    else resolve(null);
  });

try {
  const database = await PGlite.create(process.argv[2]);
  const stream = new Socket({ fd: SESSION_FD, readable: true, writable: true });
  await notify({ ready: true });
  await serveSession(stream, database);
  await database.close();
  process.exit(0);
} catch (error) {
  await notify({ failed: error instanceof Error ? error.message : String(error) });
  process.exit(1);
}
