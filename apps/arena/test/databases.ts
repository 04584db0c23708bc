import { fileURLToPath } from "node:url";
import { type OpenDatabase, openPglite, openPostgres } from "@/server/db/database";
import { startPostgres } from "./postgres";

export const migrations = fileURLToPath(new URL("../drizzle", import.meta.url));

/** Both databases behind one shape, for suites that must hold on each. */
export const databases: readonly { name: string; open(): Promise<OpenDatabase> }[] = [
  { name: "PGlite", open: () => openPglite(null, migrations) },
  {
    name: "PostgreSQL",
    async open() {
      const server = await startPostgres();
      const opened = await openPostgres(server.url, migrations);
      return {
        ...opened,
        async close() {
          await opened.close();
          await server.stop();
        },
      };
    },
  },
];
