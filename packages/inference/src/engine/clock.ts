/** The time, and timers. Tests bring their own, so that none of them sleeps. */
export interface Clock {
  /** Milliseconds; only differences mean anything. */
  now(): number;
  /**
   * Calls once, after so many milliseconds. The function that it returns cancels that.
   *
   * @param isBackground It does not keep the process alive.
   */
  after(milliseconds: number, call: () => void, isBackground?: boolean): () => void;
}

export const systemClock: Clock = {
  now: () => performance.now(),
  after(milliseconds, call, isBackground = false) {
    const timer = setTimeout(call, milliseconds);
    if (isBackground) timer.unref();
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
