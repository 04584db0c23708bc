"use client";

import { useTranslations } from "next-intl";
import type { ReactNode, Ref } from "react";
import { slots } from "@/domain/slot";
import { SlotLetter } from "@/features/conversation";
import { ModelName } from "@/features/models";
import { Button, ButtonLink } from "@/ui/button";
import { Kbd } from "@/ui/kbd";
import type { VoteResponse } from "../contract";
import { VoteFate } from "./vote-fate";

function Names({ reveal, chosen }: { readonly reveal: NonNullable<VoteResponse["reveal"]>; readonly chosen: VoteResponse["outcome"] }) {
  return (
    <dl className="grid grid-cols-2 gap-x-5 gap-y-3 max-md:grid-cols-1">
      {slots.map((slot) => (
        <div key={slot} className="flex min-w-0 items-center gap-3">
          <dt>
            <SlotLetter slot={slot} />
            <span className="sr-only">{slot.toUpperCase()}</span>
          </dt>
          <dd
            className={`text-[clamp(1.1rem,0.9rem+1vw,1.5rem)] leading-tight font-bold tracking-tight ${chosen === slot ? "text-accent" : ""}`}
          >
            <ModelName model={reveal[slot]} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** Who answered, what the vote was worth, and where to go next. */
export function RevealCard(props: {
  readonly vote: VoteResponse;
  /** Where focus goes after the vote. */
  readonly headingRef: Ref<HTMLHeadingElement>;
  readonly onAgain: () => void;
  /** Puts the prompt into the field of a new battle. */
  readonly onEdit: () => void;
  /** Between the vote and the ways on. */
  readonly children: ReactNode;
}) {
  const { vote, headingRef, onAgain, onEdit, children } = props;
  const { reveal } = vote;
  const t = useTranslations("battle");
  const common = useTranslations("common");
  return (
    <section
      className="grid gap-3.5 rounded-lg border border-accent bg-card px-5 pt-4.5 pb-5"
      data-testid="reveal"
      aria-labelledby="reveal-title"
    >
      <h2 id="reveal-title" ref={headingRef} tabIndex={-1} className="scroll-mt-8 text-sm font-medium text-quiet outline-none">
        {t(reveal ? "revealTitle" : "revealWithheldTitle")}
      </h2>
      {reveal ? <Names reveal={reveal} chosen={vote.outcome} /> : <p data-testid="reveal-withheld">{t("revealWithheld")}</p>}
      <VoteFate vote={vote} />
      {children}
      <div className="flex flex-wrap gap-2.5 max-md:*:flex-[1_1_100%]">
        <ButtonLink variant="primary" href="/" data-testid="new-battle">
          {common("newBattle")}
          <Kbd>N</Kbd>
        </ButtonLink>
        <Button data-testid="again" onClick={onAgain}>
          {t("samePrompt")}
        </Button>
        <Button data-testid="edit-prompt" onClick={onEdit}>
          {t("editPrompt")}
        </Button>
        <ButtonLink href="/leaderboard">{t("toLeaderboard")}</ButtonLink>
      </div>
    </section>
  );
}
