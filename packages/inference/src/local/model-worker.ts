import type { ChildProcess } from "node:child_process";
import { systemClock } from "../engine/clock.ts";
import type { GenerationEvent, ModelInfo, WorkerState } from "../engine/engine.ts";
import { InferenceError } from "../engine/errors.ts";
import { ProcessSupervisor, type SupervisedProcess } from "../engine/process-supervisor.ts";
import { sha256OfFile } from "../models/added-files.ts";
import { identityOf } from "../models/file-identity.ts";
import type { LocalModel } from "../models/local-model.ts";
import type { QueuedModel } from "../queue/queued-engine.ts";
import { tryModel } from "./try-model.ts";
import type { FromWorker, ToWorker, WorkerResult, WorkerSettings, WorkerTask } from "./worker/protocol.ts";
import { mustBeBuilt, startProcess } from "./worker-process.ts";

/** A worker shows each second that it lives. One that is silent for so long is stuck. */
const SILENCE_MS = 10_000;
/** What a worker may take beyond its weights and conversations, where the pool says nothing of it. */
const GROWTH_BYTES = 1024 ** 3;

/** Who waits for a task. */
export interface TaskListener {
  event(event: GenerationEvent): void;
  result(value: WorkerResult): void;
  fail(error: InferenceError): void;
}

/** How a pool watches its workers. */
interface WorkerWatch {
  /** Called when the worker's state changes, and when it has become too large. */
  readonly onChange: () => void;
  /** Where it is remembered which files have been tried. */
  readonly trialsFolder: string;
  readonly silenceMs: number | undefined;
  readonly growthBytes: number | undefined;
  /** Takes what a worker wrote before it ended. */
  readonly log: (message: string) => void;
}

/** One model in one child process. It begins unloaded. */
export class ModelWorker implements QueuedModel {
  readonly model: LocalModel;
  readonly #settings: WorkerSettings;
  readonly #watch: WorkerWatch;
  readonly #supervisor: ProcessSupervisor;
  readonly #listeners = new Map<number, TaskListener>();
  #isTried = false;
  /** Of the files that the model's digest was taken from. */
  #identity: string | null;
  #child: ChildProcess | null = null;
  #info: ModelInfo | null = null;
  #templateSha256: string | null = null;
  #residentBytes: number | null = null;
  #mostBytes = Number.POSITIVE_INFINITY;
  /** Has had a task since it was started. */
  #isUsed = false;
  #nextId = 1;

