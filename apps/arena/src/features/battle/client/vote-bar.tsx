"use client";

import { useTranslations } from "next-intl";
import { useEffect, useRef } from "react";
import type { Outcome } from "@/domain/outcome";
import type { Slot } from "@/domain/slot";
import { Button } from "@/ui/button";
import { Kbd } from "@/ui/kbd";
import { type BattleState, canVoteEarly, isOpen, isRunning, uncountedReason } from "./battle-state";
import { useSingleKeys } from "./use-single-keys";
import { voteOrder } from "./vote-order";

/** A and B carry the colour of their pane; on a phone the bar has two rows: A and B above, the two ties below. */
const looks = {
  a: "border-slot-a text-slot-a hover:bg-slot-a/8 text-lg",
  tie: "max-md:order-1",
  b: "border-slot-b text-slot-b hover:bg-slot-b/8 text-lg",
  "both-bad": "max-md:order-2",
} as const satisfies Record<Outcome, string>;

/** What the bar says: why the vote waits, or what it will be worth. */
function useHint(state: BattleState, unseen: Slot | null): string {
  const t = useTranslations("battle");
  if (state.sending !== null) return t("saving");
  const early = canVoteEarly(state);
  if (isRunning(state) && !early) return t("voteWait");
  if (!isOpen(state) && !early) return "";
  if (unseen !== null) return t("voteUnseen", { slot: unseen.toUpperCase() });
  if (early) return t("voteEarly");
  const reason = uncountedReason(state);
  return reason === null ? t("voteReady") : t(`voteUncounted.${reason}`);
}

/** The button that ended the answers goes with them; where it had the focus, the hint gets it. */
function useKeptFocus(running: boolean) {
  const hint = useRef<HTMLParagraphElement>(null);
  const wasRunning = useRef(running);
  useEffect(() => {
    if (wasRunning.current && !running && document.activeElement === document.body) hint.current?.focus({ preventScroll: true });
    wasRunning.current = running;
  }, [running]);
  return hint;
}

export function VoteBar(props: {
  readonly state: BattleState;
  /** An answer that the voter has not looked at. */
  readonly unseen: Slot | null;
  readonly onVote: (outcome: Outcome) => void;
  readonly onStop: () => void;
}) {
  const { state, unseen, onVote, onStop } = props;
  const t = useTranslations("battle");
  const [keysAreOn] = useSingleKeys();
  const running = isRunning(state);
  const ready = (isOpen(state) || canVoteEarly(state)) && unseen === null;
  const hint = useHint(state, unseen);
  const hintElement = useKeptFocus(running);
  return (
    <section
      className="sticky bottom-0 z-1 -mx-page grid justify-items-center gap-1.5 border-t border-line bg-ground px-page pt-2.5 pb-[max(0.9rem,env(safe-area-inset-bottom))] [@media(height<30rem)]:static"
      aria-label={t("voteLabel")}
    >
      <div className="flex min-h-11 w-full max-w-240 items-center justify-center gap-4">
        <p id="vote-hint" ref={hintElement} tabIndex={-1} className={`outline-none ${ready ? "text-lg font-bold" : "text-quiet"}`}>
          {hint}
        </p>
        {running && (
          <Button className="ml-auto flex-none" data-testid="stop" aria-keyshortcuts="Escape" aria-describedby="stop-hint" onClick={onStop}>
            {t("stop")}
            <Kbd>Esc</Kbd>
            <span id="stop-hint" className="sr-only">
              {t("stopHint")}
            </span>
          </Button>
        )}
      </div>
      {running && <p className="-mt-1 w-full max-w-240 text-right text-sm text-quiet">{t("stopHint")}</p>}
      <div className="grid w-full max-w-240 grid-cols-[3fr_2fr_3fr_2fr] gap-2.5 max-md:grid-cols-2 max-md:gap-2">
        {voteOrder.map((outcome, index) => (
          <Button
            key={outcome}
            className={`min-h-13 data-[sending=true]:border-accent data-[sending=true]:text-accent ${looks[outcome]}`}
            aria-describedby="vote-hint"
            aria-disabled={!ready}
            aria-keyshortcuts={keysAreOn ? String(index + 1) : undefined}
            data-sending={state.sending === outcome}
            data-testid={`vote-${outcome}`}
            onClick={() => ready && onVote(outcome)}
          >
            {t(`vote.${outcome}`)}
            {keysAreOn && <Kbd>{index + 1}</Kbd>}
          </Button>
        ))}
      </div>
    </section>
  );
}
