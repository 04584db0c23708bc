"use client";

import { useSyncExternalStore } from "react";

const KEY = "llmlist-draft";
const readers = new Set<() => void>();

function subscribe(tell: () => void): () => void {
  readers.add(tell);
  return () => readers.delete(tell);
}

/** The prompt as it is typed. It lives in the tab's storage, so a reload or a failed send does not lose it. */
export function useDraft(): [string, (text: string) => void] {
  const text = useSyncExternalStore(
    subscribe,
    () => sessionStorage.getItem(KEY) ?? "",
    () => "",
  );
  return [text, writeDraft];
}

/** Replaces the draft; an empty text forgets it. */
export function writeDraft(text: string): void {
  if (text === "") sessionStorage.removeItem(KEY);
  else sessionStorage.setItem(KEY, text);
  for (const tell of readers) tell();
}
