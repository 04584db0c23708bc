import { describe, expect, it } from "vitest";
import type { VoteResponse } from "../contract";
import { type BattleAction, type BattleState, battleReducer, canVote, noBattle } from "./battle-state";

const after = (...actions: BattleAction[]): BattleState => actions.reduce(battleReducer, noBattle);
const start: BattleAction = { type: "start", battleId: "1", prompt: "Why?" };
const receive = (a: string, b: string, end: "stop" | null = null, position = 0): BattleAction => ({
  type: "receive",
  position,
  answers: { a: { text: a, end }, b: { text: b, end } },
});
const side = { id: "x", name: "X", organization: null, kind: "base" as const, isPocketModel: false };
const vote: VoteResponse = { outcome: "a", fate: "counted", reveal: { a: side, b: side } };

describe("the state of a battle on the page", () => {
  it("begins with the first word, and knows its place in line until then", () => {
    const inLine = after(start, receive("", "", null, 3));
    expect(inLine).toMatchObject({ position: 3, started: false });
    expect(battleReducer(inLine, receive("Because", "Well"))).toMatchObject({ position: 0, started: true });
  });

  it("keeps the text that is shown when a reattached stream begins again", () => {
    expect(after(start, receive("Because of", "Well, it"), receive("Be", "")).answers.a.text).toBe("Because of");
  });

  it("allows a vote when both have ended, once", () => {
    expect(canVote(after(start, receive("A", "B")))).toBe(false);
    const ended = after(start, receive("A", "B", "stop"));
    expect(canVote(ended)).toBe(true);
    expect(canVote(battleReducer(ended, { type: "send-vote", outcome: "a" }))).toBe(false);
    expect(canVote(battleReducer(ended, { type: "vote", vote }))).toBe(false);
  });

  it("gives the vote back to the voter when it did not arrive", () => {
    const failed = after(start, receive("A", "B", "stop"), { type: "send-vote", outcome: "b" }, { type: "fail", problem: "network" });
    expect(failed.problem).toBe("network");
    expect(canVote(failed)).toBe(true);
  });

  it("ignores a vote before both have ended", () => {
    expect(after(start, receive("A", ""), { type: "send-vote", outcome: "a" }).sending).toBeNull();
  });
});
