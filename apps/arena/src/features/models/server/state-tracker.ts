import type { WorkerState } from "@llmlist/inference";

/** What everybody may know of a model's state. */
type PublicState = "ready" | "not-ready";

/** Milliseconds between two changes of a public state, at least. */
const PUBLIC_STATE_MS = 60_000;

interface Tracked {
  isReady: boolean;
  /** When it became ready, or ceased to be. */
  since: number;
  shown: PublicState;
  /** When the public state changed last; null before its first change. */
  shownAt: number | null;
}

/**
 * Watches the states of models. What the public sees changes at most once a minute, and an outage shorter than that is never seen: otherwise
 * somebody who polls could find out which model failed in a battle.
 */
export interface StateTracker {
  /** Takes the states as they are now. */
  update(states: ReadonlyMap<string, WorkerState>): void;
  publicState(id: string): PublicState;
  /** Milliseconds for which a model has been ready without a break; 0 where it is not ready. */
  readyForMs(id: string): number;
}

/** @param now Milliseconds of a clock that never goes back. */
export function createStateTracker(now: () => number): StateTracker {
  const models = new Map<string, Tracked>();
  const show = (tracked: Tracked, time: number) => {
    const actual: PublicState = tracked.isReady ? "ready" : "not-ready";
    if (actual === tracked.shown) return;
    const hasLasted = tracked.isReady || time - tracked.since >= PUBLIC_STATE_MS;
    const mayChange = tracked.shownAt === null || time - tracked.shownAt >= PUBLIC_STATE_MS;
    if (!hasLasted || !mayChange) return;
    tracked.shown = actual;
    tracked.shownAt = time;
  };
  return {
    update(states) {
      const time = now();
      for (const id of models.keys()) if (!states.has(id)) models.delete(id);
      for (const [id, state] of states) {
        const isReady = state === "ready";
        const tracked = models.get(id) ?? { isReady, since: time, shown: "not-ready", shownAt: null };
        models.set(id, tracked);
        if (tracked.isReady !== isReady) Object.assign(tracked, { isReady, since: time });
        show(tracked, time);
      }
    },
    publicState: (id) => models.get(id)?.shown ?? "not-ready",
    readyForMs(id) {
      const tracked = models.get(id);
      return tracked?.isReady ? now() - tracked.since : 0;
    },
  };
}
