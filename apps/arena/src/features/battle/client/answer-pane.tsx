"use client";

import { useTranslations } from "next-intl";
import { type ComponentType, lazy, Suspense } from "react";
import type { Slot } from "@/domain/slot";
import type { AnswerState } from "./battle-state";

/** Where the connection is lost before the formatting has loaded, the answer still stands there as text. */
const Plain = ({ text }: { readonly text: string }) => <p className="plain">{text}</p>;
const Markdown = lazy((): Promise<{ default: ComponentType<{ text: string; growing: boolean }> }> =>
  import("./markdown").catch(() => ({ default: Plain })),
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
    <article className="pane" aria-busy={running} aria-labelledby={`heading-${slot}`} data-testid={`pane-${slot}`} data-chosen={chosen}>
      <header>
        <h2 id={`heading-${slot}`}>
          <span className={`letter letter-${slot}`} aria-hidden="true">
            {letter}
          </span>
          <span className="sr-only">{t("answer", { slot: letter })}</span>
        </h2>
        <span className="pane-status" data-running={running}>
          {t(answerStatus(answer, started))}
        </span>
      </header>
      <div data-testid={`answer-${slot}`}>
        {text !== "" && (
          <Suspense fallback={<Plain text={text} />}>
            <Markdown text={text} growing={running} />
          </Suspense>
        )}
        {text === "" && running && <span className="skeleton" aria-hidden="true" />}
        {text.trim() === "" && !running && answer.end !== "error" && <p className="quiet">{t("empty")}</p>}
      </div>
      {answer.end === "error" && (
        <div className="notice-inline" role="alert">
          <strong>{t("failedTitle", { slot: letter })}</strong>
          <p>{t("failedText")}</p>
          {onRetry && (
            <button className="button" type="button" data-testid="retry" onClick={onRetry}>
              {t("retry")}
            </button>
          )}
        </div>
      )}
    </article>
  );
}
