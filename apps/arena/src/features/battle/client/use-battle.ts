"use client";

import { useEffect, useMemo, useReducer, useState } from "react";
import type { Outcome } from "@/domain/outcome";
import { battleApi } from "./battle-api";
import { ask, close, createContext, show, start, stop, vote } from "./battle-controller";
import { type BattleState, battleReducer, noBattle } from "./battle-state";

/** What the page can do with a battle. */
export interface BattleControls {
  /** Starts a battle; `onAccepted` gets its id as soon as the server has it. */
  start(prompt: string, onAccepted: (battleId: string) => void): void;
  /** Asks the turn with this number. */
  ask(input: { prompt: string; turn: number }, onAccepted: () => void): void;
  stop(): void;
  vote(outcome: Outcome, early: boolean): void;
  dismiss(): void;
}

/** The battle of the page's address: started here or loaded again, followed through lost connections, voted on once. */
export function useBattle(addressed: string | null): { readonly state: BattleState; readonly controls: BattleControls } {
  const [state, dispatch] = useReducer(battleReducer, noBattle);
  const [context] = useState(() => createContext(battleApi, dispatch));

  useEffect(() => () => close(context), [context]);
  useEffect(() => void show(context, addressed), [context, addressed]);

  const controls = useMemo(
    (): BattleControls => ({
      start: (prompt, onAccepted) => void start(context, prompt, onAccepted),
      ask: (input, onAccepted) => void ask(context, input, onAccepted),
      stop: () => void stop(context),
      vote: (outcome, early) => void vote(context, outcome, early),
      dismiss: () => dispatch({ type: "dismiss" }),
    }),
    [context],
  );
  return { state, controls };
}
