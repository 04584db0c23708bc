import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, expect, it } from "vitest";

const folder = mkdtempSync(join(tmpdir(), "llmlist-restarts-"));
const arena = fileURLToPath(new URL("..", import.meta.url));
const started: ChildProcess[] = [];

afterAll(() => {
  for (const child of started) child.kill("SIGKILL");
  rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
});

function databaseProcesses(): number[] {
  const rows = execFileSync("ps", ["-eo", "pid=,args="], { encoding: "utf8" }).split("\n");
  return rows.filter((row) => row.includes("database-process.mjs") && row.includes(folder)).map((row) => Number.parseInt(row, 10));
}

function start() {
  const child = spawn(process.execPath, ["server.mjs"], {
    cwd: arena,
    env: { ...process.env, NODE_ENV: "production", LLMLIST_ENGINE: "scripted", LLMLIST_POCKET: "none", LLMLIST_DATA: folder, PORT: "0" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  started.push(child);
  let log = "";
  for (const output of [child.stdout, child.stderr]) output.on("data", (text: Buffer) => (log += text.toString()));
  const readyz = async () => {
    const url = /arena is at (\S+)/.exec(log)?.[1];
    return url === undefined ? 0 : (await fetch(`${url}/readyz`)).status;
  };
  return { child, log: () => log, readyz };
}

const untilReady = ({ readyz }: ReturnType<typeof start>) => expect.poll(readyz, { timeout: 60_000, interval: 100 }).toBe(200);

it(
  "an arena on the embedded database starts again at once after a kill, outlives its database, and leaves no process",
  { timeout: 300_000 },
  async () => {
    let running = start();
    await untilReady(running);
    for (let round = 0; round < 3; round++) {
      running.child.kill("SIGKILL");
      running = start();
      await untilReady(running);
      expect(databaseProcesses()).toHaveLength(1);
    }

    const second = start();
    expect(await once(second.child, "exit")).toEqual([1, null]);
    expect(second.log()).toContain(`the data folder ${folder} is in use by process ${running.child.pid}; stop it`);

    const [database] = databaseProcesses();
    if (database === undefined) throw new Error("The arena has no database process.");
    process.kill(database, "SIGKILL");
    expect(await running.readyz()).toBe(503);
    await untilReady(running);
    expect(databaseProcesses()).toHaveLength(1);

    running.child.kill("SIGTERM");
    expect(await once(running.child, "exit")).toEqual([0, null]);
    expect(databaseProcesses()).toEqual([]);
  },
);
