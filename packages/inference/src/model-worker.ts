import { type ChildProcess, fork } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { GenerateRequest, GenerationEvent, WorkerState } from "./engine.ts";
import { InferenceError } from "./errors.ts";
import type { FromWorker, ToWorker, WorkerSettings } from "./worker/protocol.ts";

const FIRST_RESTART_MS = 250;
const LAST_RESTART_MS = 30_000;
/** Crashes in a row, without an answer between them, after which a model is given up. */
const CRASHES_IN_A_ROW = 6;

/** Node cannot run TypeScript, so a worker always comes from the build, also where the rest runs from source. */
const workerEntry = fileURLToPath(
  new URL(import.meta.url.endsWith(".ts") ? "../dist/worker/main.js" : "./worker/main.js", import.meta.url),
);

interface Listener {
  event(event: GenerationEvent): void;
  fail(error: InferenceError): void;
}

/** One model in one child process, restarted when it dies. */
export class ModelWorker {
  readonly #settings: WorkerSettings;
  readonly #listeners = new Map<number, Listener>();
  readonly #onSettled: () => void;
  #child: ChildProcess | null = null;
  #state: WorkerState = "starting";
  #reason: string | null = null;
  #crashes = 0;
  #nextId = 1;
  #restart: NodeJS.Timeout | undefined;

  constructor(settings: WorkerSettings, onSettled: () => void) {
    if (!existsSync(workerEntry)) throw new InferenceError("load-failed", `${workerEntry} is missing: build @llmlist/inference first.`);
    this.#settings = settings;
    this.#onSettled = onSettled;
    this.#spawn();
  }

  get state(): WorkerState {
    return this.#state;
  }

  /** Why the worker failed or is being restarted. */
  get reason(): string | null {
    return this.#reason;
  }

  get pid(): number | null {
    return this.#child?.pid ?? null;
  }

  /** Begins a generation and returns its cancellation. The caller admits no more than there are sequences. */
  start(request: GenerateRequest, listener: Listener): () => void {
    const child = this.#child;
    if (this.#state !== "ready" || !child) {
      const code = this.#state === "failed" ? "load-failed" : this.#state === "closed" ? "closed" : "worker-crashed";
      throw new InferenceError(code, `The model is ${this.#state}.`);
    }
    const id = this.#nextId++;
    this.#listeners.set(id, listener);
    const { signal: _, timeoutMs: __, ...plain } = request;
    send(child, { type: "generate", id, request: plain });
    return () => send(child, { type: "abort", id });
  }

  async close(): Promise<void> {
    const child = this.#child;
    this.#state = "closed";
    clearTimeout(this.#restart);
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise((resolve) => child.once("exit", resolve));
    child.disconnect();
    const late = setTimeout(() => child.kill("SIGKILL"), 2_000);
    await gone;
    clearTimeout(late);
  }

  #spawn(): void {
    const child = fork(workerEntry, [JSON.stringify(this.#settings)], {
      serialization: "advanced",
      stdio: ["ignore", "ignore", "pipe", "ipc"],
      execArgv: [],
      env: { ...process.env, UV_THREADPOOL_SIZE: "8" },
    });
    let lastWords = "";
    child.stderr?.on("data", (chunk: Buffer) => (lastWords = (lastWords + chunk.toString()).slice(-2_000)));
    child.on("message", (message: FromWorker) => this.#receive(message));
    // A child that could not be started reports an error; its end is told by `exit` or here.
    child.once("error", (error) => (lastWords += error.message));
    child.once("exit", (code, signal) => this.#ended(code, signal, lastWords.trim()));
    this.#child = child;
  }

  #receive(message: FromWorker): void {
    if (message.type === "ready") this.#settle("ready", null);
    else if (message.type === "load-failed") this.#settle("failed", message.message);
    else {
      const listener = this.#listeners.get(message.id);
      if (message.type === "error") {
        this.#listeners.delete(message.id);
        listener?.fail(new InferenceError(message.code, message.message));
        return;
      }
      if (message.event.type === "generation-end") {
        this.#crashes = 0;
        this.#listeners.delete(message.id);
      }
      listener?.event(message.event);
    }
  }

  #settle(state: WorkerState, reason: string | null): void {
    this.#state = state;
    this.#reason = reason;
    this.#onSettled();
  }

  #ended(code: number | null, signal: NodeJS.Signals | null, lastWords: string): void {
    this.#child = null;
    const how = `The model's process ended (${signal ?? `exit ${code}`})${lastWords ? `: ${lastWords}` : "."}`;
    const cut = [...this.#listeners.values()];
    this.#listeners.clear();
    const closed = this.#state === "closed";
    if (!closed && this.#state !== "failed") {
      this.#crashes++;
      if (this.#crashes >= CRASHES_IN_A_ROW) this.#settle("failed", `${how} It was started ${this.#crashes} times.`);
      else {
        this.#state = "restarting";
        this.#reason = how;
        this.#restart = setTimeout(() => this.#spawn(), Math.min(LAST_RESTART_MS, FIRST_RESTART_MS * 2 ** (this.#crashes - 1)));
      }
    }
    for (const listener of cut) listener.fail(new InferenceError(closed ? "closed" : "worker-crashed", how));
  }
}

function send(child: ChildProcess, message: ToWorker): void {
  // A child that is gone has told so by `exit`, which ends its generations.
  if (child.connected) child.send(message, () => {});
}
