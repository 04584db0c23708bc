import { backOff } from "./back-off.ts";
import { type Clock, pause } from "./clock.ts";
import type { WorkerState } from "./engine.ts";
import { InferenceError, type InferenceErrorCode } from "./errors.ts";

/** Crashes in a row, without a recovery between them, after which a process is given up; fewer where it ended by itself and was never ready. */
const CRASHES_IN_A_ROW = 6;
const STARTS_IN_VAIN = 2;
/** How long a process may take to end when it is asked to. */
const FAREWELL_MS = 2_000;

/** One run of a process. */
export interface SupervisedProcess {
  readonly pid: number | null;
  /**
   * Resolves once it has ended: with a sentence that says how, and whether it exited of its own accord. `output` is what it wrote last: it is
   * for the operator alone, since it may hold what callers wrote.
   */
  readonly ended: Promise<{ readonly reason: string; readonly output?: string; readonly byItself: boolean }>;
  /** Asks it to end; left out, it is killed instead. */
  disconnect?(): void;
  kill(): void;
}

interface SupervisorOptions {
  readonly clock: Clock;
  /** Without a sign of life for so long a process that is ready is killed and started again. */
  readonly silenceMs: number;
  /**
   * Starts the process. An error that it throws makes the model `failed`.
   *
   * @param ended Aborts when the process has ended or is not wanted any more.
   */
  start(ended: AbortSignal): Promise<SupervisedProcess>;
  /** Called when the state has changed. */
  onChange(): void;
  /** Called when a run has ended, after the state has changed. */
  onEnded?(reason: string): void;
}

/** Keeps one process running: starts it again with back-off when it ends or falls silent, and gives it up when that does not help. */
export class ProcessSupervisor {
  readonly #options: SupervisorOptions;
  #state: WorkerState = "unloaded";
  #reason: string | null = null;
  #output: string | null = null;
  #failure: InferenceErrorCode = "load-failed";
  #process: SupervisedProcess | null = null;
  #stop = new AbortController();
  #running: Promise<void> = Promise.resolve();
  #hasBeenReady = false;
  #lastSign = 0;
  #crashes = 0;
  #restarts = 0;

  constructor(options: SupervisorOptions) {
    this.#options = options;
  }

  get state(): WorkerState {
    return this.#state;
  }

  /** Why it failed or is being restarted, without a full stop, and what the process wrote last: for the operator. */
  get reason(): string | null {
    return this.#reason === null || this.#output === null ? this.#reason : `${this.#reason}: ${this.#output}`;
  }

  get pid(): number | null {
    return this.#process?.pid ?? null;
  }

  get restarts(): number {
    return this.#restarts;
  }

  /** What a request gets while the process is not ready. */
  failure(): InferenceError {
    if (this.#state === "closed") return new InferenceError("closed", "The model is closed.");
    if (this.#state !== "failed")
      return new InferenceError("worker-crashed", "The model is starting again; try again soon.", { detail: this.#reason });
    return new InferenceError(this.#failure, "The model could not be loaded.", { detail: this.#reason });
  }

  /** Starts the process, unless it has been started. */
  load(): void {
    if (this.#state !== "unloaded") return;
    this.#state = "starting";
    this.#begin();
  }

  /** The process can be used now. */
  ready(): void {
    this.#hasBeenReady = true;
    this.#setState("ready", null);
  }

  /** The process has shown that it lives. */
  alive(): void {
    this.#lastSign = this.#options.clock.now();
  }

  /** The process works: what crashed before counts no more. */
  recovered(): void {
    this.#crashes = 0;
  }

  /** Gives the process up, though it may still run for a moment. */
  fail(code: InferenceErrorCode, message: string): void {
    this.#failure = code;
    this.#setState("failed", message);
  }

  /** Ends the process, and resolves once it has ended. The caller lets no work run in it. */
  async end(state: "unloaded" | "closed" | "restarting"): Promise<void> {
    this.#state = state;
    this.#reason = null;
    this.#stop.abort();
    this.#dismiss();
    await this.#running;
  }

  /** Starts the process anew. The caller lets no work run in it. */
  async recycle(): Promise<void> {
    this.#restarts++;
    await this.end("restarting");
    if (this.#state === "restarting") this.#begin();
  }

  #begin(): void {
    this.#stop = new AbortController();
    this.#running = this.#run(this.#stop.signal);
  }

  async #run(stopped: AbortSignal): Promise<void> {
    const { clock } = this.#options;
    while (!stopped.aborted) {
      const gone = new AbortController();
      const started = await this.#start(AbortSignal.any([gone.signal, stopped]), stopped);
      if (!started) return;
      this.#process = started;
      if (stopped.aborted) this.#dismiss();
      const cancelWatch = this.#watch(started);
      const end = await started.ended;
      gone.abort();
      this.#process = null;
      const silence = cancelWatch();
      const reason = silence ?? end.reason;
      this.#output = end.output?.trim() || null;
      const isGivenUp = stopped.aborted || this.#noteCrash(reason, end.byItself && silence === null);
      this.#options.onEnded?.(reason);
      if (isGivenUp) return;
      await pause(clock, backOff(this.#crashes), stopped);
    }
  }

  async #start(ended: AbortSignal, stopped: AbortSignal): Promise<SupervisedProcess | null> {
    try {
      return await this.#options.start(ended);
    } catch (error) {
      if (stopped.aborted) return null;
      this.fail(InferenceError.isInstance(error) ? error.code : "load-failed", error instanceof Error ? error.message : String(error));
      return null;
    }
  }

  /** Counts a crash. True where the process is given up. */
  #noteCrash(reason: string, byItself: boolean): boolean {
    if (this.#state === "failed") return true;
    this.#crashes++;
    this.#restarts++;
    const isHopeless = this.#crashes >= (this.#hasBeenReady || !byItself ? CRASHES_IN_A_ROW : STARTS_IN_VAIN);
    if (isHopeless) this.fail("load-failed", `${reason} It was started ${this.#crashes} times.`);
    else this.#setState("restarting", reason);
    return isHopeless;
  }

  /** Kills a process that falls silent. What it returns ends the watch, and says why the process was killed. */
  #watch(watched: SupervisedProcess): () => string | null {
    const { clock, silenceMs } = this.#options;
    let silence: string | null = null;
    this.alive();
    let lookedAt = clock.now();
    const look = () => {
      cancel = clock.after(silenceMs / 10, look, true);
      // This process stood still itself, as in the sleep of a laptop: what was sent to it has not been read yet.
      if (clock.now() - lookedAt > silenceMs / 2) this.alive();
      lookedAt = clock.now();
      if (silence !== null || this.#state !== "ready" || clock.now() - this.#lastSign < silenceMs) return;
      silence = `The model's process was killed: it had not been heard of for ${silenceMs} ms.`;
      watched.kill();
    };
    let cancel = clock.after(silenceMs / 10, look, true);
    return () => {
      cancel();
      return silence;
    };
  }

  #dismiss(): void {
    const dismissed = this.#process;
    if (!dismissed) return;
    if (!dismissed.disconnect) return dismissed.kill();
    dismissed.disconnect();
    const cancel = this.#options.clock.after(FAREWELL_MS, () => dismissed.kill());
    void dismissed.ended.then(cancel);
  }

  #setState(state: WorkerState, reason: string | null): void {
    if (this.#state === "closed") return;
    this.#state = state;
    // Others put it into sentences of their own.
    this.#reason = reason?.replace(/\.+$/u, "") ?? null;
    this.#options.onChange();
  }
}
