"use client";

import { useTranslations } from "next-intl";
import { writeDraft } from "./use-draft";

/** Pocket models know little outside the subject of language models; these are questions that they can answer. */
export type Examples = "generalExamples" | "pocketExamples";
const names = ["first", "second", "third", "fourth"] as const;

/** Prompts that fill the composer when they are chosen. */
export function ExamplePrompts({ examples }: { readonly examples: Examples }) {
  const t = useTranslations("conversation");
  return (
    <>
      <h2 className="text-sm text-quiet">{t("examplesTitle")}</h2>
      <ul className="divide-y divide-line">
        {names.map((name) => (
          <li key={name}>
            <button
              type="button"
              className="min-h-11 w-full cursor-pointer py-1.5 text-left hover:text-accent"
              onClick={() => {
                writeDraft(t(`${examples}.${name}`));
                document.querySelector<HTMLElement>("[data-shortcut=prompt]")?.focus();
              }}
            >
              {t(`${examples}.${name}`)}
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}
