import { EventEmitter, once } from "node:events";
import type { TurnEvent } from "../contract";

/** An event with its id: those of a later turn are higher, those of the first begin at 1. */
export type LoggedEvent = TurnEvent & { readonly id: number };

/** More than the events of any turn. */
const IDS_PER_TURN = 1_000_000;

/**
 * An append-only list of the events of a turn; every reader gets all of them after `lastId`, then the new ones. An id that is none of
 * this log, such as one of an earlier turn, begins at the first.
 */
export interface EventLog {
  append(event: TurnEvent): void;
  read(lastId?: number): AsyncGenerator<LoggedEvent>;
}

/**
 * The log ends with `battle-end`.
 *
 * @param turn Number of the turn, from 1.
 */
export function createEventLog(turn: number): EventLog {
  const before = (turn - 1) * IDS_PER_TURN;
  const events: TurnEvent[] = [];
  const grown = new EventEmitter().setMaxListeners(0);
  return {
    append(event) {
      events.push(event);
      grown.emit("append");
    },
    async *read(lastId = 0) {
      const had = lastId - before;
      for (let next = had > 0 && had <= events.length ? had : 0; ;) {
        const event = events[next];
        if (event === undefined) {
          if (events.at(-1)?.event === "battle-end") return;
          await once(grown, "append");
          continue;
        }
        next++;
        yield { ...event, id: before + next };
        if (event.event === "battle-end") return;
      }
    },
  };
}
