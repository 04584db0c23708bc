import type { Clock } from "./clock.ts";
import type { Reservation } from "./engine.ts";
import type { InferenceError } from "./errors.ts";
import type { Scheduler } from "./scheduler.ts";

/** A sequence of a model that the scheduler has given. */
export interface Seat {
  /** When the request for it was made, by the clock. */
  readonly begun: number;
  readonly signal: AbortSignal | undefined;
  /** Gives it back; only the first call counts. */
  release(): void;
}

/** What an engine offers to reserve several models at once, of its own or together with those of other engines. */
export interface EngineAdmission {
  readonly scheduler: Scheduler;
  readonly clock: Clock;
  /** Why these models can never be used at once; null where they can. */
  conflictOf(modelIds: readonly string[]): InferenceError | null;
  /** Turns a seat into a reservation. */
  reservationOf(modelId: string, seat: Seat): Reservation;
}
