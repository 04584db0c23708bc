"use client";

import { useLocale, useTranslations } from "next-intl";
import { type ReactNode, useEffect, useMemo, useRef, useSyncExternalStore } from "react";
import { getPathname, usePathname, useRouter } from "@/i18n/navigation";
import { Button, ButtonLink } from "@/ui/button";
import { Kbd } from "@/ui/kbd";
import { AlertNotice, NoticePage, StatusNotice } from "@/ui/notice";
import { Lead, PageTitle } from "@/ui/page";
import { canVote } from "./battle-state";
import { Composer, type Examples } from "./composer";
import { Panes } from "./panes";
import { RevealCard } from "./reveal-card";
import { useBattle } from "./use-battle";
import { writeDraft } from "./use-draft";
import { useShortcuts } from "./use-shortcuts";
import { VoteBar, voteOrder } from "./vote-bar";

function subscribeToOnline(tell: () => void): () => void {
  window.addEventListener("online", tell);
  window.addEventListener("offline", tell);
  return () => {
    window.removeEventListener("online", tell);
    window.removeEventListener("offline", tell);
  };
}

const besidePrompt = "col-start-2 row-span-2 row-start-1";

/** The arena: ask, watch two answers, vote, see who it was. With `battleId` it brings that battle back. */
export function BattleScreen(props: {
  readonly battleId: string | null;
  readonly maxCharacters: number;
  readonly examples?: Examples;
  readonly children?: ReactNode;
}) {
  const { battleId, maxCharacters, examples = "generalExamples", children } = props;
  const t = useTranslations("battle");
  const common = useTranslations("common");
  const locale = useLocale();
  const router = useRouter();
  const pathname = usePathname();
  const online = useSyncExternalStore(
    subscribeToOnline,
    () => navigator.onLine,
    () => true,
  );
  const { state, start, stop, vote, dismiss, reset } = useBattle(battleId);
  const votable = canVote(state);
  const running = state.battleId !== null && !state.loading && (state.answers.a.end === null || state.answers.b.end === null);

  // The address of a battle is set without a navigation, so its stream goes on; leaving that address ends the battle's screen.
  const lastPathname = useRef(pathname);
  useEffect(() => {
    if (pathname === "/" && lastPathname.current !== "/") reset();
    lastPathname.current = pathname;
  }, [pathname, reset]);

  const begin = (prompt: string) =>
    start(prompt, (id) => {
      writeDraft("");
      window.history.replaceState(null, "", getPathname({ href: `/battle/${id}`, locale }));
    });

  const shortcuts = useMemo(
    () => ({
      ...Object.fromEntries(voteOrder.map((outcome, index) => [String(index + 1), votable ? () => vote(outcome) : null])),
      n: state.battleId !== null && !running ? () => router.push("/") : null,
      escape: running ? stop : null,
      "/": () => document.querySelector<HTMLElement>("[data-shortcut=prompt]")?.focus(),
    }),
    [votable, vote, state.battleId, running, router, stop],
  );
  useShortcuts(shortcuts);

  const problemKey = `problem.${state.problem}` as "problem.network";
  const problemText = state.problem === null ? null : common(common.has(problemKey) ? problemKey : "problem.internal-error");
  const notice = problemText !== null && (
    <AlertNotice data-testid="problem">
      <p>{problemText}</p>
      <Button onClick={dismiss}>{common("dismiss")}</Button>
    </AlertNotice>
  );

  if (state.battleId === null && battleId === null) {
    return (
      <div className="mx-auto mt-[clamp(0rem,8vh,6rem)] grid max-w-184 gap-4">
        <PageTitle>{t("headline")}</PageTitle>
        <Lead>{t("lead")}</Lead>
        {notice}
        <Composer onSend={begin} examples={examples} maxCharacters={maxCharacters} />
        {children}
      </div>
    );
  }
  if (state.prompt === "" && problemText === null) {
    return (
      <h1 className="text-quiet">
        <output>{t("loading")}</output>
      </h1>
    );
  }
  if (state.prompt === "") {
    return (
      <NoticePage role="alert" data-testid="problem">
        <PageTitle>{t("unavailableTitle")}</PageTitle>
        <p>{problemText}</p>
        <ButtonLink href="/">{common("newBattle")}</ButtonLink>
      </NoticePage>
    );
  }
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-5 max-md:gap-3.5">
      <header className="grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-4">
        <h1 className="text-sm text-quiet">{t("promptTitle")}</h1>
        <p className="col-start-1 max-h-[30dvh] overflow-y-auto text-lg/relaxed font-medium wrap-anywhere whitespace-pre-wrap max-md:text-base/relaxed">
          {state.prompt}
        </p>
        {running ? (
          <Button className={besidePrompt} onClick={stop}>
            {t("stop")}
            <Kbd>Esc</Kbd>
          </Button>
        ) : (
          !state.vote && (
            <ButtonLink className={besidePrompt} href="/" data-testid="new-battle">
              {common("newBattle")}
              <Kbd>N</Kbd>
            </ButtonLink>
          )
        )}
      </header>
      {notice}
      {running && (!online || state.connection === "reconnecting") && (
        <StatusNotice data-testid="connection">{t(online ? "reconnecting" : "offline")}</StatusNotice>
      )}
      {running && state.position > 0 && <StatusNotice data-testid="queue">{t("queued", { position: state.position })}</StatusNotice>}
      <output className="sr-only">{running ? t("bothRunning") : votable ? t("bothReady") : ""}</output>
      {state.vote && <RevealCard vote={state.vote} onAgain={() => begin(state.prompt)} />}
      <Panes state={state} onRetry={() => begin(state.prompt)} />
      {!state.vote && <VoteBar ready={votable} sending={state.sending} onVote={vote} />}
    </div>
  );
}
