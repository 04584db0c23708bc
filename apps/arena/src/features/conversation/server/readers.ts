/** Who reads the events of a turn. */
export interface Readers {
  /** The same events, read by one more until they end or the reader leaves; leaving waits for no further event. */
  count<Event>(events: AsyncIterable<Event>): AsyncIterable<Event>;
  /** Calls once there has been nobody for so long, now or later. Returns what ends the watch. */
  whenNone(milliseconds: number, onNone: () => void): () => void;
}

export function createReaders(): Readers {
  let present = 0;
  let watch: { readonly milliseconds: number; readonly onNone: () => void } | null = null;
  let timer: NodeJS.Timeout | undefined;
  const update = () => {
    clearTimeout(timer);
    if (watch && present === 0) timer = setTimeout(watch.onNone, watch.milliseconds);
  };
  const move = (change: number) => {
    present += change;
    update();
  };
  return {
    count: (events) => ({ [Symbol.asyncIterator]: () => presentIterator(events[Symbol.asyncIterator](), move) }),
    whenNone(milliseconds, onNone) {
      watch = { milliseconds, onNone };
      update();
      return () => {
        watch = null;
        update();
      };
    },
  };
}

/** A generator could be left only at its next event. */
function presentIterator<Event>(inner: AsyncIterator<Event>, move: (change: number) => void): AsyncIterator<Event> {
  let isPresent = true;
  move(1);
  const leave = () => {
    if (isPresent) move(-1);
    isPresent = false;
  };
  return {
    async next() {
      try {
        const next = await inner.next();
        if (next.done) leave();
        return next;
      } catch (error) {
        leave();
        throw error;
      }
    },
    async return() {
      leave();
      void inner.return?.();
      return { done: true, value: undefined };
    },
  };
}
