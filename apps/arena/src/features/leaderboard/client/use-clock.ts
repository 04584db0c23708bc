"use client";

import { useEffect, useState } from "react";

const TICK_MS = 5_000;

/**
 * The time, in milliseconds. The first paint shows the server's, so that the page is the same on both sides; the browser's own clock may be
 * seconds further, or off.
 */
export function useClock(serverNow: number): number {
  const [now, setNow] = useState(serverNow);
  useEffect(() => {
    const ahead = serverNow - Date.now();
    const timer = setInterval(() => setNow(Date.now() + ahead), TICK_MS);
    return () => clearInterval(timer);
  }, [serverNow]);
  return now;
}
