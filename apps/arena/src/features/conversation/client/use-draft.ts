"use client";

import { useSyncExternalStore } from "react";

const KEY = "llmlist-draft";
const LAST_KEY = "llmlist-last-prompt";
const listeners = new Set<() => void>();

function subscribe(notify: () => void): () => void {
  listeners.add(notify);
  return () => listeners.delete(notify);
}

const readDraft = () => sessionStorage.getItem(KEY) ?? "";

/** The prompt as it is typed. The tab's storage keeps it, so a reload, a refused turn or a full conversation does not lose it. */
export function useDraft(): [string, (text: string) => void] {
  return [useSyncExternalStore(subscribe, readDraft, () => ""), writeDraft];
}

/** Replaces the draft; an empty text forgets it. */
export function writeDraft(text: string): void {
  if (text === "") sessionStorage.removeItem(KEY);
  else sessionStorage.setItem(KEY, text);
  for (const notify of listeners) notify();
}

/** Forgets the draft once the server has it; a text that was typed since stays. */
export function forgetDraft(sent: string): void {
  sessionStorage.setItem(LAST_KEY, sent);
  if (readDraft() === sent) writeDraft("");
}

/** The prompt that was sent last from this tab; empty before the first. */
export const readLastPrompt = (): string => sessionStorage.getItem(LAST_KEY) ?? "";
