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

/** Resolves after so many milliseconds, or at once when the signal aborts. */
export function sleep(clock: Clock, milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const wake = () => {
      callOff();
      signal.removeEventListener("abort", wake);
      resolve();
    };
    const callOff = clock.after(milliseconds, wake);
    signal.addEventListener("abort", wake, { once: true });
    if (signal.aborted) wake();
  });
}
