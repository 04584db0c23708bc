import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const arena = fileURLToPath(new URL("../..", import.meta.url));

/** A built arena in a process of its own, as an operator runs it. */
export interface ArenaProcess {
  readonly url: string;
  readonly process: ChildProcess;
  /** Everything it printed so far. */
  output(): string;
  /** Process ids of its model workers. */
  workers(): number[];
  /** Every process that it started, and those that they started. */
  descendants(): { readonly pid: number; readonly command: string }[];
  stop(signal?: NodeJS.Signals): Promise<void>;
}

/** Starts the arena on a free port, with the default models alone, and resolves when a battle can start. */
export async function startArena(environment: Record<string, string>): Promise<ArenaProcess> {
  const child = spawn(process.execPath, [join(arena, "server.mjs")], {
    cwd: tmpdir(),
    env: { ...process.env, NODE_ENV: "production", PORT: "0", LLMLIST_POCKET: "none", LLMLIST_MAX_ANSWER_TOKENS: "400", ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  const url = await new Promise<string>((resolve, reject) => {
    const read = (chunk: Buffer) => {
      output += chunk.toString();
      const found = /the arena is at (http:\S+)/.exec(output)?.[1];
      if (found) resolve(found);
    };
    child.stdout.on("data", read);
    child.stderr.on("data", read);
    child.once("exit", (code) => reject(new Error(`The arena ended with ${code}:\n${output}`)));
  });
  try {
    await untilReady(url);
  } catch (error) {
    child.kill("SIGKILL");
    throw new Error(`The arena printed:\n${output}`, { cause: error });
  }
  return {
    url,
    process: child,
    output: () => output,
    workers: () => descendantsOf(child.pid).flatMap(({ pid, command }) => (/\/local\/worker\/main\.js/.test(command) ? [pid] : [])),
    descendants: () => descendantsOf(child.pid),
    async stop(signal = "SIGTERM") {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill(signal);
      await once(child, "exit");
    },
  };
}

function descendantsOf(ancestor: number | undefined): { readonly pid: number; readonly command: string }[] {
  const processes = execFileSync("ps", ["-eo", "pid=,ppid=,args="], { encoding: "utf8" })
    .split("\n")
    .map((line) => /^\s*(\d+)\s+(\d+)\s(.*)/.exec(line))
    .flatMap((found) => (found ? [{ pid: Number(found[1]), parent: Number(found[2]), command: found[3] ?? "" }] : []));
  const childrenOf = (pid: number | undefined): typeof processes =>
    processes.filter(({ parent }) => parent === pid).flatMap((child) => [child, ...childrenOf(child.pid)]);
  return childrenOf(ancestor);
}

/** Polls `/readyz` until it reports ready; the server holds each request until its state is known, so this does not spin. */
export async function untilReady(url: string): Promise<void> {
  for (const deadline = Date.now() + 90_000; Date.now() < deadline;) {
    const response = await fetch(`${url}/readyz`);
    await response.body?.cancel();
    if (response.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error("The arena was not ready within 90 s.");
}
