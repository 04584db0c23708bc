import type { ChildProcess } from "node:child_process";
import { backOff } from "../engine/back-off.ts";
import type { GenerationEvent, ModelInfo, WorkerState } from "../engine/engine.ts";
import { InferenceError, type InferenceErrorCode } from "../engine/errors.ts";
import { tryModel } from "./try-model.ts";
import type { FromWorker, ToWorker, WorkerResult, WorkerSettings, WorkerTask } from "./worker/protocol.ts";
import { mustBeBuilt, startProcess } from "./worker-process.ts";

/** Crashes in a row, without an answer between them, after which a model is given up. */
const CRASHES_IN_A_ROW = 6;
/** A worker tells each second that it lives. One that is silent for so long is stuck. */
const SILENCE_MS = 10_000;
/** What a worker may take beyond its weights and conversations, where the pool says nothing of it. */
const GROWTH_BYTES = 1024 ** 3;

/** Who waits for a task. */
export interface TaskListener {
  event(event: GenerationEvent): void;
  result(value: WorkerResult): void;
  fail(error: InferenceError): void;
}

/** What a pool says of how its workers are started and watched. */
interface WorkerWatch {
  /** Called when the worker's state changes, and when it has become too large. */
  readonly onChange: () => void;
  /** Where it is remembered which files have been tried. */
  readonly trialsFolder: string;
  readonly silenceMs: number | undefined;
  readonly growthBytes: number | undefined;
}

/** One model in one child process, restarted when it dies or falls silent. It begins unloaded. */
export class ModelWorker {
  readonly #settings: WorkerSettings;
  readonly #listeners = new Map<number, TaskListener>();
  readonly #onChange: () => void;
  readonly #silenceMs: number;
  readonly #growthBytes: number | undefined;
  readonly #trialsFolder: string;
  #trial: { readonly abort: AbortController; readonly ended: Promise<void> } | null = null;
  #child: ChildProcess | null = null;
  /** Resolves when the child has ended and that was noted. */
  #gone: Promise<void> = Promise.resolve();
  #state: WorkerState = "unloaded";
  #reason: string | null = null;
  /** Of the error that requests get while the model is `failed`. */
  #failure: InferenceErrorCode = "load-failed";
  #info: ModelInfo | null = null;
  #templateSha256: string | null = null;
  #residentBytes: number | null = null;
  #mostBytes = Number.POSITIVE_INFINITY;
  /** Has had a task since it was started. */
  #isUsed = false;
  #isRecycled = false;
  #heard = 0;
  #crashes = 0;
  #restarts = 0;
  #nextId = 1;
  #restart: NodeJS.Timeout | undefined;
  #watch: NodeJS.Timeout | undefined;

  constructor(settings: WorkerSettings, { onChange, trialsFolder, silenceMs = SILENCE_MS, growthBytes }: WorkerWatch) {
    mustBeBuilt();
    this.#settings = settings;
    this.#onChange = onChange;
    this.#silenceMs = silenceMs;
    this.#growthBytes = growthBytes;
    this.#trialsFolder = trialsFolder;
  }

  get state(): WorkerState {
    return this.#state;
  }

  /** Why the worker failed or is being restarted. */
  get reason(): string | null {
    return this.#reason;
  }

  get failure(): InferenceErrorCode {
    return this.#failure;
  }

  get pid(): number | null {
    return this.#child?.pid ?? null;
  }

  /** Known once the model is ready. */
  get info(): ModelInfo | null {
    return this.#info;
  }

  get templateSha256(): string | null {
    return this.#templateSha256;
  }

  get residentBytes(): number | null {
    return this.#child ? this.#residentBytes : null;
  }

  /** It takes more memory than its weights and conversations explain: after what it does now it is to be started anew. */
  get isOvergrown(): boolean {
    return this.#state === "ready" && this.#isUsed && (this.residentBytes ?? 0) > this.#mostBytes;
  }

  get restarts(): number {
    return this.#restarts;
  }

