import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { createFile } from "@/server/create-file";
import { openEmbedded, type OpenDatabase, openPostgres } from "@/server/db/database";
import { logError } from "@/server/log";
import type { Settings } from "../../settings.mjs";

/** The database of an arena that was killed finishes its query before it ends; then its folder is free. */
const KILLED_ARENA_ENDS_WITHIN_MS = 5_000;

/** PostgreSQL where the settings name one, else the embedded database in the data folder, which this process claims for itself. */
export async function openDatabase(settings: Settings): Promise<OpenDatabase> {
  if (settings.databaseUrl !== null) return openPostgres(settings.databaseUrl);
  mkdirSync(settings.dataFolder, { recursive: true });
  // Imported only here: it loads a native program that the PostgreSQL mode does not need.
  const { lockFolderWithin } = await import("@/server/db/folder-lock");
  const lock = await lockFolderWithin(settings.dataFolder, KILLED_ARENA_ENDS_WITHIN_MS);
  try {
    const opened = await openEmbedded(join(settings.dataFolder, "pglite"), {
      lockFd: lock.fd,
      onLost: (error) => logError("database", error),
    });
    return { ...opened, close: () => opened.close().finally(lock.release) };
  } catch (error) {
    lock.release();
    throw error;
  }
}

const SECRET_BYTES = 32;
const SECRET = /^[0-9a-f]{64}$/;

/** The secret that seals sessions: the operator's, or one that is made once and kept in the data folder. */
export function loadOrCreateSecret({ sessionSecret, dataFolder }: Pick<Settings, "sessionSecret" | "dataFolder">): string {
  if (sessionSecret !== null) return sessionSecret;
  mkdirSync(dataFolder, { recursive: true });
  const file = join(dataFolder, "session-secret");
  if (!existsSync(file)) createFile(file, randomBytes(SECRET_BYTES).toString("hex"));
  const secret = readFileSync(file, "utf8").trim();
  if (!SECRET.test(secret)) {
    throw new Error(
      `${file} holds no secret of ${2 * SECRET_BYTES} hexadecimal digits; remove it to have a new one made, which ends all sessions.`,
    );
  }
  return secret;
}
