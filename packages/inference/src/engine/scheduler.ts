import { InferenceError } from "./errors.ts";

/** The right to use sequences of some models. */
export interface Admission {
  /** Gives back one sequence of a model; more often than it has any is ignored. */
  release(model: string): void;
}

export interface AdmissionRequest {
  /** One sequence of each; a model that stands here twice gives two. All are admitted together, or wait together. */
  readonly models: readonly string[];
  /** Requests with the same user share one place in the order; requests without one count as one user's. */
  readonly user: string;
  readonly signal: AbortSignal;
  /** Called when the position in the queue is first known and whenever it changes; 1 is next. */
  readonly onPosition?: (position: number, estimatedWaitMs: number | null) => void;
}

/** Models of one source that one queued request needs. */
export interface ModelGroup {
  readonly models: readonly string[];
  /** They are loaded, and the request waits for a busy one: unloading any of them would make it wait again. */
  readonly isLoaded: boolean;
}

/** An engine, as the scheduler sees it. Model ids are unique over all sources of a scheduler. */
export interface CapacitySource {
  /** More requests for its models than this may not wait. */
  readonly maxWaiting: number;
  has(model: string): boolean;
  /** Sequences that may be in use now: all of a model that is ready, 0 of one that is not. */
  capacity(model: string): number;
  /** Called with the models that queued requests need, in the order in which they are to be served: load those that are not. */
  onMissing?(groups: readonly ModelGroup[]): void;
  /** Called when a sequence was given back. */
  onReleased?(model: string): void;
}

interface Ticket extends AdmissionRequest {
  readonly admit: (admission: Admission) => void;
  readonly reject: (error: unknown) => void;
  position: number;
}

/** What schedulers that were joined have in common. */
class Shared {
  readonly sources = new Set<CapacitySource>();
  readonly active = new Map<string, number>();
  readonly activeOfUser = new Map<string, number>();
  readonly meanMs = new Map<string, number>();
  waiting: Ticket[] = [];
  isServing = false;
  mustServeAgain = false;
  joinedInto: Shared | null = null;
}

/** How much the newest admission weighs in the mean length of one. */
const NEWEST = 0.2;

/**
 * Admits requests to models. The user with the fewest running requests goes first, then the oldest request. A request for several models takes all
 * of them in one step or none, so no two requests can wait for each other; while it waits for a busy model, later requests do not take the others.
 */
export class Scheduler {
  readonly #own = new Shared();

  constructor(source: CapacitySource) {
    this.#own.sources.add(source);
  }

