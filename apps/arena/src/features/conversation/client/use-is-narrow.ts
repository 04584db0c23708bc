"use client";

import { useSyncExternalStore } from "react";

/** Tailwind's `max-md`: the panes form a row that scrolls. */
const NARROW = "(width < 48rem)";

function subscribe(notify: () => void): () => void {
  const query = window.matchMedia(NARROW);
  query.addEventListener("change", notify);
  return () => query.removeEventListener("change", notify);
}

/** Whether the page is as narrow as a phone. */
export const useIsNarrow = (): boolean =>
  useSyncExternalStore(
    subscribe,
    () => window.matchMedia(NARROW).matches,
    () => false,
  );
