import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Database, openPglite, openPostgres } from "@/server/db/database";
import { lockFolder } from "@/server/db/folder-lock";
import type { Settings } from "../../settings.mjs";

/** PostgreSQL where the settings name one, else the embedded database in the data folder, which this process claims for itself. */
export async function openDatabase(settings: Settings): Promise<{ db: Database; close: () => Promise<void> }> {
  if (settings.databaseUrl !== null) return openPostgres(settings.databaseUrl);
  mkdirSync(settings.dataFolder, { recursive: true });
  const unlock = lockFolder(settings.dataFolder);
  const { db, close } = await openPglite(join(settings.dataFolder, "pglite"));
  return {
    db,
    async close() {
      await close();
      unlock();
    },
  };
}

/** The secret that seals sessions: the operator's, or one that is made once and kept in the data folder. */
export function loadOrCreateSecret({ sessionSecret, dataFolder }: Settings): string {
  if (sessionSecret !== null) return sessionSecret;
  mkdirSync(dataFolder, { recursive: true });
  const file = join(dataFolder, "session-secret");
  if (!existsSync(file)) writeFileSync(file, randomBytes(32).toString("hex"), { mode: 0o600, flag: "wx" });
  return readFileSync(file, "utf8").trim();
}
