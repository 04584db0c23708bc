"use client";

import { useTranslations } from "next-intl";
import { type Ref, useId } from "react";
import type { PaneSlot } from "./answer-pane";
import type { TurnState } from "./answer-state";
import { Panes } from "./panes";

/** One turn of a conversation: its prompt and the answers to it. */
export function TurnView(props: {
  readonly number: number;
  readonly turn: TurnState<string>;
  readonly panes: readonly PaneSlot[];
  /** Whether the panes keep space for answers that are still to come. */
  readonly isTall: boolean;
  readonly onRetry: (() => void) | null;
  readonly onShown: ((slot: string) => void) | null;
  /** The heading, where focus goes when the turn was just asked. */
  readonly headingRef: Ref<HTMLHeadingElement> | null;
}) {
  const { number, turn, panes, isTall, onRetry, onShown, headingRef } = props;
  const t = useTranslations("conversation");
  const heading = useId();
  return (
    <section className="grid grid-cols-[minmax(0,1fr)] gap-3.5" aria-labelledby={heading} data-testid={`turn-${number}`}>
      <header>
        <h2 id={heading} ref={headingRef} tabIndex={-1} className="scroll-mt-4 text-sm text-quiet outline-none">
          {t("promptTitle", { number })}
        </h2>
        <p
          className="max-h-[30dvh] overflow-y-auto text-lg/relaxed font-medium wrap-anywhere whitespace-pre-wrap max-md:text-base/relaxed"
          dir="auto"
        >
          {turn.prompt}
        </p>
      </header>
      <Panes panes={panes} answers={turn.answers} isTall={isTall} onRetry={onRetry} onShown={onShown} />
    </section>
  );
}
