"use client";

import { useTranslations } from "next-intl";
import type { VoteResponse } from "../contract";

/** The board without bundled models. */
const OVERALL = "overall";

/** What the vote is worth now: the board that counts it, or why none does. */
export function VoteFate({ vote }: { readonly vote: VoteResponse }) {
  const t = useTranslations("battle");
  const known = `fate.${vote.fate}` as "fate.counted";
  // A board of a wider choice of models is named only where it is the one that counts the vote.
  const board = vote.boards.includes(OVERALL) ? "overall" : "with-bundled";
  return (
    <p className="flex flex-wrap gap-x-1.5" data-testid="vote-fate">
      <span>{t(`outcome.${vote.outcome}`)}</span>
      <span>{t.has(known) ? t(known) : t("fateOther")}</span>
      {vote.fate === "counted" && (
        <>
          <span>{t(`countsOn.${board}`)}</span>
          <span className="text-quiet">{t("fateCanChange")}</span>
        </>
      )}
    </p>
  );
}
