import { EventEmitter, once } from "node:events";
import type { BattleEvent } from "../contract";

/** An append-only list of events; every reader gets all of them, from the first, and then what comes. */
export interface EventLog {
  append(event: BattleEvent): void;
  read(): AsyncGenerator<BattleEvent>;
}

/** The log ends with `battle-end`. */
export function createEventLog(): EventLog {
  const events: BattleEvent[] = [];
  const grown = new EventEmitter().setMaxListeners(0);
  return {
    append(event) {
      events.push(event);
      grown.emit("append");
    },
    async *read() {
      for (let next = 0; ;) {
        const event = events[next];
        if (event === undefined) {
          await once(grown, "append");
          continue;
        }
        next++;
        yield event;
        if (event.event === "battle-end") return;
      }
    },
  };
}
