"use client";

import { useCallback, useEffect, useRef } from "react";
import type { BattleState } from "./battle-state";

/** Scrolls the element into view and focuses it. */
function scrollAndFocus(element: HTMLElement | null): void {
  element?.scrollIntoView({ block: "start" });
  element?.focus({ preventScroll: true });
}

/**
 * Moves the focus after an action of the visitor: to the new turn after a prompt, to the reveal after a vote. A conversation that is loaded
 * from its address moves no focus.
 */
export function useFocusAfterAction({ battleId, turns, vote }: BattleState) {
  const turnHeading = useRef<HTMLHeadingElement>(null);
  const revealHeading = useRef<HTMLHeadingElement>(null);
  const awaited = useRef<"turn" | "reveal" | null>(null);
  const isRevealed = vote !== null;
  useEffect(() => {
    if (awaited.current === "turn") scrollAndFocus(turnHeading.current);
    else if (awaited.current === "reveal" && isRevealed) scrollAndFocus(revealHeading.current);
    else return;
    awaited.current = null;
  }, [battleId, turns.length, isRevealed]);
  const awaitFocus = useCallback((target: "turn" | "reveal") => void (awaited.current = target), []);
  return { turnHeading, revealHeading, awaitFocus };
}
