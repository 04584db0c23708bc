import { describe, expect, it } from "vitest";
import type { EndReason } from "@/domain/end-reason";
import type { BattleView, VoteResponse } from "../contract";
import { type BattleAction, type BattleState, battleReducer, isFull, isOpen, isRunning, noBattle, uncountedReason } from "./battle-state";

const after = (...actions: BattleAction[]): BattleState => actions.reduce(battleReducer, noBattle);
const start: BattleAction = { type: "start", battleId: "1", prompt: "Why?" };
const ask: BattleAction = { type: "ask", prompt: "And then?" };
const answersOf = (a: string, b: string, end: EndReason | null) => ({ a: { text: a, end }, b: { text: b, end } });
const receive = (turn: number, a: string, b: string, end: EndReason | null = null, position = 0): BattleAction => ({
  type: "progress",
  turn,
  progress: { position, lastEventId: 1, answers: answersOf(a, b, end) },
});
const model = { id: "x", name: "X", organization: null, kind: "base" as const, isPocketModel: false };
const vote: VoteResponse = { outcome: "a", fate: "counted", boards: ["overall"], reveal: { a: model, b: model } };
const limits = { turnsLeft: 49, promptCharacters: 30_000, promptTokens: 3000 };

function viewOf(turns: BattleView["turns"], changes: Partial<BattleView> = {}): BattleAction {
  const newest = turns.at(-1);
  if (!newest) throw new Error("A battle has a turn.");
  return { type: "restore", view: { battleId: "1", ...newest, turns, limits, vote: null, ...changes } };
}
const firstTurn = { prompt: "Why?", answers: answersOf("Because", "Well", "stop") };
const firstEnded = [start, receive(1, "Because", "Well", "stop"), viewOf([firstTurn])];

describe("the state of a battle on the page", () => {
  it("knows its position in the queue until the first word", () => {
    expect(after(start, receive(1, "", "", null, 3))).toMatchObject({ position: 3 });
    expect(after(start, receive(1, "", "", null, 3), receive(1, "Because", "Well"))).toMatchObject({ position: 0 });
  });

  it("keeps the text that is shown when a reattached stream begins again", () => {
    const state = after(start, receive(1, "Because of", "Well, it", "stop"), receive(1, "Be", ""));
    expect(state.turns[0]?.answers).toEqual(answersOf("Because of", "Well, it", "stop"));
  });

  it("is open for a vote or a further prompt when both answers have ended, until the vote", () => {
    expect(isOpen(noBattle)).toBe(false);
    expect(isOpen(after(start, receive(1, "A", "B")))).toBe(false);
    const ended = after(...firstEnded);
    expect(isOpen(ended)).toBe(true);
    expect(isOpen(battleReducer(ended, { type: "send-vote", outcome: "a" }))).toBe(false);
    expect(isOpen(battleReducer(ended, { type: "vote", vote }))).toBe(false);
  });

  it("adds a turn, and grows that turn alone", () => {
    const second = after(...firstEnded, ask, receive(2, "More", "Less"));
    expect(second.turns.map(({ prompt }) => prompt)).toEqual(["Why?", "And then?"]);
    expect(second.turns[0]).toEqual(firstTurn);
    expect(second.turns[1]?.answers).toEqual(answersOf("More", "Less", null));
    expect(isRunning(second)).toBe(true);
    const late = battleReducer(second, receive(1, "Because, and much more", "Well"));
    expect(late.turns[0]).toEqual(firstTurn);
  });

  it("asks nothing while an answer is being written or after the vote", () => {
    expect(after(start, receive(1, "A", "B"), ask).turns).toHaveLength(1);
    expect(after(...firstEnded, { type: "vote", vote }, ask).turns).toHaveLength(1);
  });

  it("removes a refused turn, and keeps the turns before it", () => {
    const refused = after(...firstEnded, ask, { type: "refuse-turn", problem: "conversation-full", retryAt: null });
    expect(refused).toMatchObject({ turns: [firstTurn], problem: "conversation-full" });
    expect(isOpen(refused)).toBe(true);
  });

  it("restores what was shown when a new battle is refused", () => {
    const voted = after(...firstEnded, { type: "vote", vote });
    const again: BattleAction = { type: "start", battleId: "2", prompt: "Why?" };
    const refused = [again, { type: "refuse-start", problem: "not-ready", retryAt: null } as const].reduce(battleReducer, voted);
    expect(refused).toEqual({ ...voted, problem: "not-ready" });
    expect(after(start, { type: "refuse-start", problem: "not-ready", retryAt: null })).toEqual({ ...noBattle, problem: "not-ready" });
  });

  it("restores a conversation, and never shortens the shown text of the running turn", () => {
    const running = { prompt: "And then?", answers: answersOf("Mo", "", null) };
    const state = after(...firstEnded, ask, receive(2, "More and", "Less"), viewOf([firstTurn, running]));
    expect(state.turns[1]?.answers).toEqual(answersOf("More and", "Less", null));
    const fresh = after({ type: "load", battleId: "1" }, viewOf([firstTurn, running]));
    expect(fresh).toMatchObject({ loading: false, turns: [firstTurn, running], limits });
  });

  it("shows the unmasked texts after the vote, though they may be shorter", () => {
    const masked = [start, receive(1, "I am [a model].", "Well", "stop"), { type: "vote", vote } as const];
    const unmasked = { prompt: "Why?", answers: answersOf("I am X.", "Well", "stop") };
    expect(after(...masked, viewOf([unmasked], { vote })).turns).toEqual([unmasked]);
  });

  it("shows a turn that another tab asked", () => {
    const other = { prompt: "From elsewhere", answers: answersOf("", "", null) };
    const state = after(...firstEnded, viewOf([firstTurn, other]));
    expect(state.turns.at(-1)).toEqual(other);
    expect(isRunning(state)).toBe(true);
  });

  it("lets the voter vote again when the vote did not arrive", () => {
    const failed = after(...firstEnded, { type: "send-vote", outcome: "b" }, { type: "fail", problem: "network", retryAt: null });
    expect(failed.problem).toBe("network");
    expect(isOpen(failed)).toBe(true);
  });

  it("ignores a vote before both answers have ended", () => {
    expect(after(start, receive(1, "A", ""), { type: "send-vote", outcome: "a" }).sending).toBeNull();
  });

  it("is full without a turn left or without room for a prompt, and not where the room is unknown", () => {
    const withLimits = (changes: Partial<typeof limits>) => after(start, viewOf([firstTurn], { limits: { ...limits, ...changes } }));
    expect(isFull(withLimits({}))).toBe(false);
    expect(isFull(withLimits({ turnsLeft: 0 }))).toBe(true);
    expect(isFull(withLimits({ promptTokens: 0 }))).toBe(true);
    expect(isFull(after(start, viewOf([firstTurn], { limits: { ...limits, promptTokens: null } })))).toBe(false);
  });

  it("knows that a vote does not count after a failed or stopped answer of any turn", () => {
    expect(uncountedReason(after(...firstEnded))).toBeNull();
    const stopped = after(...firstEnded, ask, receive(2, "M", "L", "aborted"));
    expect(uncountedReason(stopped)).toBe("answer-stopped");
    expect(uncountedReason(after(start, receive(1, "A", "B", "error")))).toBe("answer-failed");
  });
});
