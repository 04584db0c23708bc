"use client";

import { useTranslations } from "next-intl";
import type { Outcome } from "@/domain/outcome";
import { Button } from "@/ui/button";
import { Kbd } from "@/ui/kbd";
import { type BattleState, isOpen, isRunning, uncountedReason } from "./battle-state";

/** In the order of the panes, which is also the order of the keys 1 to 4. */
export const voteOrder = ["a", "tie", "b", "both-bad"] as const satisfies readonly Outcome[];

/** On a phone the bar has two rows: A and B above, the two ties below. */
const phoneOrder = { a: "", tie: "max-md:order-1", b: "", "both-bad": "max-md:order-2" } as const satisfies Record<Outcome, string>;

/** The text of the bar: why one cannot vote yet, or whether the vote will count. */
function useHint(state: BattleState): string {
  const t = useTranslations("battle");
  if (state.sending !== null) return t("saving");
  if (!isOpen(state)) return t("voteWait");
  const reason = uncountedReason(state);
  return reason === null ? t("voteReady") : t(`voteUncounted.${reason}`);
}

export function VoteBar(props: { readonly state: BattleState; readonly onVote: (outcome: Outcome) => void; readonly onStop: () => void }) {
  const { state, onVote, onStop } = props;
  const t = useTranslations("battle");
  const ready = isOpen(state);
  const hint = useHint(state);
  return (
    <section
      className="sticky bottom-0 z-1 -mx-page grid justify-items-center gap-1.5 border-t border-line bg-ground px-page pt-2.5 pb-[max(0.9rem,env(safe-area-inset-bottom))]"
      aria-label={t("voteLabel")}
    >
      <div className="flex min-h-11 w-full max-w-208 items-center justify-center gap-4">
        <p id="vote-hint" className="text-sm text-quiet">
          {hint}
        </p>
        {isRunning(state) && (
          <Button className="ml-auto flex-none" data-testid="stop" aria-keyshortcuts="Escape" onClick={onStop}>
            {t("stop")}
            <Kbd>Esc</Kbd>
          </Button>
        )}
      </div>
      <div className="grid w-full max-w-208 grid-cols-4 gap-2.5 max-md:grid-cols-2 max-md:gap-2">
        {voteOrder.map((outcome, index) => (
          <Button
            key={outcome}
            className={`not-aria-disabled:hover:border-accent not-aria-disabled:hover:text-accent data-[sending=true]:border-accent data-[sending=true]:text-accent ${phoneOrder[outcome]}`}
            aria-describedby="vote-hint"
            aria-disabled={!ready}
            aria-keyshortcuts={String(index + 1)}
            data-sending={state.sending === outcome}
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
