"use client";

import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";

const SHOWN_MS = 2_000;

/** Copies text; the clipboard of the browser needs a secure page, and an arena may be served without TLS inside a network. */
async function copy(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyBySelection(text);
  }
}

function copyBySelection(text: string): boolean {
  const focused = document.activeElement;
  const area = document.createElement("textarea");
  area.value = text;
  area.style.position = "fixed";
  document.body.append(area);
  area.select();
  const isCopied = document.execCommand("copy");
  area.remove();
  if (focused instanceof HTMLElement) focused.focus();
  return isCopied;
}

/** A button that copies, and says whether it did. */
export function CopyButton({ text, label }: { readonly text: () => string; readonly label: string }) {
  const t = useTranslations("conversation.answer");
  const [result, setResult] = useState<"copied" | "copyFailed" | null>(null);
  useEffect(() => {
    if (result === null) return;
    const timer = setTimeout(() => setResult(null), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [result]);
  return (
    <button
      type="button"
      className="min-h-6 flex-none cursor-pointer rounded-sm px-1.5 text-sm text-quiet underline-offset-2 hover:text-ink hover:underline"
      aria-label={label}
      data-added
      onClick={() => void copy(text()).then((isCopied) => setResult(isCopied ? "copied" : "copyFailed"))}
    >
      <span aria-live="polite">{t(result ?? "copy")}</span>
    </button>
  );
}
