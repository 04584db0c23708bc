"use client";

import { useTranslations } from "next-intl";
import { useRef, useState } from "react";
import { slots } from "@/domain/slot";
import { AnswerPane, answerStatus } from "./answer-pane";
import type { BattleState } from "./battle-state";

/** Both answers: side by side, or on a phone one at a time to swipe between, with the state of both in the tabs. */
export function Panes({ state, onRetry }: { readonly state: BattleState; readonly onRetry: () => void }) {
  const t = useTranslations("battle");
  const row = useRef<HTMLDivElement>(null);
  const [shown, setShown] = useState(0);
  const { answers, started, vote } = state;
  return (
    <>
      <div className="pane-tabs">
        {slots.map((slot, index) => (
          <button
            key={slot}
            type="button"
            aria-pressed={shown === index}
            aria-label={`${t("answer", { slot: slot.toUpperCase() })}: ${t(answerStatus(answers[slot], started))}`}
            onClick={() => row.current?.children[index]?.scrollIntoView({ behavior: "smooth", inline: "start", block: "nearest" })}
          >
            <span className={`letter letter-${slot}`}>{slot.toUpperCase()}</span> {t(answerStatus(answers[slot], started))}
          </button>
        ))}
      </div>
      <div
        className="panes"
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
