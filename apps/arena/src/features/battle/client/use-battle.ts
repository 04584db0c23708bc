"use client";

import { useCallback, useEffect, useReducer, useRef } from "react";
import { v4 as newUuid } from "uuid";
import type { Outcome } from "@/domain/outcome";
import { castVote, openStream, readAnswers, RequestError, startBattle, stopBattle, viewBattle } from "./battle-api";
import { type BattleState, battleReducer, noBattle } from "./battle-state";

const FIRST_RETRY_MS = 500;
const LAST_RETRY_MS = 8_000;

const codeOf = (error: unknown): string => {
  if (error instanceof RequestError) return error.code;
  throw error;
};

/** Resolves after the time, or at once when the browser is online again. */
function waitToRetry(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      window.removeEventListener("online", done);
      resolve();
    };
    const timer = setTimeout(done, milliseconds);
    window.addEventListener("online", done);
    signal.addEventListener("abort", done);
  });
}

/** What the page can do with a battle. */
export interface BattleControls {
  readonly state: BattleState;
  /** Starts a battle; `onAccepted` hears its id as soon as the server has it. */
  start(prompt: string, onAccepted: (battleId: string) => void): void;
  stop(): void;
  vote(outcome: Outcome): void;
  dismiss(): void;
  reset(): void;
}

/** One battle in this page: started or brought back, followed through lost connections, voted on once. */
export function useBattle(knownBattleId: string | null): BattleControls {
  const [state, dispatch] = useReducer(battleReducer, noBattle);
  const following = useRef<AbortController | null>(null);

  const follow = useCallback(async (battleId: string, first: Response | null, signal: AbortSignal) => {
    let response = first;
    for (let wait = FIRST_RETRY_MS; !signal.aborted;) {
      try {
        response ??= await openStream(battleId, signal);
        const ended = await readAnswers(response, ({ position, answers }) => {
          if (!signal.aborted) dispatch({ type: "receive", position, answers });
          if (answers.a.text !== "" || answers.b.text !== "") wait = FIRST_RETRY_MS;
        });
        if (ended) return;
      } catch (error) {
        const code = codeOf(error);
        if (code === "battle-not-found") return dispatch({ type: "fail", problem: code });
      }
      if (signal.aborted) return;
      response = null;
      dispatch({ type: "connection", connection: "reconnecting" });
      await waitToRetry(wait, signal);
      wait = Math.min(wait * 2, LAST_RETRY_MS);
    }
  }, []);

  const replaceFollowed = useCallback(() => {
    following.current?.abort();
    following.current = new AbortController();
    return following.current.signal;
  }, []);

  const restore = useCallback(
    async (battleId: string) => {
      const signal = replaceFollowed();
      dispatch({ type: "load", battleId });
      try {
        const view = await viewBattle(battleId);
        if (signal.aborted) return;
        dispatch({ type: "restore", view });
        if (view.answers.a.end === null || view.answers.b.end === null) await follow(battleId, null, signal);
      } catch (error) {
        if (!signal.aborted) dispatch({ type: "fail", problem: codeOf(error) });
      }
    },
    [follow, replaceFollowed],
  );

  useEffect(() => {
    if (knownBattleId !== null) void restore(knownBattleId);
    return () => following.current?.abort();
  }, [knownBattleId, restore]);

  const start = useCallback(
    async (prompt: string, onAccepted: (battleId: string) => void) => {
      const signal = replaceFollowed();
      const battleId = newUuid();
      dispatch({ type: "start", battleId, prompt });
      try {
        const response = await startBattle(battleId, prompt, signal);
        onAccepted(battleId);
        await follow(battleId, response, signal);
      } catch (error) {
        if (!signal.aborted) dispatch({ type: "refuse-start", problem: codeOf(error) });
      }
    },
    [follow, replaceFollowed],
  );

  const { battleId } = state;
  const vote = useCallback(
    async (outcome: Outcome) => {
      if (battleId === null) return;
      dispatch({ type: "send-vote", outcome });
      try {
        dispatch({ type: "vote", vote: await castVote(battleId, outcome) });
      } catch (error) {
        const code = codeOf(error);
        if (code !== "already-voted") return dispatch({ type: "fail", problem: code });
      }
      // Names that were taken out of the answers come back with the vote; a vote from another tab shows up here, too.
      await viewBattle(battleId).then(
        (view) => dispatch({ type: "restore", view }),
        (error: unknown) => dispatch({ type: "fail", problem: codeOf(error) }),
      );
    },
    [battleId],
  );

  const stop = useCallback(() => {
    if (battleId !== null) stopBattle(battleId).catch((error: unknown) => dispatch({ type: "fail", problem: codeOf(error) }));
  }, [battleId]);

  const reset = useCallback(() => {
    following.current?.abort();
    dispatch({ type: "reset" });
  }, []);

  return {
    state,
    start: (...given) => void start(...given),
    stop,
    vote: (outcome) => void vote(outcome),
    dismiss: () => dispatch({ type: "dismiss" }),
    reset,
  };
}
