"use client";

import { useTranslations } from "next-intl";
import { Link } from "@/i18n/navigation";
import { slots } from "@/domain/slot";
import type { VoteResponse } from "../contract";

/** Who answered, what the vote was worth, and where to go next. */
export function RevealCard({ vote, onAgain }: { readonly vote: VoteResponse; readonly onAgain: () => void }) {
  const t = useTranslations("reveal");
  const battle = useTranslations("battle");
  return (
    <section className="reveal" data-testid="reveal" aria-labelledby="reveal-title">
      <h2 id="reveal-title">{t("title")}</h2>
      <dl>
        {slots.map((slot) => {
          const { name, organization, kind, isPocketModel } = vote.reveal[slot];
          return (
            <div key={slot} data-chosen={vote.outcome === slot}>
              <dt className={`letter letter-${slot}`}>{slot.toUpperCase()}</dt>
              <dd>
                <strong>{name}</strong>
                {organization !== null && <span className="quiet"> {organization}</span>}
                {kind === "base" && (
                  <span className="tag" title={t("baseHint")}>
                    {t("base")}
                  </span>
                )}
                {isPocketModel && (
                  <span className="tag" title={t("pocketHint")}>
                    {t("pocket")}
                  </span>
                )}
              </dd>
            </div>
          );
        })}
      </dl>
      <p className="reveal-fate">
        <span>{t(`you-${vote.outcome}`)}</span>
        <span>{t(`fate-${vote.fate}`)}</span>
      </p>
      <div className="row">
        <Link className="button primary" href="/" data-testid="new-battle">
          {battle("new")}
          <kbd aria-hidden="true">N</kbd>
        </Link>
        <button className="button" type="button" onClick={onAgain}>
          {battle("again")}
        </button>
        <Link className="button" href="/leaderboard">
          {t("board")}
        </Link>
      </div>
    </section>
  );
}
