import { AsyncQueue } from "@llmlist/inference";
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
  const events: LoggedEvent[] = [];
  const readers = new Set<AsyncQueue<LoggedEvent>>();
  const isEnd = ({ event }: TurnEvent) => event === "battle-end";
  const give = (reader: AsyncQueue<LoggedEvent>, event: LoggedEvent) => {
    reader.push(event);
    if (isEnd(event)) reader.end();
  };
  return {
    append(event) {
      const logged = { ...event, id: before + events.length + 1 };
      events.push(logged);
      for (const reader of readers) give(reader, logged);
    },
    async *read(lastId = 0) {
      const had = lastId - before;
      const reader = new AsyncQueue<LoggedEvent>();
      for (const event of events.slice(had > 0 && had <= events.length ? had : 0)) give(reader, event);
      // Who had all of a turn that has ended gets nothing more.
      if (events.some(isEnd)) reader.end();
      readers.add(reader);
      try {
        yield* reader;
      } finally {
        readers.delete(reader);
      }
    },
  };
}