  get #shared(): Shared {
    let shared = this.#own;
    while (shared.joinedInto) shared = shared.joinedInto;
    return shared;
  }

  /** Admits from now on with another scheduler in one order; what waits or runs in either goes on. Model ids must not collide. */
  join(other: Scheduler): void {
    const [into, from] = [this.#shared, other.#shared];
    if (into === from) return;
    for (const source of from.sources) into.sources.add(source);
    for (const [model, count] of from.active) into.active.set(model, count);
    for (const [model, mean] of from.meanMs) into.meanMs.set(model, mean);
    for (const [user, count] of from.activeOfUser) into.activeOfUser.set(user, (into.activeOfUser.get(user) ?? 0) + count);
    into.waiting.push(...from.waiting);
    from.waiting = [];
    from.joinedInto = into;
    this.serve();
  }

  /** Whether any source has a model of this id. */
  has(model: string): boolean {
    return this.#sourceOf(model) !== undefined;
  }

  active(model: string): number {
    return this.#shared.active.get(model) ?? 0;
  }

  waiting(model: string): number {
    return this.#shared.waiting.filter(({ models }) => models.includes(model)).length;
  }

  /**
   * Waits until all models of a request are free.
   *
   * @returns Null when the signal ended the wait.
   * @throws InferenceError `queue-full` with the time after which to try again.
   */
  async enter(request: AdmissionRequest): Promise<Admission | null> {
    if (request.signal.aborted) return null;
    this.#refuseOverflow(request);
    return new Promise((resolve, reject) => {
      const leave = () => {
        this.#drop(ticket);
        resolve(null);
        this.serve();
      };
      const ticket: Ticket = {
        ...request,
        position: 0,
        admit: (admission) => {
          request.signal.removeEventListener("abort", leave);
          resolve(admission);
        },
        reject: (error) => {
          request.signal.removeEventListener("abort", leave);
          reject(error);
        },
      };
      this.#shared.waiting.push(ticket);
      request.signal.addEventListener("abort", leave, { once: true });
      this.serve();
    });
  }

  /** Ends the wait of every request that needs a model, with an error. */
  withdraw(model: string, error: InferenceError): void {
    const withdrawn = this.#shared.waiting.filter(({ models }) => models.includes(model));
    for (const ticket of withdrawn) {
      this.#drop(ticket);
      ticket.reject(error);
    }
    if (withdrawn.length > 0) this.serve();
  }

  /** Admits every request that has capacity. Called when capacity has changed. */
  serve(): void {
    const shared = this.#shared;
    shared.mustServeAgain = true;
    if (shared.isServing) return;
    shared.isServing = true;
    try {
      while (shared.mustServeAgain) {
        shared.mustServeAgain = false;
        while (this.#admitNext()) continue;
        this.#requestMissing();
        this.#reportPositions();
      }
    } finally {
      shared.isServing = false;
    }
  }

  #order(): readonly Ticket[] {
    const { waiting, activeOfUser } = this.#shared;
    return waiting
      .map((ticket, index) => ({ ticket, index, active: activeOfUser.get(ticket.user) ?? 0 }))
      .toSorted((left, right) => left.active - right.active || left.index - right.index)
      .map(({ ticket }) => ticket);
  }

  /** Admits one request, after which the order may be another. */
  #admitNext(): boolean {
    const claimed = new Map<string, number>();
    for (const ticket of this.#order()) {
      const needed = countsOf(ticket.models);
      const isFree = ([model, count]: readonly [string, number]) =>
        this.#capacity(model) - this.active(model) - (claimed.get(model) ?? 0) >= count;
      if ([...needed].every(isFree)) {
        this.#admit(ticket);
        return true;
      }
      // A model that is not loaded may take long: meanwhile others use what this request needs besides.
      if (!this.#isLoaded(ticket)) continue;
      for (const [model, count] of needed) claimed.set(model, (claimed.get(model) ?? 0) + count);
    }
    return false;
  }

  #requestMissing(): void {
    const order = this.#order().map((ticket) => ({ ticket, isLoaded: this.#isLoaded(ticket) }));
    if (order.every(({ isLoaded }) => isLoaded)) return;
    for (const source of this.#shared.sources) {
      if (!source.onMissing) continue;
      const groups = order
        // Single requests for a loaded model wait for nothing that could be unloaded under them for long.
        .filter(({ ticket, isLoaded }) => !isLoaded || ticket.models.length > 1)
        .map(({ ticket, isLoaded }) => ({ models: [...new Set(ticket.models)].filter((model) => source.has(model)), isLoaded }))
        .filter(({ models }) => models.length > 0);
      if (groups.length > 0) source.onMissing(groups);
    }
  }

  #reportPositions(): void {
    const ahead: Ticket[] = [];
    for (const ticket of this.#order()) {
      const position = 1 + ahead.filter(({ models }) => models.some((model) => ticket.models.includes(model))).length;
      ahead.push(ticket);
      if (ticket.position === position) continue;
      ticket.position = position;
      ticket.onPosition?.(position, this.#estimate(ticket, position));
    }
  }

  #admit(ticket: Ticket): void {
    this.#drop(ticket);
    const begun = performance.now();
    const counts = countsOf(ticket.models);
    for (const [model, count] of counts) this.#shared.active.set(model, this.active(model) + count);
    this.#countUser(ticket.user, 1);
    ticket.admit({ release: (model) => this.#release(model, counts, ticket.user, begun) });
  }

  #release(model: string, counts: Map<string, number>, user: string, begun: number): void {
    const count = counts.get(model) ?? 0;
    if (count === 0) return;
    if (count === 1) counts.delete(model);
    else counts.set(model, count - 1);
    this.#shared.active.set(model, this.active(model) - 1);
    if (counts.size === 0) this.#countUser(user, -1);
    const took = performance.now() - begun;
    const mean = this.#shared.meanMs.get(model) ?? took;
    this.#shared.meanMs.set(model, mean + NEWEST * (took - mean));
    this.#sourceOf(model)?.onReleased?.(model);
    this.serve();
  }

  #drop(ticket: Ticket): void {
    const shared = this.#shared;
    shared.waiting = shared.waiting.filter((other) => other !== ticket);
  }

  #refuseOverflow(request: AdmissionRequest): void {
    for (const source of this.#shared.sources) {
      if (!request.models.some((model) => source.has(model))) continue;
      const waiting = this.#shared.waiting.filter(({ models }) => models.some((model) => source.has(model))).length;
      if (waiting < source.maxWaiting) continue;
      const retryAfterMs = this.#estimate(request, waiting + 1) ?? 5_000;
      throw new InferenceError("queue-full", `${waiting} requests are queued already; try again soon.`, { retryAfterMs });
    }
  }

  #sourceOf(model: string): CapacitySource | undefined {
    for (const source of this.#shared.sources) if (source.has(model)) return source;
    return undefined;
  }

  #capacity(model: string): number {
    return this.#sourceOf(model)?.capacity(model) ?? 0;
  }

  #isLoaded({ models }: AdmissionRequest): boolean {
    return models.every((model) => this.#capacity(model) > 0);
  }

  #countUser(user: string, by: number): void {
    const { activeOfUser } = this.#shared;
    const running = (activeOfUser.get(user) ?? 0) + by;
    if (running === 0) activeOfUser.delete(user);
    else activeOfUser.set(user, running);
  }

  /** Null as long as no request has ended, since then nothing is known. */
  #estimate({ models }: AdmissionRequest, position: number): number | null {
    const waits = models.map((model) => {
      const mean = this.#shared.meanMs.get(model);
      return mean === undefined ? null : (mean * position) / Math.max(1, this.#capacity(model));
    });
    return waits.includes(null) ? null : Math.max(0, ...waits.map((wait) => wait ?? 0));
  }
}

function countsOf(models: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const model of models) counts.set(model, (counts.get(model) ?? 0) + 1);
  return counts;
}
