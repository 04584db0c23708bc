import { EventEmitter, once } from "node:events";
import type { TurnEvent } from "../contract";

/** An event with its position in the log, from 1. */
export type LoggedEvent = TurnEvent & { readonly id: number };

/** An append-only list of the events of a turn; every reader gets all of them after `lastId`, then the new ones. */
export interface EventLog {
  append(event: TurnEvent): void;
  read(lastId?: number): AsyncGenerator<LoggedEvent>;
}

/** The log ends with `battle-end`. */
export function createEventLog(): EventLog {
  const events: TurnEvent[] = [];
  const grown = new EventEmitter().setMaxListeners(0);
  return {
    append(event) {
      events.push(event);
      grown.emit("append");
    },
    async *read(lastId = 0) {
      for (let next = lastId; ;) {
        const event = events[next];
        if (event === undefined) {
          if (events.at(-1)?.event === "battle-end") return;
          await once(grown, "append");
          continue;
        }
        next++;
        yield { ...event, id: next };
        if (event.event === "battle-end") return;
      }
    },
  };
}
