import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/**
 * Claims a data folder for this process: two processes on one embedded database would destroy it.
 * A claim left behind by a process that was killed is taken over.
 * @throws Error that names the other process.
 */
export function lockFolder(folder: string): () => void {
  const file = join(folder, "process.pid");
  const claim = () => writeFileSync(file, String(process.pid), { flag: "wx" });
  try {
    claim();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    const owner = Number(readFileSync(file, "utf8"));
    if (owner !== process.pid && isAlive(owner)) {
      throw new Error(`the data folder ${folder} is in use by process ${owner}; stop it, or set LLMLIST_DATA to another folder.`, {
        cause: error,
      });
    }
    rmSync(file);
    claim();
  }
  return () => rmSync(file, { force: true });
}
