"use client";

import { useTranslations } from "next-intl";
import { useMemo } from "react";
import type { Outcome } from "@/domain/outcome";
import { forgetDraft, RetryCountdown } from "@/features/conversation";
import { useRouter } from "@/i18n/navigation";
import { Button, ButtonLink } from "@/ui/button";
import { AlertNotice, NoticePage } from "@/ui/notice";
import { PageTitle } from "@/ui/page";
import { BattleConversation } from "./battle-conversation";
import { BattleHome, type HomeContent } from "./battle-home";
import { type BattleState, isOpen, isRunning } from "./battle-state";
import { useFocusAfterAction } from "./use-focus-after-action";
import { type BattleControls, useBattle } from "./use-battle";
import { useBattleAddress } from "./use-battle-address";
import { useShortcuts } from "./use-shortcuts";
import { voteOrder } from "./vote-bar";

/** What the last failure means, or null. */
function useProblemText(code: string | null): string | null {
  const t = useTranslations("common");
  if (code === null) return null;
  const key = `problem.${code}` as "problem.network";
  return t(t.has(key) ? key : "problem.internal-error");
}

function ProblemNotice(props: { readonly text: string; readonly retryAt: number | null; readonly onDismiss: () => void }) {
  const { text, retryAt, onDismiss } = props;
  const t = useTranslations("common");
  return (
    <AlertNotice data-testid="problem">
      <p>{text}</p>
      {retryAt !== null && <RetryCountdown retryAt={retryAt} />}
      <Button onClick={onDismiss}>{t("dismiss")}</Button>
    </AlertNotice>
  );
}

/** A battle that is being read, or that cannot be. */
function MissingBattle({ problemText }: { readonly problemText: string | null }) {
  const t = useTranslations("battle");
  const common = useTranslations("common");
  if (problemText === null) {
    return (
      <h1 className="text-quiet">
        <output>{t("loading")}</output>
      </h1>
    );
  }
  return (
    <NoticePage role="alert" data-testid="problem">
      <PageTitle>{t("unavailableTitle")}</PageTitle>
      <p>{problemText}</p>
      <ButtonLink href="/">{common("newBattle")}</ButtonLink>
    </NoticePage>
  );
}

function useBattleShortcuts(state: BattleState, controls: Pick<BattleControls, "stop">, onVote: (outcome: Outcome) => void): void {
  const router = useRouter();
  const [votable, running, exists] = [isOpen(state), isRunning(state), state.battleId !== null];
  const shortcuts = useMemo(
    () => ({
      ...Object.fromEntries(voteOrder.map((outcome, index) => [String(index + 1), votable ? () => onVote(outcome) : null])),
      n: exists && !running ? () => router.push("/") : null,
      escape: running ? controls.stop : null,
      "/": () => document.querySelector<HTMLElement>("[data-shortcut=prompt]")?.focus(),
    }),
    [votable, running, exists, onVote, controls, router],
  );
  useShortcuts(shortcuts);
}

/** The arena: ask, watch two answers, go on or vote, see which models they were. The address names the battle that is shown. */
export function BattleScreen(home: HomeContent) {
  const { addressed, setAddress } = useBattleAddress();
  const { state, controls } = useBattle(addressed);
  const focus = useFocusAfterAction(state);
  const { awaitFocus } = focus;
  const problemText = useProblemText(state.problem);
  const actions = useMemo(
    () => ({
      vote: (outcome: Outcome) => {
        awaitFocus("reveal");
        controls.vote(outcome);
      },
      stop: controls.stop,
    }),
    [awaitFocus, controls],
  );
  useBattleShortcuts(state, controls, actions.vote);

  const start = (prompt: string) => {
    awaitFocus("turn");
    controls.start(prompt, (battleId) => {
      forgetDraft(prompt);
      setAddress(battleId);
    });
  };
  const ask = (prompt: string) => {
    awaitFocus("turn");
    controls.ask({ prompt, turn: state.turns.length + 1 }, () => forgetDraft(prompt));
  };
  const notice = problemText !== null && <ProblemNotice text={problemText} retryAt={state.retryAt} onDismiss={controls.dismiss} />;
  if (state.battleId === null && addressed === null) return <BattleHome {...home} notice={notice} onStart={start} />;
  if (state.turns.length === 0) return <MissingBattle problemText={problemText} />;
  return <BattleConversation state={state} controls={actions} notice={notice} focus={focus} onStart={start} onAsk={ask} />;
}
