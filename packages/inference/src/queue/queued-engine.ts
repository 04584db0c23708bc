import type { Clock } from "../engine/clock.ts";
import type { Conversation, Engine, GenerateRequest, GenerationEvent, Limits, Reservation, ScoredText } from "../engine/engine.ts";
import type { ModelInfo, ModelStats, ScoreRequest, TokenizeOptions, WorkerState } from "../engine/engine.ts";
import { InferenceError } from "../engine/errors.ts";
import { type AttemptEvent, attemptOf, type Explanation, TRIES, untilBegun } from "./attempts.ts";
import { type ModelEntry, ModelTable, type QueuedModel } from "./model-table.ts";
import { type QueuedRequest, RequestQueue } from "./request-queue.ts";
import type { EngineAdmission, Seat } from "../engine/admission.ts";
import { conflictOf, reserveTogether } from "./reserve-together.ts";
import type { ModelGroup, Scheduler } from "../engine/scheduler.ts";

export type { AttemptEvent } from "./attempts.ts";
export type { QueuedModel } from "./model-table.ts";

const MAX_WAITING = 256;
const SHORT_TASK_MS = 60_000;
const brief: Limits = { timeoutMs: SHORT_TASK_MS };
/** A failed model admits, so that its reason is told at once and not after a wait. */
const ADMITTING: ReadonlySet<WorkerState> = new Set(["ready", "failed", "closed"]);

/** What a model does, each in a sequence that is admitted already. */
export interface ModelWork<Model> {
  /** One attempt at an answer. An abort ends it as `aborted`. */
  answer(model: Model, request: GenerateRequest, ended: AbortSignal): AsyncIterable<AttemptEvent>;
  score(model: Model, request: ScoreRequest, ended: AbortSignal): Promise<ScoredText>;
  tokenize(model: Model, text: string | Conversation, options: TokenizeOptions, ended: AbortSignal): Promise<readonly number[]>;
  detokenize(model: Model, tokens: readonly number[], ended: AbortSignal): Promise<string>;
  /** Left out where the engine cannot tell. */
  promptText?(model: Model, conversation: Conversation, ended: AbortSignal): Promise<string>;
  embed(model: Model, texts: readonly (string | readonly number[])[], ended: AbortSignal): Promise<readonly (readonly number[])[]>;
  explain(model: Model, error: unknown, attempt: number): Explanation;
}

/** Limits of an engine beyond its sequences, such as a memory budget. */
export interface ModelLimits {
  /** Whether new requests may go to a model. */
  admits?(modelId: string): boolean;
  /** Why these models can never be used at once; null where they can. */
  conflictOf?(modelIds: readonly string[]): InferenceError | null;
  /** Called with the models that queued requests need, first the one to be served first. */
  onMissing?(groups: readonly ModelGroup[]): void;
  /** Called when an answer has ended. */
  onReleased?(modelId: string): void;
  /** Called once, when the engine closes. */
  onClosed?(): void;
}

export interface QueuedEngineOptions<Model> {
  /** For its own errors: "The engine". */
  readonly name: string;
  /** Requests to a model at once; more are queued. */
  readonly sequences: number;
  /** Requests that may be queued; 256 by default. */
  readonly maxWaiting?: number | undefined;
  readonly clock: Clock;
  readonly work: ModelWork<Model>;
  readonly limits?: ModelLimits;
}

/**
 * The part of an engine that does not depend on how its models run: a queue with positions and a fair order, time limits, attempts, reservations,
 * figures, and models that are added and removed.
 */
export class QueuedEngine<Model extends QueuedModel> implements Engine {
  readonly #options: QueuedEngineOptions<Model>;
  readonly #models = new ModelTable<Model>();
  readonly #queue: RequestQueue;
  readonly #admission: EngineAdmission;

  constructor(options: QueuedEngineOptions<Model>) {
    const { sequences, maxWaiting = MAX_WAITING, clock, limits = {} } = options;
    this.#options = options;
    const source = {
      maxWaiting,
      has: (id: string) => this.#models.has(id),
      capacity: (id: string) => (this.#admits(id) ? sequences : 0),
      onMissing: (groups: readonly ModelGroup[]) => limits.onMissing?.(groups),
      onReleased: (id: string) => {
        limits.onReleased?.(id);
        this.#models.notify();
      },
    };
    this.#queue = new RequestQueue(source, clock);
    this.#admission = {
      scheduler: this.#queue.scheduler,
      clock,
      conflictOf: (ids) => this.#queue.closed ?? overbooked(ids, sequences) ?? limits.conflictOf?.(ids) ?? null,
      reservationOf: (id, seat) => this.#reservationOf(id, seat),
    };
  }

