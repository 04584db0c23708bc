import { backOff } from "../engine/back-off.ts";
import type { Clock } from "../engine/clock.ts";
import type { ModelInfo, WorkerState } from "../engine/engine.ts";
import { InferenceError } from "../engine/errors.ts";
import { describeModel, sha256OfTemplate } from "./describe-model.ts";
import { Endpoint, type EndpointAddress } from "./endpoint.ts";
import type { EndpointError } from "./endpoint-error.ts";
import type { EndpointModel, ReadyModel } from "./endpoint-engine.ts";
import type { ServerKind } from "./server-kind.ts";

const ANSWER_MS = 10_000;
/** Checks in a row that an endpoint in use must fail before it is taken out: one may get lost under load. */
const FAILED_CHECKS = 2;

/** A model that someone else runs. */
export interface RemoteModelOptions extends EndpointAddress {
  /** Its name there. */
  readonly model: string;
  /** Whether it accepts images; without this they are refused here. */
  readonly supportsImages?: boolean | undefined;
  /** Left out, it is told from what the endpoint says of itself. */
  readonly server?: ServerKind | undefined;
}

/** How an engine watches its endpoints. */
interface RemoteWatch {
  readonly clock: Clock;
  /** Milliseconds between two health checks of a model that is `ready`. */
  readonly healthIntervalMs: number;
  readonly sequences: number;
  readonly changed: () => void;
}

/**
 * A model behind an endpoint. Health checks take it out (`failed`, with the reason) and back in: at first, then at an interval, after a request that
 * got no answer at once, and with back-off while it is out.
 */
export class RemoteModel implements EndpointModel {
  readonly #options: RemoteModelOptions;
  readonly #watch: RemoteWatch;
  readonly #endpoint: Endpoint;
  readonly #closed = new AbortController();
  #state: WorkerState = "starting";
  #failure = new InferenceError("remote-failed", "The endpoint has not answered yet.");
  #ready: ReadyModel | null = null;
  #failedChecks = 0;
  #isChecking = false;
  #cancelNext = () => {};
  readonly residentBytes = null;
  readonly restarts = 0;

  constructor(options: RemoteModelOptions, watch: RemoteWatch) {
    this.#options = options;
    this.#watch = watch;
    this.#endpoint = new Endpoint(options);
    void this.#check();
  }

  get state(): WorkerState {
    return this.#state;
  }

  get reason(): string | null {
    const { message, detail } = this.#failure;
    return this.#state === "failed" ? [message, detail].filter((text) => text !== null).join(" ") : null;
  }

  get info(): ModelInfo | null {
    return this.ready?.info ?? null;
  }

  get ready(): ReadyModel | null {
    return this.#state === "ready" ? this.#ready : null;
  }

  failure(): InferenceError {
    // A new error for each request, which is none of the endpoint's: it is not tried again.
    const { code, message, detail } = this.#failure;
    return new InferenceError(code, message, { detail });
  }

  unanswered(error: EndpointError): InferenceError {
    // The request counts as a failed check, which the next one confirms or refutes.
    this.#failedChecks = Math.max(this.#failedChecks, FAILED_CHECKS - 1);
    void this.#check();
    return error;
  }

  async close(): Promise<void> {
    this.#failure = new InferenceError("closed", "The engine is closed.");
    this.#state = "closed";
    this.#cancelNext();
    this.#closed.abort();
    this.#watch.changed();
  }

  async #check(): Promise<void> {
    if (this.#isChecking || this.#state === "closed") return;
    this.#isChecking = true;
    this.#cancelNext();
    const late = new AbortController();
    const cancel = this.#watch.clock.after(ANSWER_MS, () => late.abort());
    try {
      this.#ready = await this.#describe(AbortSignal.any([late.signal, this.#closed.signal]));
      this.#failedChecks = 0;
      this.#setState("ready");
    } catch (error) {
      this.#failedChecks++;
      const failure = InferenceError.isInstance(error)
        ? error
        : new InferenceError("timeout", `The endpoint did not answer within ${ANSWER_MS} ms.`);
      if (this.#state !== "ready" || this.#failedChecks >= FAILED_CHECKS) this.#setState("failed", failure);
    } finally {
      cancel();
      this.#isChecking = false;
    }
    this.#scheduleCheck();
  }

  #scheduleCheck(): void {
    if (this.#closed.signal.aborted) return;
    const { clock, healthIntervalMs } = this.#watch;
    const delayMs = this.#failedChecks === 0 ? healthIntervalMs : backOff(this.#failedChecks);
    this.#cancelNext = clock.after(delayMs, () => void this.#check(), this.#failedChecks === 0);
  }

  async #describe(ended: AbortSignal): Promise<ReadyModel> {
    const { model, server, supportsImages = false } = this.#options;
    const { sequences } = this.#watch;
    const { kind, info } = await describeModel(this.#endpoint, { model, server, sequences, device: "remote" }, ended);
    const name = { kind, model, supportsImages };
    return { endpoint: this.#endpoint, name, info, sha256: null, templateSha256: sha256OfTemplate(info.chatTemplate) };
  }

  #setState(state: WorkerState, failure: InferenceError = this.#failure): void {
    if (this.#state === "closed") return;
    this.#failure = failure;
    this.#state = state;
    this.#watch.changed();
  }
}
