import { ArenaError } from "@/server/http/problem";
import type { Limits } from "../../../limits.mjs";

/** A turn's entry in the queue of this process, from its request to the end of its answers. Without one nothing is written. */
export interface TurnTicket {
  /** Whose turns wait behind each other for models; null: those of a session. */
  readonly user: string | null;
  /**
   * Resolves when the address may use models for one more turn.
   *
   * @param onPosition Told how many turns of this address come first, and this one, when that changes.
   * @throws the signal's reason when it aborts.
   */
  whenAllowed(signal: AbortSignal, onPosition: (position: number) => void): Promise<void>;
  /** The turn has its models and waits no longer. */
  begin(): void;
  /** Gives the entry back. Further calls do nothing. */
  leave(): void;
}

/** Who may wait for models and who may use them. Models are a process's own, and so is this. */
export interface Admission {
  /** @throws ArenaError `queue-full` where too many turns of the address, or of all, wait. */
  enter(addressKey: string): TurnTicket;
}

type Ceilings = Pick<Limits, "address-running-turns" | "address-waiting-turns" | "total-waiting-turns">;

/** About the time in which a turn ends and another begins. */
const RETRY_AFTER_S = 10;

interface Entry {
  state: "waiting" | "allowed" | "running";
  allow(): void;
  notifyPosition(position: number): void;
}

/**
 * An address uses models for a few turns at once, so that one that asks for many leaves room for all others; its further turns wait in a
 * line of their own.
 */
export function createAdmission(ceilings: Ceilings): Admission {
  const addresses = new Map<string, Entry[]>();
  let waiting = 0;

  const isUsing = ({ state }: Entry) => state !== "waiting";
  const moveUp = (entries: readonly Entry[]) => {
    const line = entries.filter((entry) => !isUsing(entry));
    const free = Math.max(0, ceilings["address-running-turns"] - entries.filter(isUsing).length);
    for (const entry of line.slice(0, free)) entry.allow();
    line.slice(free).forEach((entry, index) => entry.notifyPosition(index + 1));
  };
  return {
    enter(addressKey) {
      const entries = addresses.get(addressKey) ?? [];
      const ownWaiting = entries.filter(({ state }) => state !== "running").length;
      if (ownWaiting >= ceilings["address-waiting-turns"] || waiting >= ceilings["total-waiting-turns"]) {
        throw new ArenaError("queue-full", "Too many battles wait for a model; try again in a few seconds.", {
          retryAfterS: RETRY_AFTER_S,
        });
      }
      let allow = () => {};
      const allowed = new Promise<void>((resolve) => (allow = resolve));
      const entry: Entry = {
        state: "waiting",
        allow() {
          entry.state = "allowed";
          allow();
        },
        notifyPosition: () => {},
      };
      addresses.set(addressKey, entries);
      entries.push(entry);
      waiting++;
      moveUp(entries);
      return {
        user: addressKey,
        async whenAllowed(signal, onPosition) {
          entry.notifyPosition = onPosition;
          moveUp(entries);
          await untilAborted(allowed, signal);
        },
        begin() {
          if (entry.state !== "running" && entries.includes(entry)) waiting--;
          entry.state = "running";
        },
        leave() {
          if (!entries.includes(entry)) return;
          if (entry.state !== "running") waiting--;
          entries.splice(entries.indexOf(entry), 1);
          // A request that failed meanwhile may go on behind its answer.
          allow();
          if (entries.length === 0) addresses.delete(addressKey);
          else moveUp(entries);
        },
      };
    },
  };
}

function untilAborted(promise: Promise<void>, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason as Error);
    if (signal.aborted) return abort();
    signal.addEventListener("abort", abort, { once: true });
    void promise.then(() => {
      signal.removeEventListener("abort", abort);
      resolve();
    });
  });
}

/** The entry of a turn that waits for models alone. */
export const unlimitedTicket: TurnTicket = { user: null, whenAllowed: async () => {}, begin: () => {}, leave: () => {} };

/** For an arena without limits. */
export const noAdmission: Admission = { enter: () => unlimitedTicket };
