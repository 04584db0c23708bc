import { type ChildProcess, fork } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { InferenceError } from "../engine/errors.ts";
import type { WorkerSettings } from "./worker/protocol.ts";

const LAST_WORDS = 2_000;

/** Node cannot run TypeScript, so a child always comes from the build, also where the rest runs from source. */
const entryOf = (name: string): string =>
  fileURLToPath(new URL(import.meta.url.endsWith(".ts") ? `../../dist/local/worker/${name}.js` : `./worker/${name}.js`, import.meta.url));

/** @throws InferenceError where the package was not built. */
export function mustBeBuilt(): void {
  const entry = entryOf("main");
  if (!existsSync(entry)) throw new InferenceError("load-failed", `${entry} is missing: build @llmlist/inference first.`);
}

/**
 * Starts a process with one model: `main` answers, `trial` only tries whether the model can.
 *
 * glibc keeps a heap for each thread, and memory freed in one is not used by another: with two heaps a worker holds about half as much.
 *
 * @param ended Called with how it ended, and the last of what it wrote to its error output.
 */
export function startProcess(name: "main" | "trial", settings: WorkerSettings, ended: (how: string, output: string) => void): ChildProcess {
  const child = fork(entryOf(name), [JSON.stringify(settings)], {
    serialization: "advanced",
    stdio: ["ignore", "ignore", "pipe", "ipc"],
    execArgv: [],
    env: { MALLOC_ARENA_MAX: "2", ...process.env, UV_THREADPOOL_SIZE: "8" },
  });
  let lastWords = "";
  child.stderr?.on("data", (chunk: Buffer) => (lastWords = (lastWords + chunk.toString()).slice(-LAST_WORDS)));
  child.once("error", (error) => {
    lastWords += error.message;
    // A process that could not be started emits no `exit`.
    if (child.pid === undefined) ended(`(${error.message})`, "");
  });
  child.once("exit", (code, signal) => {
    const notify = () => ended(`(${signal ?? `exit ${code}`})`, lastWords.trim());
    // Output may arrive after the exit. (Node emits no `close` for a child that its parent disconnected from.)
    if (!child.stderr || child.stderr.closed) notify();
    else child.stderr.once("close", notify);
  });
  return child;
}
