"use client";

import { useTranslations } from "next-intl";
import { type KeyboardEvent, useRef } from "react";
import { Button } from "@/ui/button";
import { useDraft } from "./use-draft";

const SHOW_COUNT_FROM = 0.8;
/** Pocket models know little beside language models: they are offered questions that they can answer. */
export type Examples = "generalExamples" | "pocketExamples";
const exampleNames = ["first", "second", "third", "fourth"] as const;

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
    <section className="grid gap-3.5">
      <form
        className="rounded-xl border border-line bg-card focus-within:border-accent focus-within:ring-1 focus-within:ring-accent"
        onSubmit={(event) => {
          event.preventDefault();
          send();
        }}
      >
        <textarea
          ref={field}
          className="block field-sizing-content max-h-[40dvh] min-h-26 w-full resize-none px-4.5 pt-4 pb-1 outline-none placeholder:text-quiet"
          autoFocus // oxlint-disable-line jsx-a11y/no-autofocus -- the page is this field
          aria-label={t("promptLabel")}
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
        <div className="flex items-center justify-between gap-4 py-2 pr-2 pl-4.5 text-sm text-quiet">
          <span id="composer-hint" className={text.length < SHOW_COUNT_FROM * maxCharacters ? "[@media(hover:none)]:invisible" : ""}>
            {text.length < SHOW_COUNT_FROM * maxCharacters
              ? t("sendHint")
              : left >= 0
                ? t("charactersLeft", { count: left })
                : t("charactersOver", { count: -left })}
          </span>
          <Button variant="primary" className="text-base whitespace-nowrap" type="submit" data-testid="send" aria-disabled={!sendable}>
            {t("send")}
          </Button>
        </div>
      </form>
      <p className="text-sm text-quiet">{t("consent")}</p>
      <h2 className="text-sm text-quiet">{t("examplesTitle")}</h2>
      <ul className="divide-y divide-line">
        {exampleNames.map((name) => (
          <li key={name}>
            <button
              type="button"
              className="min-h-11 w-full cursor-pointer py-1.5 text-left hover:text-accent"
              onClick={() => {
                write(t(`${examples}.${name}`));
                field.current?.focus();
              }}
            >
              {t(`${examples}.${name}`)}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
