import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Database, openPglite, openPostgres } from "@/server/db/database";
import type { Settings } from "../../settings.mjs";

/** PostgreSQL where the settings name one, else the embedded database in the data folder, which this process claims for itself. */
export async function openDatabase(settings: Settings): Promise<{ db: Database; close: () => Promise<void> }> {
  if (settings.databaseUrl !== null) return openPostgres(settings.databaseUrl);
  mkdirSync(settings.dataFolder, { recursive: true });
  // Loaded here alone, since it brings a program of this platform that PostgreSQL does without.
  const { lockFolder } = await import("@/server/db/folder-lock");
  const lock = lockFolder(settings.dataFolder);
  const { db, close } = await openPglite(join(settings.dataFolder, "pglite"));
  return {
    db,
    async close() {
      await close();
      lock.release();
    },
  };
}

const SECRET_BYTES = 32;
const SECRET = /^[0-9a-f]{64}$/;

/** The secret that seals sessions: the operator's, or one that is made once and kept in the data folder. */
export function loadOrCreateSecret({ sessionSecret, dataFolder }: Pick<Settings, "sessionSecret" | "dataFolder">): string {
  if (sessionSecret !== null) return sessionSecret;
  mkdirSync(dataFolder, { recursive: true });
  const file = join(dataFolder, "session-secret");
  if (!existsSync(file)) {
    // Complete under another name first: a disk that is full must not leave half a secret behind.
    writeFileSync(`${file}.new`, randomBytes(SECRET_BYTES).toString("hex"), { mode: 0o600 });
    renameSync(`${file}.new`, file);
  }
  const secret = readFileSync(file, "utf8").trim();
  if (!SECRET.test(secret)) {
    throw new Error(
      `${file} holds no secret of ${2 * SECRET_BYTES} hexadecimal digits; remove it to have a new one made, which ends all sessions.`,
    );
  }
  return secret;
}