  get scheduler(): Scheduler {
    return this.#queue.scheduler;
  }

  /** Requests of a model that are being answered. */
  active(modelId: string): number {
    return this.scheduler.active(modelId);
  }

  /** Must be called whenever a model has changed, or what its limits say. */
  changed(): void {
    this.#models.notify();
    this.scheduler.serve();
  }

  /** A value of each model that has one. */
  table<Value>(read: (model: Model, id: string) => Value | null): Map<string, Value> {
    return this.#models.table(({ model }, id) => read(model, id));
  }

  /** @throws InferenceError `closed`, or `bad-request` where this engine, or one that it is joined with, has a model of this id. */
  mustBeNew(modelId: string): void {
    if (this.#queue.closed) throw this.#queue.closed;
    if (!this.scheduler.has(modelId)) return;
    throw new InferenceError("bad-request", `There is already a model "${modelId}"; choose another id.`);
  }

  /** Admits requests to one more model from now on. */
  addModel(modelId: string, model: Model): void {
    this.#models.add(modelId, model);
    this.changed();
  }

  /**
   * Takes a model out: requests that wait for it get `unknown-model`, those that run finish. Then it is closed.
   *
   * @throws InferenceError `unknown-model`.
   */
  async removeModel(modelId: string): Promise<void> {
    const removed = this.#models.remove(modelId, () => this.active(modelId) === 0);
    this.scheduler.withdraw(modelId, new InferenceError("unknown-model", `The model "${modelId}" was removed.`));
    this.changed();
    await removed;
    this.changed();
  }

  async *generate(modelId: string, request: GenerateRequest): AsyncGenerator<GenerationEvent> {
    this.#models.get(modelId);
    const queued = this.#queue.begin(request);
    try {
      yield* this.#attempts(modelId, request, queued, this.#enqueue(modelId, request, queued));
    } finally {
      queued.release();
    }
  }

  async logLikelihood(modelId: string, request: ScoreRequest): Promise<ScoredText> {
    return this.#runTask(modelId, request, (model, ended) => this.#options.work.score(model, request, ended));
  }

  async tokenize(modelId: string, text: string | Conversation, options: TokenizeOptions): Promise<readonly number[]> {
    return this.#runTask(modelId, brief, (model, ended) => this.#options.work.tokenize(model, text, options, ended));
  }

  async detokenize(modelId: string, tokens: readonly number[]): Promise<string> {
    return this.#runTask(modelId, brief, (model, ended) => this.#options.work.detokenize(model, tokens, ended));
  }

  async promptText(modelId: string, conversation: Conversation): Promise<string> {
    return this.#runTask(modelId, brief, async (model, ended) => {
      const { work } = this.#options;
      if (!work.promptText) throw new InferenceError("unsupported", "This engine does not tell what its prompts are.");
      return work.promptText(model, conversation, ended);
    });
  }

  async embed(modelId: string, texts: readonly (string | readonly number[])[]): Promise<readonly (readonly number[])[]> {
    return this.#runTask(modelId, brief, (model, ended) => this.#options.work.embed(model, texts, ended));
  }

  async info(modelId: string): Promise<ModelInfo> {
    const { info } = this.#models.get(modelId).model;
    if (info) return info;
    return this.#runTask(modelId, brief, async (model) => {
      if (model.info) return model.info;
      throw model.failure();
    });
  }

  reserveTogether: Engine["reserveTogether"] = (modelIds, limits) => reserveTogether((id) => this.admissionOf(id), modelIds, limits);

  canRunTogether(modelIds: readonly string[]): boolean {
    return conflictOf((id) => this.admissionOf(id), modelIds) === null;
  }

  admissionOf(modelId: string): EngineAdmission {
    this.#models.get(modelId);
    return this.#admission;
  }

  stats(): ReadonlyMap<string, ModelStats> {
    return this.#models.stats((id) => ({ active: this.active(id), waiting: this.scheduler.waiting(id) }));
  }

  states(): ReadonlyMap<string, WorkerState> {
    return this.table(({ state }) => state);
  }

  reasons(): ReadonlyMap<string, string> {
    return this.table(({ reason }) => reason);
  }

  whenReady(): Promise<void> {
    return this.#models.whenReady();
  }

  async close(): Promise<void> {
    const closed = this.#queue.close(this.#options.name);
    for (const id of this.#models.ids) this.scheduler.withdraw(id, closed);
    this.#options.limits?.onClosed?.();
    await this.#models.close();
    this.changed();
  }

  #admits(modelId: string): boolean {
    const state = this.#models.find(modelId)?.model.state;
    return state !== undefined && ADMITTING.has(state) && this.#options.limits?.admits?.(modelId) !== false;
  }

  /** An answer that waits for a sequence of its own. */
  #enqueue(modelId: string, request: GenerateRequest, queued: QueuedRequest): AsyncGenerator<GenerationEvent> {
    this.#models.get(modelId);
    return this.#queue.answer(modelId, request, queued, () => this.#attempt(this.#models.get(modelId), request, queued));
  }

  #attempt(entry: ModelEntry<Model>, request: GenerateRequest, { ended }: QueuedRequest): AsyncGenerator<GenerationEvent> {
    const { work, clock } = this.#options;
    return attemptOf(entry, request, (...parameters) => work.answer(...parameters), { ended, clock });
  }

  #attempts(
    modelId: string,
    request: GenerateRequest,
    queued: QueuedRequest,
    first: AsyncIterable<GenerationEvent>,
    { model } = this.#models.get(modelId),
  ): AsyncGenerator<GenerationEvent> {
    const { work, clock } = this.#options;
    const explain = (error: unknown, attempt: number) => work.explain(model, error, attempt);
    return untilBegun(first, () => this.#enqueue(modelId, request, queued), explain, { ended: queued.ended, clock });
  }

  /** Work with one result, in a sequence of its own. */
  async #runTask<Value>(modelId: string, limits: Limits, work: (model: Model, ended: AbortSignal) => Promise<Value>): Promise<Value> {
    const { model } = this.#models.get(modelId);
    try {
      return await this.#queue.runTask(modelId, limits, async (ended) => {
        if (model.state !== "ready") throw model.failure();
        return work(model, ended);
      });
    } catch (error) {
      throw this.#options.work.explain(model, error, TRIES).error;
    }
  }

  #reservationOf(modelId: string, seat: Seat): Reservation {
    const entry = this.#models.get(modelId);
    let isUnused = true;
    const use = (): boolean => {
      seat.signal?.removeEventListener("abort", release);
      const wasUnused = isUnused;
      isUnused = false;
      return wasUnused;
    };
    const release = () => void (use() && seat.release());
    seat.signal?.addEventListener("abort", release, { once: true });
    if (seat.signal?.aborted) release();
    return { modelId, release, generate: (request) => this.#answerInSeat(entry, { modelId, request, seat, use }) };
  }

  async *#answerInSeat(
    entry: ModelEntry<Model>,
    { modelId, request, seat, use }: { modelId: string; request: GenerateRequest; seat: Seat; use: () => boolean },
  ): AsyncGenerator<GenerationEvent> {
    if (!use()) {
      if (!seat.signal?.aborted) throw new InferenceError("bad-request", `The reservation of ${modelId} was used or released before.`);
      return yield this.#queue.abortedBefore(seat.begun);
    }
    try {
      const signals = [seat.signal, request.signal].filter((signal) => signal !== undefined);
      const queued = this.#queue.begin({ ...request, signal: AbortSignal.any(signals) }, seat.begun);
      const inSeat = releasing(this.#queue.timed(queued, this.#attempt(entry, request, queued)), seat);
      try {
        yield* this.#attempts(modelId, request, queued, inSeat, entry);
      } finally {
        queued.release();
      }
    } finally {
      seat.release();
    }
  }
}

/** Gives the seat back before what follows, such as another attempt that waits for a seat of its own. */
async function* releasing(events: AsyncIterable<GenerationEvent>, seat: Seat): AsyncGenerator<GenerationEvent> {
  try {
    yield* events;
  } finally {
    seat.release();
  }
}

/** Why a list asks for more sequences of one model than there are; null where it does not. */
function overbooked(ids: readonly string[], sequences: number): InferenceError | null {
  const id = ids.find((one) => ids.filter((other) => other === one).length > sequences);
  if (id === undefined) return null;
  const wanted = ids.filter((other) => other === id).length;
  return new InferenceError("bad-request", `${id} answers ${sequences} conversations at once, but ${wanted} were asked for together.`);
}
