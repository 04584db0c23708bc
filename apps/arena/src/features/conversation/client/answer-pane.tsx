"use client";

import { useTranslations } from "next-intl";
import { type ReactNode, useId } from "react";
import { Button } from "@/ui/button";
import { AlertNotice } from "@/ui/notice";
import { AnswerText } from "./answer/answer-text";
import { CopyButton } from "./answer/copy-button";
import { type Answers, answerStatus, hasBegun, isAnswering } from "./answer-state";
import { SlotLetter } from "./slot-letter";

/** One slot of a conversation, as its panes show it. */
export interface PaneSlot {
  readonly slot: string;
  /** The model, where its name may be shown. */
  readonly name: ReactNode;
  readonly isChosen: boolean;
}

const frame =
  "grid min-w-0 grid-cols-[minmax(0,1fr)] grid-rows-[auto_auto_1fr] gap-3 rounded-lg border border-line bg-card px-5 pt-3.5 pb-5 " +
  "data-[chosen=true]:border-accent data-[chosen=true]:ring-1 data-[chosen=true]:ring-accent " +
  "max-md:flex-[0_0_100%] max-md:snap-start max-md:grid-rows-[auto_1fr] max-md:px-4";

/** One answer. It is not a live region: the page's status announces its end to screen readers. */
export function AnswerPane(props: {
  readonly pane: PaneSlot;
  readonly answers: Answers<string>;
  /** Whether it keeps space for an answer that is still to come. */
  readonly isTall: boolean;
  readonly onRetry: (() => void) | null;
}) {
  const { pane, answers, isTall, onRetry } = props;
  const { slot, name, isChosen } = pane;
  const t = useTranslations("conversation");
  const labels = useTranslations("conversation.answer");
  const heading = useId();
  const answer = answers[slot];
  if (!answer) throw new Error(`The turn has no answer in slot ${slot}.`);
  const isFailed = answer.end === "error";
  const growing = !isFailed && isAnswering(answers);
  const letter = slot.toUpperCase();
  return (
    <article
      className={`${frame} ${isTall ? "min-h-[max(14rem,36dvh)]" : ""}`}
      aria-busy={growing}
      aria-labelledby={heading}
      data-testid={`pane-${slot}`}
      data-chosen={isChosen}
    >
      <header className="flex items-center justify-between gap-3 max-md:sr-only">
        <h3 id={heading} className="flex min-w-0 items-center gap-2.5">
          <SlotLetter slot={slot} />
          <span className="sr-only">{t("answerTitle", { slot: letter })}</span>
          {name !== null && <span className="min-w-0 text-sm font-semibold wrap-anywhere">{name}</span>}
        </h3>
        <span className="flex flex-none items-center gap-2 text-sm text-quiet">
          {growing && <span aria-hidden="true" className="size-2 animate-breathe rounded-full bg-accent" />}
          {t(`status.${answerStatus(answer, answers)}`)}
        </span>
      </header>
      <div data-testid={`answer-${slot}`} dir="auto">
        {!(isFailed && answer.text === "") && <AnswerText text={hasBegun(answers) ? answer.text : ""} growing={growing} />}
        {!growing && answer.text.trim() !== "" && (
          <p className="mt-3">
            <CopyButton text={() => answer.text} label={labels("copyAnswer", { slot: letter })} />
          </p>
        )}
      </div>
      {isFailed && (
        <AlertNotice className="self-start">
          <strong>{t("failedTitle", { slot: letter })}</strong>
          <p>{t("failedText")}</p>
          {onRetry && (
            <Button data-testid="retry" onClick={onRetry}>
              {t("retry")}
            </Button>
          )}
        </AlertNotice>
      )}
    </article>
  );
}
