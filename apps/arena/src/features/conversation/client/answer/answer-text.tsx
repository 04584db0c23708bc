"use client";

import { useTranslations } from "next-intl";
import { type ComponentType, lazy, Suspense } from "react";
import { AnswerBoundary } from "./answer-boundary";
import { splitReasoning } from "./split-reasoning";

interface TextProps {
  readonly text: string;
  readonly growing: boolean;
}

/** Where the connection is lost before the formatting has loaded, or the formatting fails, the answer still stands there as text. */
const Plain = ({ text }: { readonly text: string }) => <p className="wrap-anywhere whitespace-pre-wrap">{text}</p>;
const Markdown = lazy((): Promise<{ default: ComponentType<TextProps> }> => import("./markdown").catch(() => ({ default: Plain })));

const Skeleton = () => (
  <span aria-hidden="true" className="grid animate-breathe gap-3 *:h-3 *:rounded-sm *:bg-skeleton">
    <span />
    <span className="w-[86%]" />
    <span className="w-[62%]" />
  </span>
);

const Formatted = ({ text, growing }: TextProps) => (
  <AnswerBoundary substitute={<Plain text={text} />}>
    <Suspense fallback={<Plain text={text} />}>
      <Markdown text={text} growing={growing} />
    </Suspense>
  </AnswerBoundary>
);

/** The text of an answer, formatted; what the model thought before it is folded. */
export function AnswerText({ text, growing }: TextProps) {
  const t = useTranslations("conversation");
  const labels = useTranslations("conversation.answer");
  const { reasoning, answer } = splitReasoning(text);
  const isEmpty = answer.trim() === "";
  return (
    <>
      {reasoning !== null && reasoning.trim() !== "" && (
        <details className="mb-3 rounded-lg border border-line px-4 py-2 text-quiet" data-testid="reasoning">
          <summary className="cursor-pointer text-sm">{labels(growing && isEmpty ? "reasoningGrows" : "reasoning")}</summary>
          <div className="mt-2">
            <Formatted text={reasoning} growing={growing && isEmpty} />
          </div>
        </details>
      )}
      {isEmpty ? (
        growing ? (
          <Skeleton />
        ) : (
          <p className="text-quiet" data-added>
            {t("emptyAnswer")}
          </p>
        )
      ) : (
        <Formatted text={answer} growing={growing} />
      )}
    </>
  );
}
