"use client";

import { useTranslations } from "next-intl";
import { useRef, useState } from "react";
import { slots } from "@/domain/slot";
import { AnswerPane, answerStatus } from "./answer-pane";
import type { BattleState } from "./battle-state";
import { SlotLetter } from "./slot-letter";

/** Both answers: side by side, or on a phone one at a time to swipe between, with the state of both in the tabs. */
export function Panes({ state, onRetry }: { readonly state: BattleState; readonly onRetry: () => void }) {
  const t = useTranslations("battle");
  const row = useRef<HTMLDivElement>(null);
  const [shown, setShown] = useState(0);
  const { answers, started, vote } = state;
  return (
    <>
      <div className="grid grid-cols-2 overflow-hidden rounded-lg border border-line bg-card md:hidden">
        {slots.map((slot, index) => (
          <button
            key={slot}
            type="button"
            className="flex min-h-11 cursor-pointer items-center gap-2.5 border-b-2 border-transparent px-3 py-1 text-left text-sm text-quiet aria-pressed:border-accent aria-pressed:text-ink"
            aria-pressed={shown === index}
            aria-label={`${t("answerTitle", { slot: slot.toUpperCase() })}: ${t(`status.${answerStatus(answers[slot], started)}`)}`}
            onClick={() => row.current?.children[index]?.scrollIntoView({ inline: "start", block: "nearest" })}
          >
            <SlotLetter slot={slot} small /> {t(`status.${answerStatus(answers[slot], started)}`)}
          </button>
        ))}
      </div>
      <div
        className="relative grid grid-cols-2 gap-5 max-md:flex max-md:snap-x max-md:snap-mandatory max-md:gap-3 max-md:overflow-x-auto max-md:scroll-smooth max-md:[scrollbar-width:none]"
        ref={row}
        onScroll={({ currentTarget }) => setShown(Math.round(currentTarget.scrollLeft / Math.max(1, currentTarget.clientWidth)))}
      >
        {slots.map((slot) => (
          <AnswerPane
            key={slot}
            slot={slot}
            answer={answers[slot]}
            started={started}
            chosen={vote?.outcome === slot}
            onRetry={vote ? null : onRetry}
          />
        ))}
      </div>
    </>
  );
}
