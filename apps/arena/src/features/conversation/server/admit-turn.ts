import { type Engine, InferenceError, type Reservation } from "@llmlist/inference";
import { slots } from "@/domain/slot";
import type { TurnTicket } from "@/server/limits/admission";
import type { StartedTurn } from "./live-turns";

/** Shorter than the lease of a turn that waits. */
const QUEUE_TIMEOUT_MS = 120_000;

/**
 * Waits until the address may use models, then for all models of the turn as one request. Position 0 is announced only to those that had
 * to wait.
 *
 * @throws InferenceError `timeout` after two minutes.
 */
export async function admitTurn(
  engine: Pick<Engine, "reserveTogether">,
  { user, slots: requested }: StartedTurn,
  { ticket, signal, notifyPosition }: { ticket: TurnTicket; signal: AbortSignal; notifyPosition: (position: number) => void },
): Promise<readonly Reservation[]> {
  const begun = performance.now();
  let hasWaited = false;
  const onPosition = (position: number) => {
    hasWaited ||= position > 0;
    notifyPosition(position);
  };
  const late = AbortSignal.timeout(QUEUE_TIMEOUT_MS);
  await ticket.whenAllowed(AbortSignal.any([signal, late]), onPosition).catch((error: unknown) => {
    throw late.aborted && !signal.aborted ? new InferenceError("timeout", "The turn waited too long for its address to be free.") : error;
  });
  signal.throwIfAborted();
  const ids = slots.map((slot) => requested[slot].contestantId);
  const queueTimeoutMs = Math.max(1, QUEUE_TIMEOUT_MS - (performance.now() - begun));
  const reservations = await engine.reserveTogether(ids, { user: ticket.user ?? user, signal, queueTimeoutMs, onPosition });
  ticket.begin();
  if (hasWaited) notifyPosition(0);
  return reservations;
}
