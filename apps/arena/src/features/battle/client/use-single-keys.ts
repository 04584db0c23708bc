"use client";

import { useSyncExternalStore } from "react";

const KEY = "llmlist-single-keys";
const listeners = new Set<() => void>();

function subscribe(notify: () => void): () => void {
  listeners.add(notify);
  window.addEventListener("storage", notify);
  return () => {
    listeners.delete(notify);
    window.removeEventListener("storage", notify);
  };
}

const read = () => localStorage.getItem(KEY) !== "off";

function write(isOn: boolean): void {
  if (isOn) localStorage.removeItem(KEY);
  else localStorage.setItem(KEY, "off");
  for (const notify of listeners) notify();
}

/** Whether single keys act on the page, and how to switch them: speech input types letters that nobody meant (WCAG 2.1.4). */
export const useSingleKeys = (): [isOn: boolean, write: (isOn: boolean) => void] => [
  useSyncExternalStore(subscribe, read, () => true),
  write,
];
