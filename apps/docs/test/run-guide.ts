import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { join, relative, resolve } from "node:path";
import { attributeOf, type Block, isMarked, siteFolder } from "./guide.ts";
import { printed } from "./printed-output.ts";
import { terminal } from "./terminal.ts";

const repositoryRoot = resolve(siteFolder, "../..");
/** The ports that the guides name; each run gets free ones instead. */
const shownPorts = ["3000", "8080"];

async function freePort(): Promise<string> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return String(port);
}

/** Registers what has to be done when the test ends, also where it ran out of time; what was registered last is done first. */
export type OnEnd = (clean: () => Promise<void>) => void;

interface Command {
  readonly code: string;
  readonly folder: string;
  readonly environment: NodeJS.ProcessEnv;
}

/** Starts a command in a process group of its own, so that all that it started ends with it. */
function start({ code, folder, environment }: Command) {
  const child = spawn("bash", ["-c", code], { cwd: folder, env: environment, detached: true, stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  const listeners = new Set<() => void>();
  const onData = (chunk: Buffer) => {
    output += chunk.toString();
    for (const listener of listeners) listener();
  };
  child.stdout.on("data", onData);
  child.stderr.on("data", onData);
  const closed = once(child, "close") as Promise<[number | null]>;
  const endGroup = (signal: NodeJS.Signals) => {
    if (child.exitCode === null && child.pid !== undefined) process.kill(-child.pid, signal);
  };
  return { output: () => output, closed, listeners, endGroup };
}

/** Runs a command to its end. */
async function run(command: Command): Promise<{ output: string; code: number | null }> {
  const running = start(command);
  const [code] = await running.closed;
  return { output: running.output(), code };
}

/** Starts a command that goes on, and resolves once it printed what the guide shows. */
async function runInBackground(command: Command, shown: string, onEnd: OnEnd): Promise<void> {
  const running = start(command);
  onEnd(async () => {
    running.endGroup("SIGTERM");
    await running.closed;
  });
  const ready = new Promise<boolean>((resolve) => running.listeners.add(() => printed(shown, running.output()) && resolve(true)));
  const ended = running.closed.then(() => false);
  if (!(await Promise.race([ready, ended]))) throw new Error(`${command.code} ended; it printed:\n${running.output()}`);
}

/** Does one guide to the letter, with a folder of its own in place of `apps/docs/try`, answers of benchmarks in it, and an arena without downloads. */
export async function runGuide(blocks: readonly Block[], onEnd: OnEnd): Promise<void> {
  mkdirSync(join(siteFolder, "try"), { recursive: true });
  const folder = mkdtempSync(join(siteFolder, "try/guide-"));
  onEnd(async () => rmSync(folder, { recursive: true, force: true }));
  const ports = new Map(await Promise.all(shownPorts.map(async (port) => [port, await freePort()] as const)));
  const here = (text: string) =>
    text.replaceAll(/\b(?:3000|8080)\b/gu, (port) => ports.get(port) ?? port).replaceAll("apps/docs/try", relative(repositoryRoot, folder));
  const environment = terminal({
    PORT: ports.get("3000") ?? "",
    LLMLIST_DATA: join(folder, "data"),
    LLMLIST_MODELS: join(folder, "models"),
    LLMLIST_EVALS_CACHE: join(folder, "answers"),
    LLMLIST_DEFAULT_MODELS: "none",
  });
  for (const [index, block] of blocks.entries()) {
    const title = attributeOf(block, "title");
    const code = here(block.code);
    if (title !== undefined) writeFileSync(join(folder, title), `${code}\n`);
    if (block.kind !== "sh" || attributeOf(block, "norun") !== undefined) continue;
    const next = blocks[index + 1];
    const shown = next?.kind === "text" ? here(next.code) : "";
    const command = { code, folder: isMarked(block, "root") ? repositoryRoot : folder, environment };
    if (isMarked(block, "background")) await runInBackground(command, shown, onEnd);
    else await expectOutput(command, shown, isMarked(block, "fails"));
  }
}

async function expectOutput(command: Command, shown: string, fails: boolean): Promise<void> {
  const { output, code } = await run(command);
  if ((code !== 0) !== fails) throw new Error(`${command.code} ended with ${code}; it printed:\n${output}`);
  if (!printed(shown, output)) throw new Error(`${command.code} printed:\n${output}\nThe guide shows:\n${shown}`);
}