  /** Begins a task and returns its cancellation. The caller admits no more than there are sequences. */
  start(task: WorkerTask, listener: TaskListener): () => void {
    const child = this.#child;
    if (this.#state !== "ready" || !child) {
      const code = this.#state === "failed" ? this.#failure : this.#state === "closed" ? "closed" : "worker-crashed";
      throw new InferenceError(code, `The model is ${this.#state}${this.#reason === null ? "" : `: ${this.#reason}`}.`);
    }
    this.#isUsed = true;
    const id = this.#nextId++;
    this.#listeners.set(id, listener);
    send(child, { type: "begin", id, task });
    return () => send(child, { type: "abort", id });
  }

  /** Brings the model into memory, after a trial if the file is new; `onChange` tells when it is there. */
  load(): void {
    if (this.#state !== "unloaded") return;
    this.#state = "starting";
    const abort = new AbortController();
    const tried = tryModel(this.#settings, { folder: this.#trialsFolder, signal: abort.signal }).then(
      () => abort.signal.aborted || this.#spawn(),
      (error: unknown) =>
        abort.signal.aborted ||
        this.#fail(InferenceError.isInstance(error) ? error.code : "load-failed", error instanceof Error ? error.message : String(error)),
    );
    this.#trial = { abort, ended: tried.then(() => {}) };
  }

  /** Takes it out of memory. The caller lets no task run. */
  async unload(): Promise<void> {
    await this.#leave("unloaded");
  }

  /** Starts it anew. The caller lets no task run. */
  async recycle(): Promise<void> {
    this.#restarts++;
    this.#isRecycled = true;
    await this.#leave("restarting");
    this.#isRecycled = false;
    if (this.#state === "restarting") this.#spawn();
  }

  async close(): Promise<void> {
    await this.#leave("closed");
  }

  async #leave(state: "unloaded" | "closed" | "restarting"): Promise<void> {
    this.#state = state;
    this.#trial?.abort.abort();
    await this.#trial?.ended;
    const child = this.#child;
    clearTimeout(this.#restart);
    clearInterval(this.#watch);
    if (!child) return;
    if (child.connected) child.disconnect();
    const late = setTimeout(() => child.kill("SIGKILL"), 2_000);
    await this.#gone;
    clearTimeout(late);
  }

  #spawn(): void {
    let silence = "";
    let leave = () => {};
    this.#gone = new Promise((resolve) => (leave = resolve));
    const child = startProcess("main", this.#settings, (how) => {
      this.#ended(silence || how);
      leave();
    });
    child.on("message", (message: FromWorker) => this.#receive(message));
    this.#child = child;
    this.#isUsed = false;
    this.#heard = performance.now();
    clearInterval(this.#watch);
    this.#watch = setInterval(() => {
      if (this.#state !== "ready" || performance.now() - this.#heard < this.#silenceMs) return;
      silence = `(SIGKILL): it had not been heard of for ${this.#silenceMs} ms`;
      child.kill("SIGKILL");
    }, this.#silenceMs / 10);
    this.#watch.unref();
  }

  #receive(message: FromWorker): void {
    this.#heard = performance.now();
    if (message.type === "heartbeat") {
      this.#residentBytes = message.residentBytes;
      if (this.isOvergrown) this.#onChange();
    } else if (message.type === "ready") {
      this.#mostBytes = message.residentBytes + (this.#growthBytes ?? message.conversationBytes + GROWTH_BYTES);
      this.#info = message.info;
      this.#templateSha256 = message.templateSha256;
      this.#setState("ready", null);
    } else if (message.type === "load-failed") this.#fail(message.code, message.message);
    else {
      const listener = this.#listeners.get(message.id);
      const last = message.type !== "event" || message.event.type === "generation-end";
      if (last) this.#listeners.delete(message.id);
      if (last && message.type !== "error") this.#crashes = 0;
      if (message.type === "error") listener?.fail(new InferenceError(message.code, message.message));
      else if (message.type === "result") listener?.result(message.value);
      else listener?.event(message.event);
    }
  }

  #fail(code: InferenceErrorCode, message: string): void {
    this.#failure = code;
    this.#setState("failed", message);
  }

  #setState(state: WorkerState, reason: string | null): void {
    this.#state = state;
    // Others put it into sentences of their own.
    this.#reason = reason?.replace(/\.+$/u, "") ?? null;
    this.#onChange();
  }

  #ended(why: string): void {
    this.#child = null;
    clearInterval(this.#watch);
    const how = `The model's process ended ${why}`;
    const cut = [...this.#listeners.values()];
    this.#listeners.clear();
    const closed = this.#state === "closed" || this.#state === "unloaded" || this.#isRecycled;
    if (!closed && this.#state !== "failed") {
      this.#crashes++;
      this.#restarts++;
      if (this.#crashes >= CRASHES_IN_A_ROW) this.#setState("failed", `${how} It was started ${this.#crashes} times.`);
      else {
        this.#setState("restarting", how);
        this.#restart = setTimeout(() => this.#spawn(), backOff(this.#crashes));
      }
    }
    for (const listener of cut) listener.fail(new InferenceError(closed ? "closed" : "worker-crashed", how));
  }
}

function send(child: ChildProcess, message: ToWorker): void {
  // A child that is gone has told so by `exit`, which ends its tasks.
  if (child.connected) child.send(message, () => {});
}
