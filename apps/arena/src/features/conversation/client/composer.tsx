"use client";

import { useTranslations } from "next-intl";
import type { KeyboardEvent } from "react";
import { Button } from "@/ui/button";
import { type PromptLimits, promptRoom } from "./prompt-room";
import { RoomLeft } from "./room-left";
import { readLastPrompt, useDraft } from "./use-draft";

/** Safari reports the Enter that ends a composition after the composition, with this code alone. */
const IME_KEY_CODE = 229;

/** Enter sends where there is a keyboard. While an input method composes it chooses a character, and a touch keyboard has no Shift+Enter. */
function asksToSend(event: KeyboardEvent): boolean {
  if (event.key !== "Enter" || event.shiftKey || event.nativeEvent.isComposing || event.nativeEvent.keyCode === IME_KEY_CODE) return false;
  return event.ctrlKey || event.metaKey || !window.matchMedia("(hover: none)").matches;
}

/** Where a prompt is written. */
export function Composer(props: {
  readonly onSend: (prompt: string) => void;
  readonly limits: PromptLimits;
  readonly label: string;
  readonly placeholder: string;
  readonly action: string;
  readonly takesFocus: boolean;
  /** The further turns that the conversation may have, where that is worth a word. */
  readonly turnsLeft?: number;
  /** A field of one line until more is written, for a further prompt. */
  readonly compact?: boolean;
}) {
  const { onSend, limits, label, placeholder, action, takesFocus, turnsLeft, compact = false } = props;
  const t = useTranslations("conversation");
  const [text, write] = useDraft();
  const room = promptRoom(text, limits);
  // The models' limit is an estimate: the server counts exactly, and refuses without losing the draft.
  const sendable = text.trim() !== "" && text.length <= limits.promptCharacters;
  const send = () => sendable && onSend(text);
  return (
    <form
      className="rounded-xl border border-line bg-card focus-within:border-accent focus-within:ring-1 focus-within:ring-accent"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <textarea
        className={`block field-sizing-content max-h-[40dvh] w-full resize-none px-4.5 pt-4 pb-1 outline-none placeholder:text-quiet ${compact ? "min-h-12" : "min-h-26"}`}
        autoFocus={takesFocus} // oxlint-disable-line jsx-a11y/no-autofocus -- where the page is this field, or its prompt was refused
        aria-label={label}
        aria-describedby="composer-hint"
        aria-invalid={room.left < 0}
        data-testid="prompt-input"
        data-shortcut="prompt"
        dir="auto"
        placeholder={placeholder}
        rows={compact ? 1 : 3}
        value={text}
        onChange={(event) => write(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === "ArrowUp" && text === "" && readLastPrompt() !== "") {
            event.preventDefault();
            write(readLastPrompt());
            return;
          }
          if (!asksToSend(event)) return;
          event.preventDefault();
          send();
        }}
      />
      <div className="flex items-center justify-between gap-4 py-2 pr-2 pl-4.5 text-sm text-quiet">
        <span id="composer-hint" className="flex flex-wrap gap-x-3">
          <RoomLeft length={text.length} room={room} turnsLeft={turnsLeft} />
          <span className="[@media(hover:none)]:hidden">{t("sendHint")}</span>
        </span>
        <Button variant="primary" className="text-base whitespace-nowrap" type="submit" data-testid="send" aria-disabled={!sendable}>
          {action}
        </Button>
      </div>
    </form>
  );
}
