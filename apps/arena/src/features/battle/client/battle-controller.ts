import { v4 as newUuid } from "uuid";
import { failureOf, followTurn, isAnswering, problemCodeOf, waitToRetry } from "@/features/conversation";
import type { Outcome } from "@/domain/outcome";
import type { BattleApi } from "./battle-api";
import type { BattleView } from "../contract";
import type { BattleAction } from "./battle-state";

/** The battle that a page shows, and the requests that it waits for. */
export interface BattleContext {
  readonly api: BattleApi;
  readonly dispatch: (action: BattleAction) => void;
  battleId: string | null;
  abort: AbortController;
}

export const createContext = (api: BattleApi, dispatch: (action: BattleAction) => void): BattleContext => ({
  api,
  dispatch,
  battleId: null,
  abort: new AbortController(),
});

/** Ends the following of what was shown, and names what is shown next. */
function switchTo(context: BattleContext, battleId: string | null): AbortSignal {
  context.abort.abort();
  context.abort = new AbortController();
  context.battleId = battleId;
  return context.abort.signal;
}

const FIRST_RETRY_MS = 1_000;
const LAST_RETRY_MS = 15_000;

/** Problems that end without the reader's help. */
const passingCodes: readonly string[] = ["network", "unavailable", "internal-error", "not-ready", "queue-full", "too-many-requests"];

/** Reads a battle, again and again while the server cannot be reached. Null where it is gone or was left. */
async function read(context: BattleContext, battleId: string, signal: AbortSignal, isQuiet: boolean): Promise<BattleView | null> {
  let hasFailed = false;
  for (let retryMs = FIRST_RETRY_MS; ; retryMs = Math.min(2 * retryMs, LAST_RETRY_MS)) {
    try {
      const view = await context.api.view(battleId);
      if (hasFailed && !signal.aborted) context.dispatch({ type: "dismiss" });
      return signal.aborted ? null : view;
    } catch (error) {
      const failure = failureOf(error);
      if (signal.aborted) return null;
      const passes = passingCodes.includes(failure.problem);
      hasFailed ||= !isQuiet;
      if (!isQuiet || !passes) context.dispatch({ type: "fail", ...failure, ...(passes ? { problem: "view-not-read" } : {}) });
      if (!passes) return null;
    }
    await waitToRetry(retryMs, signal);
    if (signal.aborted) return null;
  }
}

/**
 * Reads the whole conversation and follows a turn that runs.
 *
 * @param options `after`: the turn whose end was seen already, so only a newer one is followed. `isQuiet`: another problem is shown, so a
 * failure to read is not.
 */
async function restore(
  context: BattleContext,
  battleId: string,
  signal: AbortSignal,
  { after = 0, isQuiet = false }: { after?: number; isQuiet?: boolean } = {},
): Promise<void> {
  const view = await read(context, battleId, signal, isQuiet);
  if (!view) return;
  context.dispatch({ type: "restore", view });
  const newest = view.turns.length;
  if (newest > after && isAnswering(view.answers)) await follow(context, { battleId, turn: newest, first: null, signal });
}

/** Follows a turn to its end, then reads what a further turn may have. */
async function follow(
  context: BattleContext,
  { battleId, turn, first, signal }: { battleId: string; turn: number; first: Response | null; signal: AbortSignal },
): Promise<void> {
  try {
    const end = await followTurn({
      turn,
      first,
      signal,
      open: (lastEventId) => context.api.openStream(battleId, lastEventId, signal),
      isFinal: (error) => problemCodeOf(error) === "battle-not-found",
      onProgress: (progress) => context.dispatch({ type: "progress", turn, progress }),
      onLost: () => signal.aborted || context.dispatch({ type: "lose-connection" }),
    });
    if (end === "aborted") return;
  } catch (error) {
    return context.dispatch({ type: "fail", ...failureOf(error) });
  }
  await restore(context, battleId, signal, { after: turn });
}

/** Shows the battle of an address, or none; a battle that is shown already goes on. */
export async function show(context: BattleContext, battleId: string | null): Promise<void> {
  if (battleId === context.battleId) return;
  const signal = switchTo(context, battleId);
  if (battleId === null) return context.dispatch({ type: "reset" });
  context.dispatch({ type: "load", battleId });
  await restore(context, battleId, signal);
}

/** Starts a battle; where the server refuses, what was shown before comes back. */
export async function start(context: BattleContext, prompt: string, onAccepted: (battleId: string) => void): Promise<void> {
  const previous = context.battleId;
  const battleId = newUuid();
  const signal = switchTo(context, battleId);
  context.dispatch({ type: "start", battleId, prompt });
  let first: Response;
  try {
    first = await context.api.start(battleId, prompt, signal);
  } catch (error) {
    const failure = failureOf(error);
    if (signal.aborted) return;
    const signalOfPrevious = switchTo(context, previous);
    context.dispatch({ type: "refuse-start", ...failure });
    if (previous !== null) await restore(context, previous, signalOfPrevious, { isQuiet: true });
    return;
  }
  if (signal.aborted) return;
  onAccepted(battleId);
  await follow(context, { battleId, turn: 1, first, signal });
}

/** These mean that the page is out of date: another tab added a turn, or voted. */
const staleCodes: readonly string[] = ["battle-running", "already-voted", "conversation-full"];

/** Asks a further prompt. Where the server refuses, the page shows what the server has, and the draft stays. */
export async function ask(context: BattleContext, input: { prompt: string; turn: number }, onAccepted: () => void): Promise<void> {
  const { battleId } = context;
  if (battleId === null) return;
  const { prompt, turn } = input;
  const signal = switchTo(context, battleId);
  context.dispatch({ type: "ask", prompt });
  let first: Response;
  try {
    first = await context.api.addTurn(battleId, prompt, signal);
  } catch (error) {
    const failure = failureOf(error);
    if (signal.aborted) return;
    context.dispatch({ type: "refuse-turn", ...failure });
    if (staleCodes.includes(failure.problem)) await restore(context, battleId, signal, { isQuiet: true });
    return;
  }
  if (signal.aborted) return;
  onAccepted();
  await follow(context, { battleId, turn, first, signal });
}

/** @param early Whether the vote ends answers that are still being written. */
export async function vote(context: BattleContext, outcome: Outcome, early = false): Promise<void> {
  const { battleId, api, dispatch, abort } = context;
  if (battleId === null) return;
  dispatch({ type: "send-vote", outcome });
  try {
    const response = await api.vote(battleId, outcome, early);
    if (!abort.signal.aborted) dispatch({ type: "vote", vote: response });
  } catch (error) {
    const failure = failureOf(error);
    if (abort.signal.aborted) return;
    const { problem } = failure;
    dispatch({ type: "fail", ...failure, ...(problem === "network" ? { problem: "vote-not-sent" } : {}) });
    // Without an answer nobody knows whether the server has the vote; reading the battle tells.
    if (staleCodes.includes(problem) || problem === "network" || problem === "unavailable") {
      await restore(context, battleId, abort.signal, { isQuiet: true });
    }
    return;
  }
  // Names that were masked in the answers come back with the vote.
  await restore(context, battleId, abort.signal);
}

export async function stop({ battleId, api, dispatch, abort }: BattleContext): Promise<void> {
  if (battleId === null) return;
  try {
    await api.stop(battleId);
  } catch (error) {
    const failure = failureOf(error);
    const what = failure.problem === "network" ? { problem: "stop-not-sent" } : {};
    if (!abort.signal.aborted) dispatch({ type: "fail", ...failure, ...what });
  }
}

/** Ends all requests, when the page goes away. */
export const close = (context: BattleContext): void => void switchTo(context, null);
