import { randomUUID } from "node:crypto";
import { existsSync, linkSync, renameSync, rmSync, writeFileSync } from "node:fs";

/**
 * Creates a file with its text, or leaves the one that another process created first. It is complete on the disk before it has its name:
 * a full disk or a loss of power leaves no part of it behind.
 */
export function createFile(file: string, text: string): void {
  const draft = `${file}.${randomUUID()}`;
  try {
    writeFileSync(draft, text, { mode: 0o600, flush: true });
    name(draft, file);
  } finally {
    rmSync(draft, { force: true });
  }
}

/** A link is never made over a file that is there; not every file system has links. */
function name(draft: string, file: string): void {
  try {
    linkSync(draft, file);
  } catch {
    if (!existsSync(file)) renameSync(draft, file);
  }
}
