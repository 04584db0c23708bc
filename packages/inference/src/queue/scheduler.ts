import { InferenceError } from "../engine/errors.ts";

/** The right to use one sequence of each of some models. */
export interface Admission {
  /** Gives back the sequence of one model. */
  release(model: string): void;
}

export interface AdmissionRequest {
  /** All of them are admitted together, or wait together. */
  readonly models: readonly string[];
  /** Whose turn it is; requests without one count as one user's. */
  readonly user: string;
  readonly signal: AbortSignal;
  /** Called when the place in line is first known and whenever it changes. */
  readonly onPosition?: (position: number, estimatedWaitMs: number | null) => void;
}

interface Ticket extends AdmissionRequest {
  readonly enter: (admission: Admission) => void;
  position: number;
}

interface SchedulerOptions {
  /** Free to use now: sequences of a model that is ready, 0 for one that is not. */
  capacity(model: string): number;
  /** Called for the models at the head of the line that have no capacity: bring them, if that can be. */
  wanted?(models: readonly string[]): void;
  /** Called when a model has answered. */
  left?(model: string): void;
  /** More than so many in line are refused. */
  readonly maxWaiting: number;
}

/** How much the newest admission weighs in the mean length of one. */
const NEWEST = 0.2;

/**
 * Admits requests to models. The user with the fewest running requests goes first, then who came first; a request for two models keeps its
 * place for both, so that neither a crowd of single requests nor one user's can starve it.
 */
export class Scheduler {
  readonly #options: SchedulerOptions;
  readonly #active = new Map<string, number>();
  readonly #activeOfUser = new Map<string, number>();
  readonly #meanMs = new Map<string, number>();
  #waiting: Ticket[] = [];

  constructor(options: SchedulerOptions) {
    this.#options = options;
  }

  active(model: string): number {
    return this.#active.get(model) ?? 0;
  }

  waiting(model: string): number {
    return this.#waiting.filter(({ models }) => models.includes(model)).length;
  }

  /**
   * Waits for a place.
   *
   * @returns Null when the signal ended the wait.
   * @throws InferenceError `queue-full` with the time after which to try again.
   */
  async enter(request: AdmissionRequest): Promise<Admission | null> {
    if (request.signal.aborted) return null;
    if (this.#waiting.length >= this.#options.maxWaiting) {
      const wait = this.#estimate(request, this.#waiting.length + 1);
      throw new InferenceError("queue-full", `${this.#waiting.length} answers are waiting already; try again soon.`, {
        retryAfterMs: wait ?? 5_000,
      });
    }
    return new Promise((resolve) => {
      const leave = () => {
        this.#waiting = this.#waiting.filter((other) => other !== ticket);
        resolve(null);
        this.serve();
      };
      const ticket: Ticket = {
        ...request,
        position: 0,
        enter: (admission) => {
          request.signal.removeEventListener("abort", leave);
          resolve(admission);
        },
      };
      this.#waiting.push(ticket);
      request.signal.addEventListener("abort", leave, { once: true });
      this.serve();
    });
  }

  /** Lets in whoever can enter now. Called when capacity has come. */
  serve(): void {
    const claimed = new Map<string, number>();
    const order = this.#waiting
      .map((ticket, index) => ({ ticket, index, active: this.#activeOfUser.get(ticket.user) ?? 0 }))
      .toSorted((one, other) => one.active - other.active || one.index - other.index);
    let admitted = false;
    for (const { ticket } of order) {
      const isFree = (model: string) => this.#options.capacity(model) - this.active(model) - (claimed.get(model) ?? 0) > 0;
      if (ticket.models.every(isFree)) {
        this.#admit(ticket);
        admitted = true;
        break;
      }
      for (const model of ticket.models) claimed.set(model, (claimed.get(model) ?? 0) + 1);
    }
    // An admission changes whose turn it is.
    if (admitted) return this.serve();
    const missing = order.flatMap(({ ticket }) => ticket.models).filter((model) => this.#options.capacity(model) === 0);
    if (missing.length > 0) this.#options.wanted?.([...new Set(missing)]);
    order.forEach(({ ticket }, index) => {
      if (ticket.position === index + 1) return;
      ticket.position = index + 1;
      ticket.onPosition?.(ticket.position, this.#estimate(ticket, ticket.position));
    });
  }

  #admit(ticket: Ticket): void {
    this.#waiting = this.#waiting.filter((other) => other !== ticket);
    const begun = performance.now();
    const held = new Set(ticket.models);
    for (const model of held) this.#active.set(model, this.active(model) + 1);
    this.#countUser(ticket.user, 1);
    ticket.enter({
      release: (model) => {
        if (!held.delete(model)) return;
        this.#active.set(model, this.active(model) - 1);
        if (held.size === 0) this.#countUser(ticket.user, -1);
        this.#options.left?.(model);
        const took = performance.now() - begun;
        const mean = this.#meanMs.get(model) ?? took;
        this.#meanMs.set(model, mean + NEWEST * (took - mean));
        this.serve();
      },
    });
  }

  #countUser(user: string, by: number): void {
    const running = (this.#activeOfUser.get(user) ?? 0) + by;
    if (running === 0) this.#activeOfUser.delete(user);
    else this.#activeOfUser.set(user, running);
  }

  /** Null as long as nobody has been served, since then nothing is known. */
  #estimate({ models }: AdmissionRequest, position: number): number | null {
    const waits = models.map((model) => {
      const mean = this.#meanMs.get(model);
      return mean === undefined ? null : (mean * position) / Math.max(1, this.#options.capacity(model));
    });
    return waits.includes(null) ? null : Math.max(0, ...waits.map((wait) => wait ?? 0));
  }
}
