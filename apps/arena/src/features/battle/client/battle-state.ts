import type { ConversationLimits } from "@/domain/conversation-limits";
import { canBeJudged } from "@/domain/early-vote";
import type { Outcome } from "@/domain/outcome";
import type { Slot } from "@/domain/slot";
import {
  type AnswerState,
  type Failure,
  grownAnswer,
  isAnswering,
  type TurnProgress,
  type TurnState,
  unwritten,
} from "@/features/conversation";
import type { BattleView, VoteResponse } from "../contract";

/** A battle on the page. Without `battleId` the page asks for a first prompt. */
export interface BattleState {
  readonly battleId: string | null;
  readonly loading: boolean;
  readonly turns: readonly TurnState[];
  /** Limits of a further turn; null until the server has sent them. */
  readonly limits: ConversationLimits | null;
  /** Position in the queue while the newest turn waits; else 0. */
  readonly position: number;
  readonly connection: "ok" | "reconnecting";
  /** The outcome that is on its way to the server. */
  readonly sending: Outcome | null;
  readonly vote: VoteResponse | null;
  /** The code of the last failure, or null. */
  readonly problem: string | null;
  /** When the server wants the next try, in milliseconds since 1970; null where it does not say. */
  readonly retryAt: number | null;
  /** What the page showed before a new battle was asked for; it comes back when the server refuses that battle. */
  readonly before: BattleState | null;
}

export type BattleAction =
  | { type: "load"; battleId: string }
  | { type: "start"; battleId: string; prompt: string }
  | ({ type: "refuse-start" } & Failure)
  | { type: "ask"; prompt: string }
  | ({ type: "refuse-turn" } & Failure)
  | { type: "restore"; view: BattleView }
  | { type: "progress"; turn: number; progress: TurnProgress }
  | { type: "lose-connection" }
  | { type: "send-vote"; outcome: Outcome }
  | { type: "vote"; vote: VoteResponse }
  | ({ type: "fail" } & Failure)
  | { type: "dismiss" }
  | { type: "reset" };

export const noBattle: BattleState = {
  battleId: null,
  loading: false,
  turns: [],
  limits: null,
  position: 0,
  connection: "ok",
  sending: null,
  vote: null,
  problem: null,
  retryAt: null,
  before: null,
};

/** Whether an answer of the newest turn is being written. */
export function isRunning({ turns }: Pick<BattleState, "turns">): boolean {
  const newest = turns.at(-1);
  return newest !== undefined && isAnswering(newest.answers);
}

/** Both answers of every turn have ended, and no vote is out: the voter can vote or go on. */
export const isOpen = (state: BattleState): boolean =>
  state.turns.length > 0 && !isRunning(state) && state.vote === null && state.sending === null;

/** Answers are being written, and each shows enough to judge by: a vote would end them and count. */
export function canVoteEarly(state: BattleState): boolean {
  const newest = state.turns.at(-1);
  if (newest === undefined || !isRunning(state) || state.vote !== null || state.sending !== null) return false;
  return Object.values<AnswerState>(newest.answers).every(({ text, end }) => end !== null || canBeJudged(text));
}

/** Whether the conversation holds no further turn: the operator's ceiling is reached, or a model can read nothing more. */
export const isFull = ({ limits }: BattleState): boolean => limits !== null && (limits.turnsLeft <= 0 || limits.promptTokens === 0);

/** Why a vote on this battle would not count, as far as the page knows. */
export function uncountedReason({ turns }: BattleState): "answer-failed" | "answer-stopped" | null {
  const ends = turns.flatMap(({ answers }) => Object.values<AnswerState>(answers).map(({ end }) => end));
  if (ends.includes("error")) return "answer-failed";
  return ends.includes("aborted") ? "answer-stopped" : null;
}

const newTurn = (prompt: string): TurnState => ({ prompt, answers: { a: unwritten, b: unwritten } });

/** What is shown of a turn, grown by what was received. */
function grownTurn(shown: TurnState | undefined, received: TurnState): TurnState {
  if (shown === undefined) return received;
  const grown = (slot: Slot) => grownAnswer(shown.answers[slot], received.answers[slot]);
  return { prompt: received.prompt, answers: { a: grown("a"), b: grown("b") } };
}

/** After the vote the texts are unmasked, so they replace what was shown; before it nothing that is shown shrinks. */
function restored(state: BattleState, { turns, limits, vote }: BattleView): BattleState {
  const known = state.turns;
  const shown = vote === null ? turns.map((turn, index) => grownTurn(known[index], turn)) : turns;
  // The server has a vote whose answer was lost.
  const problem = vote !== null && state.problem === "vote-not-sent" ? null : state.problem;
  const sending = vote === null ? state.sending : null;
  return { ...state, loading: false, turns: shown, limits, vote, problem, sending, before: null };
}

/** Progress of another turn than the newest is ignored. */
function progressed(state: BattleState, turn: number, { answers, position }: TurnProgress): BattleState {
  const newest = state.turns.at(-1);
  if (newest === undefined || turn !== state.turns.length) return state;
  const turns = [...state.turns.slice(0, -1), grownTurn(newest, { prompt: newest.prompt, answers })];
  return { ...state, turns, position, connection: "ok" };
}

const failureIn = ({ problem, retryAt }: Failure): Failure => ({ problem, retryAt });

export function battleReducer(state: BattleState, action: BattleAction): BattleState {
  switch (action.type) {
    case "load":
      return { ...noBattle, battleId: action.battleId, loading: true };
    case "start":
      return { ...noBattle, battleId: action.battleId, turns: [newTurn(action.prompt)], before: state.turns.length === 0 ? null : state };
    case "refuse-start":
      return { ...(state.before ?? noBattle), ...failureIn(action) };
    case "ask":
      return isOpen(state) ? { ...state, turns: [...state.turns, newTurn(action.prompt)], position: 0, problem: null } : state;
    case "refuse-turn":
      return { ...state, turns: state.turns.slice(0, -1), ...failureIn(action) };
    case "restore":
      return restored(state, action.view);
    case "progress":
      return progressed(state, action.turn, action.progress);
    case "lose-connection":
      return { ...state, connection: "reconnecting" };
    case "send-vote":
      return isOpen(state) || canVoteEarly(state) ? { ...state, sending: action.outcome, problem: null } : state;
    case "vote":
      return { ...state, sending: null, vote: action.vote };
    case "fail":
      return { ...state, sending: null, loading: false, ...failureIn(action) };
    case "dismiss":
      return { ...state, problem: null };
    case "reset":
      return noBattle;
  }
}
