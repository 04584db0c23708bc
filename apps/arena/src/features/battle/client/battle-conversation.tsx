"use client";

import { useTranslations } from "next-intl";
import { type ReactNode, useMemo } from "react";
import type { Outcome } from "@/domain/outcome";
import { type Slot, slots } from "@/domain/slot";
import { type PaneSlot, TurnView, useOnline } from "@/features/conversation";
import { Button, ButtonLink } from "@/ui/button";
import { Kbd } from "@/ui/kbd";
import { StatusNotice } from "@/ui/notice";
import { type BattleState, isOpen, isRunning } from "./battle-state";
import { NextPrompt } from "./next-prompt";
import { ReasonsForm } from "./reasons-form";
import { RevealCard } from "./reveal-card";
import { RevealDetails } from "./reveal-details";
import type { useFocusAfterAction } from "./use-focus-after-action";
import { VoteBar } from "./vote-bar";

/** What goes on with the newest turn, for the eyes. */
function RunningNotice({ state }: { readonly state: BattleState }) {
  const t = useTranslations("conversation");
  const online = useOnline();
  if (!isRunning(state)) return null;
  return (
    <>
      {(!online || state.connection === "reconnecting") && (
        <StatusNotice data-testid="connection">{t(online ? "reconnecting" : "offline")}</StatusNotice>
      )}
      {state.position > 0 && <StatusNotice data-testid="queue">{t("queued", { position: state.position })}</StatusNotice>}
    </>
  );
}

/** The same for a screen reader; the answers themselves are no live regions. */
function SpokenStatus({ state }: { readonly state: BattleState }) {
  const t = useTranslations("battle");
  const { vote } = state;
  const spoken = vote
    ? vote.reveal
      ? t("voteSaved", { a: vote.reveal.a.name, b: vote.reveal.b.name })
      : t("voteSavedUnrevealed")
    : isRunning(state)
      ? t("bothRunning")
      : isOpen(state)
        ? t("bothReady")
        : "";
  return (
    <output className="sr-only" data-testid="spoken-status">
      {spoken}
    </output>
  );
}

/** The panes of a battle are nameless until its vote. */
const panesOf = ({ vote }: BattleState): readonly PaneSlot[] =>
  slots.map((slot) => ({ slot, name: vote?.reveal?.[slot].name ?? null, isChosen: vote?.outcome === slot }));

interface ConversationProps {
  readonly state: BattleState;
  readonly controls: { readonly vote: (outcome: Outcome) => void; readonly stop: () => void };
  readonly notice: ReactNode;
  readonly focus: ReturnType<typeof useFocusAfterAction>;
  /** Starts another battle with a prompt of this one. */
  readonly onStart: (prompt: string) => void;
  readonly onAsk: (prompt: string) => void;
  /** Puts a prompt into the field of a new battle. */
  readonly onEdit: (prompt: string) => void;
  readonly onKeys: () => void;
  readonly seen: { readonly unseen: Slot | null; readonly onShown: (slot: string) => void };
}

/** A battle: its turns, the next prompt, the vote and the reveal. */
export function BattleConversation(props: ConversationProps) {
  const { state, controls, notice, focus, onStart, onAsk, onEdit, onKeys, seen } = props;
  const t = useTranslations("battle");
  const common = useTranslations("common");
  const { turns, vote } = state;
  const panes = useMemo(() => panesOf(state), [state]);
  const firstPrompt = turns[0]?.prompt ?? "";
  // A first prompt is retried with another pair; a later one with the same pair, which has the conversation.
  const retry = turns.length === 1 ? onStart : isOpen(state) ? onAsk : null;
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-5 max-md:gap-3.5">
      <header className="flex items-center justify-between gap-4">
        <h1 className="text-sm text-quiet">{t("title", { count: turns.length })}</h1>
        <span className="flex flex-wrap gap-2">
          <Button className="[@media(hover:none)]:hidden" data-testid="keys" onClick={onKeys}>
            {t("keys.title")}
            <Kbd>?</Kbd>
          </Button>
          {!vote && (
            <ButtonLink href="/" data-testid="new-battle">
              {common("newBattle")}
              <Kbd>N</Kbd>
            </ButtonLink>
          )}
        </span>
      </header>
      <div className="grid grid-cols-[minmax(0,1fr)] gap-8">
        {turns.map((turn, index) => {
          const isNewest = index === turns.length - 1;
          return (
            <TurnView
              key={index} // oxlint-disable-line react/no-array-index-key -- a turn never changes its number
              number={index + 1}
              turn={turn}
              panes={panes}
              isTall={isNewest && !vote}
              onRetry={isNewest && !vote && retry ? () => retry(turn.prompt) : null}
              onShown={isNewest ? seen.onShown : null}
              headingRef={isNewest ? focus.turnHeading : null}
            />
          );
        })}
      </div>
      <RunningNotice state={state} />
      {notice}
      <SpokenStatus state={state} />
      <NextPrompt state={state} onAsk={onAsk} />
      {vote ? (
        <RevealCard vote={vote} headingRef={focus.revealHeading} onAgain={() => onStart(firstPrompt)} onEdit={() => onEdit(firstPrompt)}>
          {vote.reveal && state.battleId !== null && <RevealDetails key={state.battleId} battleId={state.battleId} />}
          {state.battleId !== null && vote.outcome !== "tie" && (
            <ReasonsForm key={`reasons ${state.battleId}`} battleId={state.battleId} ofBothBad={vote.outcome === "both-bad"} />
          )}
        </RevealCard>
      ) : (
        <VoteBar state={state} unseen={seen.unseen} onVote={controls.vote} onStop={controls.stop} />
      )}
    </div>
  );
}
