import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { lockFolder } from "./folder-lock";

const holder = fileURLToPath(new URL("../../../test/fixtures/hold-folder.ts", import.meta.url));
const started: ChildProcess[] = [];
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "llmlist-lock-"));
});

afterEach(() => {
  for (const child of started.splice(0)) child.kill("SIGKILL");
  rmSync(folder, { recursive: true, force: true });
});

/** Starts a process and waits for its first line. */
async function start(command: string, parameters: readonly string[]): Promise<{ child: ChildProcess; said: string }> {
  const child = spawn(command, parameters, { stdio: ["ignore", "pipe", "inherit"] });
  started.push(child);
  const [said] = (await once(createInterface(child.stdout), "line")) as [string];
  return { child, said };
}

const hold = () => start(process.execPath, ["--import", import.meta.resolve("tsx"), holder, folder]);
const pidFile = () => join(folder, "process.pid");
const inUseBy = (who: string) => `the data folder ${folder} is in use by ${who}; stop it, or set LLMLIST_DATA to another folder.`;

describe("a data folder", () => {
  it("is locked by one process, and the error of a second names that process", async () => {
    const { child, said } = await hold();
    expect(said).toBe("held");
    expect((await hold()).said).toBe(inUseBy(`process ${child.pid}`));
    expect(() => lockFolder(folder)).toThrow(inUseBy(`process ${child.pid}`));
  });

  it("is not locked twice by one process, and is free after its release", () => {
    const lock = lockFolder(folder);
    expect(() => lockFolder(folder)).toThrow(inUseBy(`process ${process.pid}`));
    lock.release();
    lockFolder(folder).release();
  });

  it("is locked by exactly one of several processes that start at once", async () => {
    const all = await Promise.all([hold(), hold(), hold(), hold()]);
    expect(all.filter(({ said }) => said === "held")).toHaveLength(1);
    expect(all.filter(({ said }) => said.includes("is in use by"))).toHaveLength(3);
  });

  it.each([
    ["the pid of an unrelated process that lives", () => String(process.ppid)],
    ["the pid of the first process, as in a container", () => "1"],
    ["its own pid, used again", () => String(process.pid)],
    ["the pid of nobody", () => "4194300"],
    ["nothing, since the disk was full", () => ""],
    ["no pid at all", () => "x\0".repeat(5000)],
  ])("is free where the file of a process that is gone holds %s", (_, content) => {
    writeFileSync(pidFile(), content());
    const lock = lockFolder(folder);
    expect(readFileSync(pidFile(), "utf8")).toBe(String(process.pid));
    lock.release();
  });

  it("can be locked immediately after its holder was killed, ten times", { timeout: 60_000 }, async () => {
    for (let round = 0; round < 10; round++) {
      const { child, said } = await hold();
      expect(said).toBe("held");
      child.kill("SIGKILL");
      await once(child, "exit");
    }
  });

  it.runIf(process.platform === "linux")("is not locked by a zombie process", async () => {
    // The shell becomes a program that never waits, so its child stays a zombie once it is killed.
    const script = `"$0" --import "$1" "$2" "$3" & exec sleep 600`;
    const { said, child } = await start("sh", ["-c", script, process.execPath, import.meta.resolve("tsx"), holder, folder]);
    expect(said).toBe("held");
    const pid = Number(readFileSync(pidFile(), "utf8"));
    expect(pid).not.toBe(child.pid);
    process.kill(pid, "SIGKILL");
    const state = () => readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]?.charAt(0);
    await expect.poll(state, { timeout: 10_000 }).toBe("Z");
    expect(() => process.kill(pid, 0)).not.toThrow();
    // The leader of a killed process is a zombie before its other threads have closed their files.
    const canLock = () => {
      try {
        lockFolder(folder).release();
        return true;
      } catch {
        return false;
      }
    };
    await expect.poll(canLock, { timeout: 10_000 }).toBe(true);
  });
});
