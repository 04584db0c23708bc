"use client";

import { useTranslations } from "next-intl";
import type { Outcome } from "@/domain/outcome";
import { Button } from "@/ui/button";
import { Kbd } from "@/ui/kbd";

/** In the order of the panes, which is also the order of the keys 1 to 4. */
export const voteOrder = ["a", "tie", "b", "both-bad"] as const satisfies readonly Outcome[];

/** On a phone the bar has two rows: A and B above, the two ties below. */
const phoneOrder = { a: "", tie: "max-md:order-1", b: "", "both-bad": "max-md:order-2" } as const satisfies Record<Outcome, string>;

export function VoteBar(props: { readonly ready: boolean; readonly sending: Outcome | null; readonly onVote: (outcome: Outcome) => void }) {
  const { ready, sending, onVote } = props;
  const t = useTranslations("battle");
  return (
    <section
      className="sticky bottom-0 z-1 -mx-page grid justify-items-center gap-1.5 border-t border-line bg-ground px-page pt-2.5 pb-[max(0.9rem,env(safe-area-inset-bottom))]"
      aria-label={t("voteLabel")}
    >
      <p id="vote-hint" className="text-sm text-quiet">
        {sending ? t("saving") : ready ? t("voteReady") : t("voteWait")}
      </p>
      <div className="grid w-full max-w-208 grid-cols-4 gap-2.5 max-md:grid-cols-2 max-md:gap-2">
        {voteOrder.map((outcome, index) => (
          <Button
            key={outcome}
            className={`not-aria-disabled:hover:border-accent not-aria-disabled:hover:text-accent data-[sending=true]:border-accent data-[sending=true]:text-accent ${phoneOrder[outcome]}`}
            aria-describedby="vote-hint"
            aria-disabled={!ready}
            aria-keyshortcuts={String(index + 1)}
            data-sending={sending === outcome}
            data-testid={`vote-${outcome}`}
            onClick={() => ready && onVote(outcome)}
          >
            {t(`vote.${outcome}`)}
            <Kbd>{index + 1}</Kbd>
          </Button>
        ))}
      </div>
    </section>
  );
}
