import type { EndReason } from "@/domain/end-reason";
import type { Outcome } from "@/domain/outcome";
import type { Slot } from "@/domain/slot";
import type { BattleView, VoteResponse } from "../contract";

/** One side as the page knows it. `end` is null while the answer is being written. */
export interface AnswerState {
  readonly text: string;
  readonly end: EndReason | null;
}

/** A battle on the page. Without `battleId` the composer is shown. */
export interface BattleState {
  readonly battleId: string | null;
  readonly loading: boolean;
  readonly prompt: string;
  readonly answers: Record<Slot, AnswerState>;
  /** Whose turn it is, while the battle waits in line; else 0. */
  readonly position: number;
  /** The server shows both answers from one instant on. */
  readonly started: boolean;
  readonly connection: "ok" | "reconnecting";
  /** The outcome that is on its way to the server. */
  readonly sending: Outcome | null;
  readonly vote: VoteResponse | null;
  /** The code of the last failure, or null. */
  readonly problem: string | null;
}

export type BattleAction =
  | { type: "start"; battleId: string; prompt: string }
  | { type: "load"; battleId: string }
  | { type: "restore"; view: BattleView }
  | { type: "receive"; position: number; answers: Record<Slot, AnswerState> }
  | { type: "connection"; connection: BattleState["connection"] }
  | { type: "send-vote"; outcome: Outcome }
  | { type: "vote"; vote: VoteResponse }
  | { type: "refuse-start"; problem: string }
  | { type: "fail"; problem: string }
  | { type: "dismiss" }
  | { type: "reset" };

const silent: AnswerState = { text: "", end: null };

export const noBattle: BattleState = {
  battleId: null,
  loading: false,
  prompt: "",
  answers: { a: silent, b: silent },
  position: 0,
  started: false,
  connection: "ok",
  sending: null,
  vote: null,
  problem: null,
};

/** A reattached stream begins again at the first word: what is already on the page never shrinks. */
function grown(shown: AnswerState, received: AnswerState): AnswerState {
  return { text: received.text.length >= shown.text.length ? received.text : shown.text, end: received.end ?? shown.end };
}

function haveBegun({ a, b }: BattleState["answers"]): boolean {
  return [a, b].some(({ text, end }) => text !== "" || end !== null);
}

/** Both answers have ended and no vote is out. */
export function canVote({ answers, vote, sending }: BattleState): boolean {
  return answers.a.end !== null && answers.b.end !== null && vote === null && sending === null;
}

export function battleReducer(state: BattleState, action: BattleAction): BattleState {
  switch (action.type) {
    case "start":
      return { ...noBattle, battleId: action.battleId, prompt: action.prompt };
    case "load":
      return { ...noBattle, battleId: action.battleId, loading: true };
    case "restore": {
      const { prompt, answers, vote } = action.view;
      return { ...state, loading: false, prompt, answers, vote, sending: null, started: state.started || haveBegun(answers) };
    }
    case "receive": {
      const answers = { a: grown(state.answers.a, action.answers.a), b: grown(state.answers.b, action.answers.b) };
      return { ...state, answers, position: action.position, started: state.started || haveBegun(answers), connection: "ok" };
    }
    case "connection":
      return { ...state, connection: action.connection };
    case "send-vote":
      return canVote(state) ? { ...state, sending: action.outcome, problem: null } : state;
    case "vote":
      return { ...state, sending: null, vote: action.vote };
    case "refuse-start":
      return { ...noBattle, problem: action.problem };
    case "fail":
      return { ...state, sending: null, loading: false, problem: action.problem };
    case "dismiss":
      return { ...state, problem: null };
    case "reset":
      return noBattle;
  }
}
