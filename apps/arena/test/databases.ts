import { fileURLToPath } from "node:url";
import { type OpenDatabase, openPglite, openPostgres } from "@/server/db/database";
import { startPostgres } from "./postgres";

export const migrations = fileURLToPath(new URL("../drizzle", import.meta.url));

/**
 * Opens a PostgreSQL server of its own, which ends with the database.
 *
 * @param prepare What happens to the server before the migrations.
 */
export async function openOwnPostgres(prepare: (url: string) => Promise<void> = async () => {}): Promise<OpenDatabase> {
  const server = await startPostgres();
  await prepare(server.url);
  const opened = await openPostgres(server.url, migrations);
  return {
    ...opened,
    async close() {
      await opened.close();
      await server.stop();
    },
  };
}

/** Both databases behind one shape, for suites that must hold on each. */
export const databases: readonly { name: string; open(): Promise<OpenDatabase> }[] = [
  { name: "PGlite", open: () => openPglite(null, migrations) },
  {
    name: "PostgreSQL",
    open: () => openOwnPostgres(),
  },
];
