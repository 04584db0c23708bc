"use client";

import { useTranslations } from "next-intl";
import { type ComponentType, lazy, Suspense } from "react";
import type { Slot } from "@/domain/slot";
import { Button } from "@/ui/button";
import { AlertNotice } from "@/ui/notice";
import type { AnswerState } from "./battle-state";
import { SlotLetter } from "./slot-letter";

/** Where the connection is lost before the formatting has loaded, the answer still stands there as text. */
const Plain = ({ text }: { readonly text: string }) => <p className="wrap-anywhere whitespace-pre-wrap">{text}</p>;
const Markdown = lazy((): Promise<{ default: ComponentType<{ text: string; growing: boolean }> }> =>
  import("./markdown").catch(() => ({ default: Plain })),
);

const Skeleton = () => (
  <span aria-hidden="true" className="grid animate-breathe gap-3 *:h-3 *:rounded-sm *:bg-skeleton">
    <span />
    <span className="w-[86%]" />
    <span className="w-[62%]" />
  </span>
);

const labelOfEnd = { stop: "done", length: "cut", aborted: "stopped", error: "failed" } as const;

/** What a pane says about its answer; tells nothing that would tell the models apart. */
export function answerStatus({ end }: AnswerState, started: boolean) {
  return end === null ? (started ? "writing" : "waiting") : labelOfEnd[end];
}

/** One answer. It is no live region: a screen reader hears of its end from the screen's status line. */
export function AnswerPane(props: {
  readonly slot: Slot;
  readonly answer: AnswerState;
  readonly started: boolean;
  readonly chosen: boolean;
  readonly onRetry: (() => void) | null;
}) {
  const { slot, answer, started, chosen, onRetry } = props;
  const t = useTranslations("battle");
  const letter = slot.toUpperCase();
  const text = started ? answer.text : "";
  const running = answer.end === null;
  return (
    <article
      className="grid min-h-[max(16rem,48dvh)] min-w-0 grid-cols-[minmax(0,1fr)] grid-rows-[auto_auto_1fr] gap-3 rounded-lg border border-line bg-card px-5 pt-3.5 pb-5 data-[chosen=true]:border-accent data-[chosen=true]:ring-1 data-[chosen=true]:ring-accent max-md:flex-[0_0_100%] max-md:snap-start max-md:grid-rows-[auto_1fr] max-md:px-4"
      aria-busy={running}
      aria-labelledby={`heading-${slot}`}
      data-testid={`pane-${slot}`}
      data-chosen={chosen}
    >
      <header className="flex items-center justify-between max-md:sr-only">
        <h2 id={`heading-${slot}`} className="flex">
          <SlotLetter slot={slot} />
          <span className="sr-only">{t("answerTitle", { slot: letter })}</span>
        </h2>
        <span className="flex items-center gap-2 text-sm text-quiet">
          {running && <span aria-hidden="true" className="size-2 animate-breathe rounded-full bg-accent" />}
          {t(`status.${answerStatus(answer, started)}`)}
        </span>
      </header>
      <div data-testid={`answer-${slot}`}>
        {text !== "" && (
          <Suspense fallback={<Plain text={text} />}>
            <Markdown text={text} growing={running} />
          </Suspense>
        )}
        {text === "" && running && <Skeleton />}
        {text.trim() === "" && !running && answer.end !== "error" && <p className="text-quiet">{t("emptyAnswer")}</p>}
      </div>
      {answer.end === "error" && (
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
