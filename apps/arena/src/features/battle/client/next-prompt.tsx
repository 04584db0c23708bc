"use client";

import { useTranslations } from "next-intl";
import { Composer } from "@/features/conversation";
import { ButtonLink } from "@/ui/button";
import { StatusNotice } from "@/ui/notice";
import { type BattleState, isFull, isOpen } from "./battle-state";

/** Where the conversation goes on while both answers have ended and no vote is cast, or why it cannot. */
export function NextPrompt({ state, onAsk }: { readonly state: BattleState; readonly onAsk: (prompt: string) => void }) {
  const t = useTranslations("battle");
  const common = useTranslations("common");
  const { limits, problem } = state;
  if (!isOpen(state) || limits === null) return null;
  if (isFull(state)) {
    return (
      <StatusNotice data-testid="conversation-full">
        <strong>{t("fullTitle")}</strong>
        <p>{t(limits.turnsLeft <= 0 ? "fullTurns" : "fullContext")}</p>
        <ButtonLink href="/">{common("newBattle")}</ButtonLink>
      </StatusNotice>
    );
  }
  return (
    <Composer
      onSend={onAsk}
      limits={limits}
      label={t("nextLabel")}
      placeholder={t("nextPlaceholder")}
      action={t("sendNext")}
      takesFocus={problem !== null}
      turnsLeft={limits.turnsLeft}
      compact
    />
  );
}
