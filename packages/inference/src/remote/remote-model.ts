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

/** A model that someone else runs. */
export interface RemoteModelOptions extends EndpointAddress {
  /** Its name there. */
  readonly model: string;
  /** Whether it accepts images; without this they are refused here. */
  readonly supportsImages?: boolean | undefined;
  /** Left out, it is told from what the endpoint says of itself. */
  readonly server?: ServerKind | undefined;
}

/** Looks whether a model is there: at first, after a request that found nobody, and again and again while it is not. */
export class RemoteModel implements EndpointModel {
  readonly #options: RemoteModelOptions & { readonly sequences: number };
  readonly #endpoint: Endpoint;
  readonly #clock: Clock;
  readonly #changed: () => void;
  readonly #closed = new AbortController();
  #state: WorkerState = "starting";
  #failure = new InferenceError("remote-failed", "The endpoint has not answered yet.");
  #ready: ReadyModel | null = null;
  #failures = 0;
  #isLooking = false;
  #cancel = () => {};
  readonly residentBytes = null;
  readonly restarts = 0;

  constructor(options: RemoteModelOptions & { readonly sequences: number }, clock: Clock, changed: () => void) {
    this.#options = options;
    this.#endpoint = new Endpoint(options);
    this.#clock = clock;
    this.#changed = changed;
    void this.#look();
  }

  get state(): WorkerState {
    return this.#state;
  }

  get reason(): string | null {
    return this.#state === "failed" ? this.#failure.message : null;
  }

  get info(): ModelInfo | null {
    return this.ready?.info ?? null;
  }

  get ready(): ReadyModel | null {
    return this.#state === "ready" ? this.#ready : null;
  }

  failure(): InferenceError {
    // A new error for each request, which is none of the endpoint's: it is not tried again.
    const { code, message } = this.#failure;
    return new InferenceError(code, message);
  }

  unanswered(error: EndpointError): InferenceError {
    void this.#look();
    return error;
  }

  async close(): Promise<void> {
    this.#failure = new InferenceError("closed", "The engine is closed.");
    this.#state = "closed";
    this.#cancel();
    this.#closed.abort();
    this.#changed();
  }

  async #look(): Promise<void> {
    if (this.#isLooking || this.#state === "closed") return;
    this.#isLooking = true;
    this.#cancel();
    const late = new AbortController();
    const cancel = this.#clock.after(ANSWER_MS, () => late.abort());
    const { model, server, sequences, supportsImages = false } = this.#options;
    try {
      const signal = AbortSignal.any([late.signal, this.#closed.signal]);
      const { kind, info } = await describeModel(this.#endpoint, { model, server, sequences, device: "remote" }, signal);
      const name = { kind, model, supportsImages };
      this.#ready = { endpoint: this.#endpoint, name, info, sha256: null, templateSha256: sha256OfTemplate(info.chatTemplate) };
      this.#failures = 0;
      this.#setState("ready");
    } catch (error) {
      this.#failures++;
      const known = InferenceError.isInstance(error) ? error : null;
      this.#setState("failed", known ?? new InferenceError("timeout", `The endpoint did not say within ${ANSWER_MS} ms what it is.`));
      if (!this.#closed.signal.aborted) this.#cancel = this.#clock.after(backOff(this.#failures), () => void this.#look());
    } finally {
      cancel();
      this.#isLooking = false;
    }
  }

  #setState(state: WorkerState, failure: InferenceError = this.#failure): void {
    if (this.#state === "closed") return;
    this.#failure = failure;
    this.#state = state;
    this.#changed();
  }
}
