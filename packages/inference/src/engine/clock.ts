/** Tells the time and waits. Tests bring their own, so that none of them sleeps. */
export interface Clock {
  /** Milliseconds; only differences mean anything. */
  now(): number;
  /** Calls once, after so many milliseconds. The function that it returns calls that off. */
  after(milliseconds: number, call: () => void): () => void;
}

export const systemClock: Clock = {
  now: () => performance.now(),
  after(milliseconds, call) {
    const timer = setTimeout(call, milliseconds);
    return () => clearTimeout(timer);
  },
};

/** Waits, or less where the signal ends it. */
export function pause(clock: Clock, milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      cancel();
      signal.removeEventListener("abort", end);
      resolve();
    };
    const cancel = clock.after(milliseconds, end);
    signal.addEventListener("abort", end, { once: true });
    if (signal.aborted) end();
  });
}
