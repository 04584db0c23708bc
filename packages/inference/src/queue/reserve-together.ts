import type { EngineAdmission } from "../engine/admission.ts";
import type { Reservation, ReserveLimits } from "../engine/engine.ts";
import { InferenceError } from "../engine/errors.ts";
import { waitForSeats } from "./wait-for-seats.ts";

/** Why models of one or several engines can never be used at once; null where they can. Duplicates count as often as they stand there. */
export function conflictOf(admissionOf: (modelId: string) => EngineAdmission, modelIds: readonly string[]): InferenceError | null {
  const byEngine = new Map<EngineAdmission, string[]>();
  for (const id of modelIds) {
    const admission = admissionOf(id);
    byEngine.set(admission, [...(byEngine.get(admission) ?? []), id]);
  }
  for (const [admission, ids] of byEngine) {
    const conflict = admission.conflictOf(ids);
    if (conflict) return conflict;
  }
  return null;
}

/**
 * Waits for a sequence of each of several models, whichever engines have them; all are taken in one step.
 *
 * @param admissionOf The engine of a model; throws for one that there is not.
 * @throws InferenceError `unknown-model`, `insufficient-memory` or `bad-request` at once; `queue-full` or `timeout`; an `AbortError` when the
 * signal ends the wait.
 */
export async function reserveTogether(
  admissionOf: (modelId: string) => EngineAdmission,
  modelIds: readonly string[],
  { user, signal, queueTimeoutMs, onPosition }: ReserveLimits,
): Promise<readonly Reservation[]> {
  const admissions = modelIds.map((id) => ({ id, admission: admissionOf(id) }));
  const [first] = admissions;
  if (!first) throw new InferenceError("bad-request", "Name at least one model to reserve.");
  const conflict = conflictOf(admissionOf, modelIds);
  if (conflict) throw conflict;
  const { scheduler, clock } = first.admission;
  const begun = clock.now();
  const ended = signal ?? new AbortController().signal;
  const limits = { ended, ...(user === undefined ? {} : { user }), ...(queueTimeoutMs === undefined ? {} : { queueTimeoutMs }) };
  const waiting = waitForSeats(scheduler, clock, modelIds, limits);
  let next = await waiting.next();
  for (; !next.done; next = await waiting.next()) onPosition?.(next.value.position);
  const given = next.value;
  if (!given) throw new DOMException("The wait was aborted.", "AbortError");
  return admissions.map(({ id, admission }) => {
    let isReserved = true;
    const release = () => {
      if (isReserved) given.release(id);
      isReserved = false;
    };
    return admission.reservationOf(id, { begun, signal, release });
  });
}
