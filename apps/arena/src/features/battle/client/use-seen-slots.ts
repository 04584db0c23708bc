"use client";

import { useCallback, useState } from "react";
import { type Slot, slots } from "@/domain/slot";
import { useIsNarrow } from "@/features/conversation";

/**
 * Which answer of the newest turn the voter has not looked at: on a phone one pane is seen at a time, and a vote on an answer that was never
 * opened is none. Null where both were seen, or stand side by side.
 *
 * @param turn Number of the newest turn.
 */
export function useSeenSlots(turn: number): { readonly unseen: Slot | null; readonly onShown: (slot: string) => void } {
  const isNarrow = useIsNarrow();
  const [shown, setShown] = useState<{ readonly turn: number; readonly slots: readonly string[] }>({ turn: 0, slots: [] });
  const onShown = useCallback(
    (slot: string) =>
      setShown((known) => {
        const before = known.turn === turn ? known.slots : [];
        return before.includes(slot) ? known : { turn, slots: [...before, slot] };
      }),
    [turn],
  );
  // The first pane is what a narrow page begins with.
  const [, ...others] = slots;
  const unseen = isNarrow ? (others.find((slot) => shown.turn !== turn || !shown.slots.includes(slot)) ?? null) : null;
  return { unseen, onShown };
}
