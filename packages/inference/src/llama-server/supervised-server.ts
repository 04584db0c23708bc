import { randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";
import { createServer, type AddressInfo } from "node:net";
import { backOff } from "../engine/back-off.ts";
import { type Clock, pause } from "../engine/clock.ts";
import type { WorkerState } from "../engine/engine.ts";
import { InferenceError } from "../engine/errors.ts";
import { describeModel, sha256OfTemplate } from "../remote/describe-model.ts";
import { Endpoint } from "../remote/endpoint.ts";
import type { EndpointModel, ReadyModel } from "../remote/endpoint-engine.ts";
import { GuardedCommand } from "./guarded-command.ts";

/** Crashes in a row, with no sign of life between them, after which a model is given up; fewer where it never came up at all. */
const CRASHES_IN_A_ROW = 6;
const STARTS_IN_VAIN = 2;
const POLL_MS = 100;
const SILENCE_MS = 10_000;

/** A model for llama-server. */
export interface LlamaServerModel {
  /** Of the GGUF file. */
  readonly path: string;
  /** The projector with which the model reads images (`--mmproj`). */
  readonly projector?: string | undefined;
  /** Of the weights, for the record of answers. */
  readonly sha256?: string;
}

/** How each server is run. */
export interface LlamaServerSettings {
  /** The binary, with the arguments that come before all others: `["/opt/llama.cpp/llama-server"]`. */
  readonly command: readonly string[];
  /** Conversations that a model holds at once (`--parallel`). */
  readonly sequences: number;
  /** Tokens of one conversation, prompt and answer together. */
  readonly contextTokens: number;
  /** Of each server; left out, llama-server decides. */
  readonly threads?: number;
  /**
   * Memory for prompts of earlier conversations (`--cache-ram`), in MiB; 0 by default. llama-server's own default grows to 8,192 MiB.
   */
  readonly cacheMiB?: number | undefined;
  /** Further arguments, such as `["--n-gpu-layers", "99"]`. */
  readonly arguments?: readonly string[] | undefined;
  /** A server that answers nothing for so many milliseconds is killed and started again; 10,000 by default. */
  readonly silenceMs?: number;
}

/** One model in one llama-server process, restarted when it dies or falls silent. */
export class SupervisedServer implements EndpointModel {
  readonly #id: string;
  readonly #model: LlamaServerModel;
  readonly #settings: LlamaServerSettings;
  readonly #clock: Clock;
  readonly #changed: () => void;
  readonly #closed = new AbortController();
  #state: WorkerState = "starting";
  #reason: string | null = null;
  #ready: ReadyModel | null = null;
  #command: GuardedCommand | null = null;
  #residentBytes: number | null = null;
  #crashes = 0;
  #restarts = 0;
  readonly #running: Promise<void>;

  constructor(
    id: string,
    model: LlamaServerModel,
    settings: LlamaServerSettings,
    { clock, changed }: { clock: Clock; changed: () => void },
  ) {
    this.#id = id;
    this.#model = model;
    this.#settings = settings;
    this.#clock = clock;
    this.#changed = changed;
    this.#running = this.#run();
  }

  get state(): WorkerState {
    return this.#state;
  }

  get reason(): string | null {
    return this.#reason;
  }

  get ready(): ReadyModel | null {
    return this.#state === "ready" ? this.#ready : null;
  }

  get residentBytes(): number | null {
    return this.#command?.pid ? this.#residentBytes : null;
  }

  get restarts(): number {
    return this.#restarts;
  }

  get pid(): number | null {
    return this.#command?.pid ?? null;
  }

  failure(): InferenceError {
    if (this.#state === "closed") return new InferenceError("closed", "The engine is closed.");
    return new InferenceError(
      this.#state === "failed" ? "load-failed" : "worker-crashed",
      `The model is ${this.#state}: ${this.#reason ?? "it has just ended"}.`,
    );
  }

  unanswered({ message }: Error): InferenceError {
    return new InferenceError("worker-crashed", `The model's server ended in mid-answer, or does not answer. ${message}`);
  }

  async close(): Promise<void> {
    this.#setState("closed", null);
    this.#closed.abort();
    this.#command?.kill();
    await this.#running;
  }

  /** Starts the server again and again, until it is closed or given up. */
  async #run(): Promise<void> {
    const { signal } = this.#closed;
    let hasBeenReady = false;
    while (!signal.aborted) {
      const gone = new AbortController();
      const { key, port, command } = await this.#start();
      this.#command = command;
      if (signal.aborted) command.kill();
      const ended = command.ended.finally(() => gone.abort());
      const endpoint = new Endpoint({ baseUrl: `http://127.0.0.1:${port}/v1`, apiKey: key });
      const over = AbortSignal.any([gone.signal, signal]);
      const silence = await this.#watch(endpoint, over, () => (hasBeenReady = true)).catch((error: unknown) =>
        error instanceof Error ? error.message : String(error),
      );
      command.kill();
      const { byItself } = await ended;
      this.#command = null;
      if (signal.aborted) return;
      const reason = silence ?? `The model's server ended: ${command.lastWords}`;
      this.#crashes++;
      this.#restarts++;
      if (this.#crashes >= (hasBeenReady || !byItself ? CRASHES_IN_A_ROW : STARTS_IN_VAIN)) {
        this.#setState("failed", reason);
        return;
      }
      this.#setState("restarting", reason);
      await pause(this.#clock, backOff(this.#crashes), signal);
    }
  }

  async #start(): Promise<{ key: string; port: number; command: GuardedCommand }> {
    const { command, sequences, contextTokens, threads, cacheMiB = 0, arguments: more = [] } = this.#settings;
    const port = await freePort();
    // Others on this machine reach the port, too; a key in an argument would stand in the list of processes.
    const key = randomBytes(24).toString("hex");
    const argv: [string, string | number | undefined][] = [
      ["--model", this.#model.path],
      ["--alias", this.#id],
      ["--host", "127.0.0.1"],
      ["--port", port],
      ["--parallel", sequences],
      ["--ctx-size", sequences * contextTokens],
      ["--cache-ram", cacheMiB],
      ["--threads", threads],
      ["--mmproj", this.#model.projector],
    ];
    const given = argv.flatMap(([name, value]) => (value === undefined ? [] : [name, `${value}`]));
    return {
      key,
      port,
      command: new GuardedCommand([...command, ...given, "--jinja", "--no-context-shift", ...more], { LLAMA_API_KEY: key }),
    };
  }

  /** Waits until the server is up, and then as long as it shows that it lives. What it returns is why it is to be killed, null where it has ended. */
  async #watch(endpoint: Endpoint, over: AbortSignal, onReady: () => void): Promise<string | null> {
    const { silenceMs = SILENCE_MS, sequences } = this.#settings;
    while (!over.aborted && !(await isWell(endpoint, over))) await pause(this.#clock, POLL_MS, over);
    if (over.aborted) return null;
    const { kind, info } = await describeModel(
      endpoint,
      { model: this.#id, server: "llama-server", sequences, device: "as llama-server chose" },
      over,
    );
    const threads = this.#settings.threads ?? null;
    const name = { kind, model: this.#id, supportsImages: this.#model.projector !== undefined };
    const { sha256 = null } = this.#model;
    this.#ready = { endpoint, name, info: { ...info, threads }, sha256, templateSha256: sha256OfTemplate(info.chatTemplate) };
    onReady();
    await this.#weigh();
    this.#setState("ready", null);
    for (;;) {
      await pause(this.#clock, silenceMs / 4, over);
      if (over.aborted) return null;
      const late = new AbortController();
      const cancel = this.#clock.after(silenceMs, () => late.abort());
      const isAlive = await isWell(endpoint, AbortSignal.any([over, late.signal]));
      cancel();
      if (late.signal.aborted) return `The model's server had not been heard of for ${silenceMs} ms.`;
      if (isAlive) this.#crashes = 0;
      await this.#weigh();
    }
  }

  /** Where the system tells it, as Linux does. */
  async #weigh(): Promise<void> {
    const status = await readFile(`/proc/${this.pid}/status`, "utf8").catch(() => "");
    const kilobytes = /^VmRSS:\s+(\d+) kB/mu.exec(status)?.[1];
    this.#residentBytes = kilobytes === undefined ? null : 1024 * Number(kilobytes);
  }

  #setState(state: WorkerState, reason: string | null): void {
    if (this.#state === "closed") return;
    this.#state = state;
    this.#reason = reason;
    this.#changed();
  }
}

/** Whether the server has loaded its model; it has not as long as it does not answer, or says so. */
async function isWell(endpoint: Endpoint, signal: AbortSignal): Promise<boolean> {
  try {
    await endpoint.json("/health", undefined, signal);
    return true;
  } catch {
    return false;
  }
}

/** A port that nobody has now. */
function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
