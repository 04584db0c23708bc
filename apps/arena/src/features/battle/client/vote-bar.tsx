"use client";

import { useTranslations } from "next-intl";
import type { Outcome } from "@/domain/outcome";

/** In the order of the panes, which is also the order of the keys 1 to 4. */
export const voteOrder = ["a", "tie", "b", "both-bad"] as const satisfies readonly Outcome[];

export function VoteBar(props: { readonly ready: boolean; readonly sending: Outcome | null; readonly onVote: (outcome: Outcome) => void }) {
  const { ready, sending, onVote } = props;
  const t = useTranslations("battle");
  return (
    <section className="vote-bar" aria-label={t("voteTitle")}>
      <p id="vote-hint" className="quiet small">
        {sending ? t("saving") : ready ? t("voteReady") : t("voteWait")}
      </p>
      <div className="votes">
        {voteOrder.map((outcome, index) => (
          <button
            key={outcome}
            className="button"
            type="button"
            aria-describedby="vote-hint"
            aria-disabled={!ready}
            aria-keyshortcuts={String(index + 1)}
            data-sending={sending === outcome}
            data-testid={`vote-${outcome}`}
            onClick={() => ready && onVote(outcome)}
          >
            {t(`vote-${outcome}`)}
            <kbd aria-hidden="true">{index + 1}</kbd>
          </button>
        ))}
      </div>
    </section>
  );
}
