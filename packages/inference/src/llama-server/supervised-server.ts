import { randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";
import { createServer, type AddressInfo } from "node:net";
import { type Clock, pause } from "../engine/clock.ts";
import type { ModelInfo, WorkerState } from "../engine/engine.ts";
import { InferenceError } from "../engine/errors.ts";
import { ProcessSupervisor, type SupervisedProcess } from "../engine/process-supervisor.ts";
import { describeModel, sha256OfTemplate } from "../remote/describe-model.ts";
import { Endpoint } from "../remote/endpoint.ts";
import type { EndpointModel, ReadyModel } from "../remote/endpoint-engine.ts";
import { GuardedCommand } from "./guarded-command.ts";

const POLL_MS = 100;
const SILENCE_MS = 10_000;

/** A model for llama-server. */
export interface LlamaServerModel {
  /** Of the GGUF file. */
  readonly path: string;
  /** The projector with which the model reads images (`--mmproj`). */
  readonly projector?: string | undefined;
  /** Runs this model in place of the engine's command. */
  readonly command?: readonly string[] | undefined;
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
  readonly #supervisor: ProcessSupervisor;
  #ready: ReadyModel | null = null;
  #residentBytes: number | null = null;

  constructor(
    id: string,
    model: LlamaServerModel,
    settings: LlamaServerSettings,
    { clock, changed }: { readonly clock: Clock; readonly changed: () => void },
  ) {
    this.#id = id;
    this.#model = model;
    this.#settings = settings;
    this.#clock = clock;
    const { silenceMs = SILENCE_MS } = settings;
    this.#supervisor = new ProcessSupervisor({ clock, silenceMs, start: (ended) => this.#start(ended), onChange: changed });
    this.#supervisor.load();
  }

  get state(): WorkerState {
    return this.#supervisor.state;
  }

  get reason(): string | null {
    return this.#supervisor.reason;
  }

  get info(): ModelInfo | null {
    return this.ready?.info ?? null;
  }

  get ready(): ReadyModel | null {
    return this.state === "ready" ? this.#ready : null;
  }

  get residentBytes(): number | null {
    return this.pid === null ? null : this.#residentBytes;
  }

  get restarts(): number {
    return this.#supervisor.restarts;
  }

  get pid(): number | null {
    return this.#supervisor.pid;
  }

  failure(): InferenceError {
    return this.#supervisor.failure();
  }

  unanswered({ message }: Error): InferenceError {
    return new InferenceError("worker-crashed", "The model's server ended before the answer did, or does not answer.", { detail: message });
  }

  close(): Promise<void> {
    return this.#supervisor.end("closed");
  }

  async #start(ended: AbortSignal): Promise<SupervisedProcess> {
    const { sequences, contextTokens, threads, cacheMiB = 0, arguments: rest = [] } = this.#settings;
    const { command = this.#settings.command } = this.#model;
    const port = await freePort();
    // Others on this machine reach the port, too; a key in an argument would stand in the list of processes.
    const key = randomBytes(24).toString("hex");
    const options: [string, string | number | undefined][] = [
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
    const argv = options.flatMap(([name, value]) => (value === undefined ? [] : [name, `${value}`]));
    ended.throwIfAborted();
    const server = new GuardedCommand([...command, ...argv, "--jinja", "--no-context-shift", ...rest], { LLAMA_API_KEY: key });
    const endpoint = new Endpoint({ baseUrl: `http://127.0.0.1:${port}/v1`, apiKey: key });
    let unusable: string | null = null;
    void this.#observe(endpoint, ended).catch((error: unknown) => {
      unusable = error instanceof Error ? error.message : String(error);
      server.kill();
    });
    return {
      get pid() {
        return server.pid;
      },
      ended: server.ended.then(({ byItself }) => ({ reason: unusable ?? "The model's server ended", output: server.lastWords, byItself })),
      kill: () => server.kill(),
    };
  }

  /** Waits until the server is up, and then asks it again and again whether it lives, until it has ended. */
  async #observe(endpoint: Endpoint, ended: AbortSignal): Promise<void> {
    const { silenceMs = SILENCE_MS, sequences } = this.#settings;
    while (!ended.aborted && !(await isWell(endpoint, ended))) await pause(this.#clock, POLL_MS, ended);
    if (ended.aborted) return;
    const { kind, info } = await describeModel(
      endpoint,
      { model: this.#id, server: "llama-server", sequences, device: "as llama-server chose" },
      ended,
    );
    const threads = this.#settings.threads ?? null;
    const name = { kind, model: this.#id, supportsImages: this.#model.projector !== undefined };
    const { sha256 = null } = this.#model;
    this.#ready = { endpoint, name, info: { ...info, threads }, sha256, templateSha256: sha256OfTemplate(info.chatTemplate) };
    await this.#weigh();
    this.#supervisor.alive();
    this.#supervisor.ready();
    while (!ended.aborted) {
      await pause(this.#clock, silenceMs / 4, ended);
      if (!(await isWell(endpoint, ended))) continue;
      this.#supervisor.alive();
      this.#supervisor.recovered();
      await this.#weigh();
    }
  }

  /** Where the system tells it, as Linux does. */
  async #weigh(): Promise<void> {
    const status = await readFile(`/proc/${this.pid}/status`, "utf8").catch(() => "");
    const kilobytes = /^VmRSS:\s+(\d+) kB/mu.exec(status)?.[1];
    this.#residentBytes = kilobytes === undefined ? null : 1024 * Number(kilobytes);
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

/** A free port. */
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
