"use client";

import { useCallback, useEffect, useRef } from "react";
import type { BattleState } from "./battle-state";

/** Brings what was asked for into view, and gives it the focus. */
function arriveAt(element: HTMLElement | null): void {
  element?.scrollIntoView({ block: "start" });
  element?.focus({ preventScroll: true });
}

/**
 * Where focus goes after the visitor acted here: to the turn that was asked, to the reveal after the vote. A conversation that is brought
 * back moves nothing.
 */
export function useArrivalFocus({ battleId, turns, vote }: BattleState) {
  const turnHeading = useRef<HTMLHeadingElement>(null);
  const revealHeading = useRef<HTMLHeadingElement>(null);
  const awaited = useRef<"turn" | "reveal" | null>(null);
  const isRevealed = vote !== null;
  useEffect(() => {
    if (awaited.current === "turn") arriveAt(turnHeading.current);
    else if (awaited.current === "reveal" && isRevealed) arriveAt(revealHeading.current);
    else return;
    awaited.current = null;
  }, [battleId, turns.length, isRevealed]);
  const awaitFocus = useCallback((place: "turn" | "reveal") => void (awaited.current = place), []);
  return { turnHeading, revealHeading, awaitFocus };
}
