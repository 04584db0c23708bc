"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Composer, ExamplePrompts, type Examples } from "@/features/conversation";
import { Lead, PageTitle } from "@/ui/page";

/** What the home page adds to its composer. */
export interface HomeContent {
  readonly maxCharacters: number;
  readonly examples?: Examples;
  readonly children?: ReactNode;
}

/** Where a battle begins. */
export function BattleHome(props: HomeContent & { readonly notice: ReactNode; readonly onStart: (prompt: string) => void }) {
  const { maxCharacters, examples = "generalExamples", children, notice, onStart } = props;
  const t = useTranslations("battle");
  return (
    <div className="mx-auto mt-[clamp(0rem,8vh,6rem)] grid max-w-184 gap-4">
      <PageTitle>{t("headline")}</PageTitle>
      <Lead>{t("lead")}</Lead>
      {notice}
      <Composer
        onSend={onStart}
        limits={{ promptCharacters: maxCharacters, promptTokens: null }}
        label={t("promptLabel")}
        placeholder={t("placeholder")}
        action={t("send")}
        takesFocus
      />
      <p className="text-sm text-quiet">{t("consent")}</p>
      <ExamplePrompts examples={examples} />
      {children}
    </div>
  );
}
