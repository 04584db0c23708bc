"use client";

import { useLocale, useTranslations } from "next-intl";
import { type ReactNode, useEffect, useMemo, useRef, useSyncExternalStore } from "react";
import { getPathname, Link, usePathname, useRouter } from "@/i18n/navigation";
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

/** The arena: ask, watch two answers, vote, see who it was. With `battleId` it brings that battle back. */
export function BattleScreen(props: {
  readonly battleId: string | null;
  readonly maxCharacters: number;
  readonly examples?: Examples;
  readonly children?: ReactNode;
}) {
  const { battleId, maxCharacters, examples = "example", children } = props;
  const t = useTranslations("battle");
  const problem = useTranslations("problem");
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

  const known = state.problem !== null && problem.has(state.problem as "network") ? (state.problem as "network") : "internal-error";
  const notice = state.problem !== null && (
    <div className="notice-inline" role="alert" data-testid="problem">
      <p>{problem(known)}</p>
      <button className="button" type="button" onClick={dismiss}>
        {problem("dismiss")}
      </button>
    </div>
  );

  if (state.battleId === null && battleId === null) {
    return (
      <div className="opening">
        <h1>{t("headline")}</h1>
        <p className="lead">{t("lead")}</p>
        {notice}
        <Composer onSend={begin} examples={examples} maxCharacters={maxCharacters} />
        {children}
      </div>
    );
  }
  if (state.prompt === "") {
    return (
      <div className="battle">
        {notice || <output className="quiet">{t("loading")}</output>}
        <Link className="button" href="/">
          {t("new")}
        </Link>
      </div>
    );
  }
  return (
    <div className="battle">
      <header className="asked">
        <h1 className="small quiet">{t("you")}</h1>
        <p>{state.prompt}</p>
        {running ? (
          <button className="button" type="button" onClick={stop}>
            {t("stop")}
            <kbd aria-hidden="true">Esc</kbd>
          </button>
        ) : (
          !state.vote && (
            <Link className="button" href="/" data-testid="new-battle">
              {t("new")}
              <kbd aria-hidden="true">N</kbd>
            </Link>
          )
        )}
      </header>
      {notice}
      {running && (!online || state.connection === "reconnecting") && (
        <output className="notice-inline" data-testid="connection">
          {t(online ? "reconnecting" : "offline")}
        </output>
      )}
      {running && state.position > 0 && (
        <output className="notice-inline" data-testid="queue">
          {t("queued", { position: state.position })}
        </output>
      )}
      <output className="sr-only">{running ? t("statusRunning") : votable ? t("statusReady") : ""}</output>
      {state.vote && <RevealCard vote={state.vote} onAgain={() => begin(state.prompt)} />}
      <Panes state={state} onRetry={() => begin(state.prompt)} />
      {!state.vote && <VoteBar ready={votable} sending={state.sending} onVote={vote} />}
    </div>
  );
}
