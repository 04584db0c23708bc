"use client";

import { useFormatter, useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { slots } from "@/domain/slot";
import { SlotLetter } from "@/features/conversation";
import { Link } from "@/i18n/navigation";
import type { Standing, Standings } from "../contract";
import { readStandings } from "./after-vote-api";

/** Facts and standing of one model, as the words of a line. */
function useFacts(): (standing: Standing) => string[] {
  const t = useTranslations("battle.revealed");
  const format = useFormatter();
  const whole = (value: number) => format.number(Math.round(value), { useGrouping: false });
  return ({ parameters, quantization, license, rank, rating, tokensPerSecond }) =>
    [
      parameters === null
        ? null
        : t("parameters", { count: format.number(parameters, { notation: "compact", maximumSignificantDigits: 3 }) }),
      quantization,
      license?.name ?? null,
      tokensPerSecond === null ? null : t("speed", { speed: format.number(tokensPerSecond, { maximumSignificantDigits: 2 }) }),
      rank === null ? t("noRank") : t("rank", { rank: rank[0] === rank[1] ? String(rank[0]) : `${rank[0]}–${rank[1]}` }),
      rating === null
        ? null
        : rating.low === null || rating.high === null
          ? t("rating", { rating: whole(rating.value) })
          : t("ratingWithin", { rating: whole(rating.value), low: whole(rating.low), high: whole(rating.high) }),
    ].filter((fact) => fact !== null);
}

/** What a voter wants to know next: how large, under which licence, how fast and how high both models are, and what others said. */
export function RevealDetails({ battleId }: { readonly battleId: string }) {
  const t = useTranslations("battle.revealed");
  const format = useFormatter();
  const factsOf = useFacts();
  const [standings, setStandings] = useState<Standings | null>(null);
  useEffect(() => {
    let isShown = true;
    // Without them the reveal still tells the names.
    readStandings(battleId).then(
      (read) => isShown && setStandings(read),
      () => {},
    );
    return () => void (isShown = false);
  }, [battleId]);
  if (standings === null) return <p className="min-h-24 text-sm text-quiet" aria-hidden="true" />;
  const { others, agreed } = standings.agreement;
  return (
    <div className="grid min-h-24 content-start gap-2 text-sm" data-testid="reveal-details">
      {slots.map((slot) => (
        <p key={slot} className="flex items-start gap-2">
          <SlotLetter slot={slot} small />
          <span>{factsOf(standings[slot]).join(" · ")}</span>
        </p>
      ))}
      <p className="text-quiet">
        {others === 0 ? t("firstVote") : t("agreement", { others, share: format.number(agreed / others, { style: "percent" }) })}{" "}
        <Link href="/leaderboard">{t("toBoard")}</Link>
      </p>
    </div>
  );
}
