import { EventEmitter, once } from "node:events";
import type { BattleEvent, EndReason, Slot } from "../contract";
import { createIdentityFilter } from "./redact-identity";

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

/** Writes one slot's text into a log, with names taken out. */
export function slotWriter(
  log: EventLog,
  slot: Slot,
  words: readonly string[],
): { write(text: string): void; end(reason: EndReason): void } {
  const filter = createIdentityFilter(words);
  const write = (text: string) => {
    if (text !== "") log.append({ event: "slot-delta", data: { slot, text } });
  };
  return {
    write: (text) => write(filter.push(text)),
    end(reason) {
      write(filter.end());
      log.append({ event: "slot-end", data: { slot, reason } });
    },
  };
}
