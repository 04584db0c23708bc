"use client";

import { useTranslations } from "next-intl";
import { type KeyboardEvent, useRef } from "react";
import { useDraft } from "./use-draft";

const SHOW_COUNT_FROM = 0.8;
/** Pocket models know little beside language models: they are offered questions that they can answer. */
export type Examples = "example" | "pocket";
const numbers = [1, 2, 3, 4] as const;

/** Where a prompt is written. */
export function Composer(props: {
  readonly onSend: (prompt: string) => void;
  readonly examples: Examples;
  readonly maxCharacters: number;
}) {
  const { onSend, examples, maxCharacters } = props;
  const t = useTranslations("battle");
  const [text, write] = useDraft();
  const field = useRef<HTMLTextAreaElement>(null);
  const left = maxCharacters - text.length;
  const sendable = text.trim() !== "" && left >= 0;

  const send = () => sendable && onSend(text);
  const onKeyDown = (event: KeyboardEvent) => {
    // While an input method composes, Enter chooses a character.
    if (event.key !== "Enter" || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    send();
  };
  return (
    <section className="composer">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          send();
        }}
      >
        <textarea
          ref={field}
          autoFocus // oxlint-disable-line jsx-a11y/no-autofocus -- the page is this field
          aria-label={t("prompt")}
          aria-describedby="composer-hint"
          aria-invalid={left < 0}
          data-testid="prompt-input"
          data-shortcut="prompt"
          placeholder={t("placeholder")}
          rows={3}
          value={text}
          onChange={(event) => write(event.target.value)}
          onKeyDown={onKeyDown}
        />
        <div className="composer-foot">
          <span id="composer-hint" className={text.length < SHOW_COUNT_FROM * maxCharacters ? "quiet keys" : "quiet"}>
            {text.length < SHOW_COUNT_FROM * maxCharacters
              ? t("hint")
              : left >= 0
                ? t("left", { count: left })
                : t("tooLong", { count: -left })}
          </span>
          <button className="button primary" type="submit" data-testid="send" aria-disabled={!sendable}>
            {t("send")}
          </button>
        </div>
      </form>
      <p className="quiet small">{t("consent")}</p>
      <h2 className="small quiet">{t("examples")}</h2>
      <ul className="examples">
        {numbers.map((number) => (
          <li key={number}>
            <button
              type="button"
              onClick={() => {
                write(t(`${examples}${number}`));
                field.current?.focus();
              }}
            >
              {t(`${examples}${number}`)}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
