"use client";

import { useTranslations } from "next-intl";
import { useMemo } from "react";
import type { Outcome } from "@/domain/outcome";
import { forgetDraft, RetryCountdown, writeDraft } from "@/features/conversation";
import { useRouter } from "@/i18n/navigation";
import { Button, ButtonLink } from "@/ui/button";
import { AlertNotice, NoticePage } from "@/ui/notice";
import { PageTitle } from "@/ui/page";
import { BattleConversation } from "./battle-conversation";
import { BattleHome, type HomeContent } from "./battle-home";
import { type BattleState, canVoteEarly, isOpen, isRunning } from "./battle-state";
import { useFocusAfterAction } from "./use-focus-after-action";
import { type BattleControls, useBattle } from "./use-battle";
import { useBattleAddress } from "./use-battle-address";
import { useShortcuts } from "./use-shortcuts";
import { KeyList, useKeyList } from "./key-list";
import { useSeenSlots } from "./use-seen-slots";
import { useSingleKeys } from "./use-single-keys";
import { voteOrder } from "./vote-order";

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

function useBattleShortcuts(
  state: BattleState,
  input: { readonly canVote: boolean; readonly stop: () => void; readonly onVote: (outcome: Outcome) => void; readonly onKeys: () => void },
): void {
  const { canVote, stop, onVote, onKeys } = input;
  const router = useRouter();
  const [singleKeys] = useSingleKeys();
  const [running, exists] = [isRunning(state), state.battleId !== null];
  const shortcuts = useMemo(() => {
    const escape = running ? stop : null;
    if (!singleKeys) return { escape };
    return {
      ...Object.fromEntries(voteOrder.map((outcome, index) => [String(index + 1), canVote ? () => onVote(outcome) : null])),
      n: exists && !running ? () => router.push("/") : null,
      escape,
      "/": () => document.querySelector<HTMLElement>("[data-shortcut=prompt]")?.focus(),
      "?": onKeys,
    };
  }, [singleKeys, canVote, running, exists, onVote, stop, onKeys, router]);
  useShortcuts(shortcuts);
}

/** What a visitor does with the battle, and where focus and address go with it. */
function useBattleActions(
  state: BattleState,
  controls: BattleControls,
  focus: ReturnType<typeof useFocusAfterAction>,
  setAddress: (battleId: string) => void,
) {
  const router = useRouter();
  const { awaitFocus } = focus;
  const [turn, running] = [state.turns.length + 1, isRunning(state)];
  return useMemo(
    () => ({
      start(prompt: string) {
        awaitFocus("turn");
        controls.start(prompt, (battleId) => {
          forgetDraft(prompt);
          setAddress(battleId);
        });
      },
      ask(prompt: string) {
        awaitFocus("turn");
        controls.ask({ prompt, turn }, () => forgetDraft(prompt));
      },
      vote(outcome: Outcome) {
        awaitFocus("reveal");
        controls.vote(outcome, running);
      },
      stop: controls.stop,
      edit(prompt: string) {
        writeDraft(prompt);
        router.push("/");
      },
    }),
    [awaitFocus, controls, setAddress, turn, running, router],
  );
}

/** The arena: ask, watch two answers, go on or vote, see which models they were. The address names the battle that is shown. */
export function BattleScreen(home: HomeContent) {
  const { addressed, setAddress } = useBattleAddress();
  const { state, controls } = useBattle(addressed);
  const focus = useFocusAfterAction(state);
  const actions = useBattleActions(state, controls, focus, setAddress);
  const problemText = useProblemText(state.problem);
  const seen = useSeenSlots(state.turns.length);
  const keyList = useKeyList();
  const canVote = (isOpen(state) || canVoteEarly(state)) && seen.unseen === null;
  useBattleShortcuts(state, { canVote, stop: actions.stop, onVote: actions.vote, onKeys: keyList.open });
  const notice = problemText !== null && <ProblemNotice text={problemText} retryAt={state.retryAt} onDismiss={controls.dismiss} />;
  const isHome = state.battleId === null && addressed === null;
  return (
    <>
      {isHome && <BattleHome {...home} notice={notice} onStart={actions.start} />}
      {!isHome && state.turns.length === 0 && <MissingBattle problemText={problemText} />}
      {!isHome && state.turns.length > 0 && (
        <BattleConversation
          state={state}
          controls={actions}
          notice={notice}
          focus={focus}
          onStart={actions.start}
          onAsk={actions.ask}
          onEdit={actions.edit}
          onKeys={keyList.open}
          seen={seen}
        />
      )}
      <KeyList dialog={keyList.dialog} />
    </>
  );
}
