import { closeSync, constants, ftruncateSync, openSync, readFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { tryLock } from "fs-native-extensions";

/** A folder that this process holds. */
export interface FolderLock {
  /** The open file that carries the lock: a child process that inherits it holds the folder too, until it ends. */
  readonly fd: number;
  release(): void;
}

// Windows lets nobody read a locked range, so the locked byte lies behind the text.
const LOCKED_BYTE = 4096;

const RETRY_MS = 50;

/** Another process holds the folder. */
class FolderInUse extends Error {}

const reasonOf = (error: unknown) => (error instanceof Error ? error.message : String(error));

function takesLock(fd: number, folder: string): boolean {
  try {
    return tryLock(fd, LOCKED_BYTE, 1);
  } catch (cause) {
    throw new Error(
      `the data folder ${folder} cannot be locked (${reasonOf(cause)}); set LLMLIST_DATA to a folder on a disk of this machine.`,
      {
        cause,
      },
    );
  }
}

function claim(fd: number, file: string, folder: string): void {
  if (!takesLock(fd, folder)) {
    const owner = readFileSync(file, "utf8").trim();
    const holder = owner === "" ? "another process" : `process ${owner}`;
    throw new FolderInUse(`the data folder ${folder} is in use by ${holder}; stop it, or set LLMLIST_DATA to another folder.`);
  }
  ftruncateSync(fd);
  writeSync(fd, String(process.pid), 0);
}

/**
 * Claims a data folder for this process: two processes on one embedded database would destroy it.
 * The operating system holds the lock for as long as the file is open in a running process, and lets go of it when the process ends in whatever way.
 * The stored `process.pid` only names the holder in the message; the file stays, since removing it would let two processes lock two files of one name.
 * @throws Error that names the other process.
 * @example
 * const lock = lockFolder("/var/lib/llmlist");
 * lock.release();
 */
export function lockFolder(folder: string): FolderLock {
  const file = join(folder, "process.pid");
  // Made where it is missing, and never emptied before the lock is held.
  const fd = openSync(file, constants.O_RDWR | constants.O_CREAT, 0o600);
  try {
    claim(fd, file, folder);
  } catch (error) {
    closeSync(fd);
    throw error;
  }
  return { fd, release: () => closeSync(fd) };
}

/**
 * Claims a data folder as `lockFolder` does, and waits up to `withinMs` for its holder to end: the database of an arena that was killed
 * holds the folder until it has finished what it does.
 */
export async function lockFolderWithin(folder: string, withinMs: number): Promise<FolderLock> {
  const deadline = performance.now() + withinMs;
  for (;;) {
    try {
      return lockFolder(folder);
    } catch (error) {
      if (!(error instanceof FolderInUse) || performance.now() >= deadline) throw error;
    }
    await sleep(RETRY_MS);
  }
}
