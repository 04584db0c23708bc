"use client";

import { useTranslations } from "next-intl";
import { useRef, useState } from "react";
import { AnswerPane, type PaneSlot } from "./answer-pane";
import { type Answers, answerStatus, unwritten } from "./answer-state";
import { SlotLetter } from "./slot-letter";
import { useIsNarrow } from "./use-is-narrow";

const columns = ["", "", "grid-cols-2", "grid-cols-3", "grid-cols-2"] as const;

/** The answers of a turn, one pane for each slot: side by side, or on a phone one at a time to swipe between, with the state of all in the tabs. */
export function Panes(props: {
  readonly panes: readonly PaneSlot[];
  readonly answers: Answers<string>;
  readonly isTall: boolean;
  readonly onRetry: (() => void) | null;
  /** Told which pane a narrow page shows, once it was swiped to. */
  readonly onShown: ((slot: string) => void) | null;
}) {
  const { panes, answers, isTall, onRetry, onShown } = props;
  const t = useTranslations("conversation");
  const row = useRef<HTMLDivElement>(null);
  const [shown, setShown] = useState(0);
  const isNarrow = useIsNarrow();
  const statusOf = (slot: string) => t(`status.${answerStatus(answers[slot] ?? unwritten, answers)}`);
  return (
    <>
      <div className="grid auto-cols-fr grid-flow-col overflow-hidden rounded-lg border border-line bg-card md:hidden">
        {panes.map(({ slot }, index) => (
          <button
            key={slot}
            type="button"
            className="flex min-h-11 cursor-pointer items-center gap-2.5 border-b-2 border-transparent px-3 py-1 text-left text-sm text-quiet aria-pressed:border-accent aria-pressed:text-ink"
            aria-pressed={shown === index}
            aria-label={`${t("answerTitle", { slot: slot.toUpperCase() })}: ${statusOf(slot)}`}
            onClick={() => row.current?.children[index]?.scrollIntoView({ inline: "start", block: "nearest" })}
          >
            <SlotLetter slot={slot} small /> {statusOf(slot)}
          </button>
        ))}
      </div>
      <div
        className={`relative grid gap-5 max-md:flex max-md:snap-x max-md:snap-mandatory max-md:gap-3 max-md:overflow-x-auto max-md:scroll-smooth max-md:[scrollbar-width:none] ${columns[panes.length] ?? "grid-cols-3"}`}
        ref={row}
        // On a phone the row scrolls, and a box that scrolls must be reachable by keyboard.
        tabIndex={isNarrow ? 0 : undefined} // oxlint-disable-line jsx-a11y/no-noninteractive-tabindex
        onScroll={({ currentTarget }) => {
          const index = Math.round(currentTarget.scrollLeft / Math.max(1, currentTarget.clientWidth));
          setShown(index);
          const pane = panes[index];
          if (pane) onShown?.(pane.slot);
        }}
      >
        {panes.map((pane) => (
          <AnswerPane key={pane.slot} pane={pane} answers={answers} isTall={isTall} onRetry={onRetry} />
        ))}
      </div>
    </>
  );
}
