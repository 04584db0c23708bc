"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Composer, ExamplePrompts, type Examples } from "@/features/conversation";
import { Link } from "@/i18n/navigation";
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
    <div className="mt-[clamp(0rem,5vh,4rem)] grid gap-x-16 gap-y-8 lg:grid-cols-[minmax(0,46rem)_minmax(0,1fr)]">
      <div className="grid grid-cols-[minmax(0,1fr)] content-start gap-4">
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
        <p className="text-sm text-quiet">
          {t("consent")}{" "}
          <Link href="/privacy" prefetch={false}>
            {t("consentLink")}
          </Link>
        </p>
        <ExamplePrompts examples={examples} />
      </div>
      <aside className="grid content-start gap-5 lg:pt-2">{children}</aside>
    </div>
  );
}