  constructor(model: LocalModel, settings: WorkerSettings, watch: WorkerWatch) {
    mustBeBuilt();
    this.model = model;
    this.#identity = identityIn(model.path);
    this.#settings = settings;
    this.#watch = watch;
    this.#supervisor = new ProcessSupervisor({
      clock: systemClock,
      silenceMs: watch.silenceMs ?? SILENCE_MS,
      start: (ended) => this.#start(ended),
      onChange: watch.onChange,
      onEnded: (reason) => this.#cut(reason),
    });
  }

  get state(): WorkerState {
    return this.#supervisor.state;
  }

  get reason(): string | null {
    return this.#supervisor.reason;
  }

  get pid(): number | null {
    return this.#supervisor.pid;
  }

  get restarts(): number {
    return this.#supervisor.restarts;
  }

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
    return this.state === "ready" && this.#isUsed && (this.residentBytes ?? 0) > this.#mostBytes;
  }

  failure(): InferenceError {
    return this.#supervisor.failure();
  }

  /** Begins a task and returns its cancellation. The caller admits no more than there are sequences. */
  start(task: WorkerTask, listener: TaskListener): () => void {
    const child = this.#child;
    if (this.state !== "ready" || !child) throw this.failure();
    this.#isUsed = true;
    const id = this.#nextId++;
    this.#listeners.set(id, listener);
    send(child, { type: "begin", id, task });
    return () => send(child, { type: "abort", id });
  }

  /** Loads the model into memory, after a trial if the file is new; `onChange` is called when it is there. */
  load(): void {
    this.#supervisor.load();
  }

  /** Takes it out of memory. The caller lets no task run. */
  unload(): Promise<void> {
    return this.#supervisor.end("unloaded");
  }

  /** Starts it anew. The caller lets no task run. */
  recycle(): Promise<void> {
    return this.#supervisor.recycle();
  }

  close(): Promise<void> {
    return this.#supervisor.end("closed");
  }

  async #start(ended: AbortSignal): Promise<SupervisedProcess> {
    await this.#checkFile();
    if (!this.#isTried) await tryModel(this.#settings, { folder: this.#watch.trialsFolder, signal: ended });
    this.#isTried = true;
    ended.throwIfAborted();
    let resolve: (end: Awaited<SupervisedProcess["ended"]>) => void = () => {};
    const over = new Promise<Awaited<SupervisedProcess["ended"]>>((done) => (resolve = done));
    const child = startProcess("main", this.#settings, (how, output) => {
      this.#child = null;
      if (output !== "") this.#watch.log(`${this.model.id}: its process ended ${how} and wrote: ${output}`);
      resolve({ reason: `The model's process ended ${how}.`, output, byItself: false });
    });
    child.on("message", (message: FromWorker) => this.#receive(message));
    this.#child = child;
    this.#isUsed = false;
    return {
      pid: child.pid ?? null,
      ended: over,
      disconnect: () => void (child.connected && child.disconnect()),
      kill: () => void child.kill("SIGKILL"),
    };
  }

  /** A digest holds as long as the files are the same; where they only look otherwise, it is taken again. */
  async #checkFile(): Promise<void> {
    const { id, path, sha256 } = this.model;
    const identity = identityIn(path);
    if (identity === this.#identity) return;
    if (sha256 !== "" && (identity === null || (await sha256OfFile(path)) !== sha256))
      throw new InferenceError("load-failed", `The file of ${id} has changed since it was added; add it again, or put the old one back`);
    this.#identity = identity;
    this.#isTried = false;
  }

  /** Whether the files on the disk are still those that were loaded. */
  get isUnchanged(): boolean {
    return identityIn(this.model.path) === this.#identity;
  }

  #receive(message: FromWorker): void {
    this.#supervisor.alive();
    // A process reads from files that it has mapped: what it writes after a change is of neither.
    if (message.type === "heartbeat" && !this.isUnchanged) this.#child?.kill("SIGKILL");
    if (message.type === "heartbeat") {
      this.#residentBytes = message.residentBytes;
      if (this.isOvergrown) this.#watch.onChange();
    } else if (message.type === "ready") {
      this.#mostBytes = message.residentBytes + (this.#watch.growthBytes ?? message.conversationBytes + GROWTH_BYTES);
      this.#info = message.info;
      this.#templateSha256 = message.templateSha256;
      this.#supervisor.ready();
    } else if (message.type === "load-failed") this.#supervisor.fail(message.code, message.message);
    else this.#answer(message);
  }

  #answer(message: Extract<FromWorker, { id: number }>): void {
    const listener = this.#listeners.get(message.id);
    const isLast = message.type !== "event" || message.event.type === "generation-end";
    if (isLast) this.#listeners.delete(message.id);
    if (isLast && message.type !== "error") this.#supervisor.recovered();
    if (message.type === "error") listener?.fail(new InferenceError(message.code, message.message, { param: message.param ?? undefined }));
    else if (message.type === "result") listener?.result(message.value);
    else listener?.event(message.event);
  }

  /** Fails the tasks of a process that has ended. */
  #cut(reason: string): void {
    const cut = [...this.#listeners.values()];
    this.#listeners.clear();
    const isCrash = this.state === "restarting" || this.state === "failed";
    const code = isCrash ? "worker-crashed" : "closed";
    for (const listener of cut)
      listener.fail(new InferenceError(code, "The model's process ended before the answer did.", { detail: reason }));
  }
}

function identityIn(path: string): string | null {
  try {
    return identityOf(path);
  } catch {
    return null;
  }
}

function send(child: ChildProcess, message: ToWorker): void {
  // A child that is gone has told so by `exit`, which ends its tasks.
  if (child.connected) child.send(message, () => {});
}
