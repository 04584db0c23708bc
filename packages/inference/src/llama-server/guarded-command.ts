import { type ChildProcess, fork } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { InferenceError } from "../engine/errors.ts";

const LOG_CHARACTERS = 16_384;
const REASON_LINES = 3;
const TELLING = /error|fail|unable|cannot|invalid|exception|what\(\)|traceback/iu;

/** Node cannot run TypeScript, so the guard always comes from the build, also where the rest runs from source. */
const guardEntry = fileURLToPath(
  new URL(import.meta.url.endsWith(".ts") ? "../../dist/llama-server/guard.js" : "./guard.js", import.meta.url),
);

/** A command that ends with this process at the latest, and whose log is kept for the reason of its end. */
export class GuardedCommand {
  readonly #guard: ChildProcess;
  #log = "";
  #pid: number | null = null;
  /** Resolves when it has ended, with whether a signal or a crash of the system ended it. */
  readonly ended: Promise<{ readonly byItself: boolean }>;

  constructor(command: readonly string[], environment: Readonly<Record<string, string>>) {
    if (!existsSync(guardEntry)) throw new InferenceError("load-failed", `${guardEntry} is missing: build @llmlist/inference first.`);
    this.#guard = fork(guardEntry, [JSON.stringify(command)], {
      stdio: ["ignore", "pipe", "pipe", "ipc"],
      execArgv: [],
      env: { ...process.env, ...environment },
    });
    for (const stream of [this.#guard.stdout, this.#guard.stderr])
      stream?.on("data", (chunk: Buffer) => (this.#log = (this.#log + chunk.toString()).slice(-LOG_CHARACTERS)));
    this.#guard.once("message", (pid) => (this.#pid = Number(pid)));
    this.ended = new Promise((resolve) => {
      // `close` comes after the last words, `exit` may come before them.
      this.#guard.once("close", (code) => {
        this.#pid = null;
        resolve({ byItself: code !== null && code < 128 });
      });
      this.#guard.once("error", (error) => {
        this.#log += `error: ${error.message}\n`;
        resolve({ byItself: true });
      });
    });
  }

  /** Of the command itself; null before it runs and after. */
  get pid(): number | null {
    return this.#pid;
  }

  /** What its log says last of what went wrong, else what it says last. */
  get lastWords(): string {
    const lines = this.#log
      .split("\n")
      .map((line) => line.trim())
      .filter((line) => line !== "");
    const telling = lines.filter((line) => TELLING.test(line));
    return (telling.length > 0 ? telling : lines).slice(-REASON_LINES).join("; ");
  }

  /** Ends it at once. A disconnect would, too, but after one of its own Node never tells of the `close`. */
  kill(): void {
    if (this.#guard.connected) this.#guard.send("end", () => {});
  }
}
