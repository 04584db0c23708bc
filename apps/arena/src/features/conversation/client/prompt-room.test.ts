import { describe, expect, it } from "vitest";
import { estimateTokens, promptRoom, roundEstimate } from "./prompt-room";

describe("the room for a prompt", () => {
  it("counts a CJK character as a token, and three characters of other text", () => {
    expect(estimateTokens("")).toBe(0);
    expect(estimateTokens("abcdef")).toBe(2);
    expect(estimateTokens("天空为什么")).toBe(5);
    expect(estimateTokens("𠮷はひらがな")).toBe(6);
    expect(estimateTokens("天空 sky")).toBe(2 + 2);
  });

  it("is the operator's ceiling where the models hold more, or where that is not known", () => {
    expect(promptRoom("abc", { promptCharacters: 100, promptTokens: 3000 })).toEqual({ left: 97, isEstimate: false });
    expect(promptRoom("abc", { promptCharacters: 100, promptTokens: null })).toEqual({ left: 97, isEstimate: false });
  });

  it("is what the models hold where that is less, in characters like those of the text", () => {
    expect(promptRoom("", { promptCharacters: 30_000, promptTokens: 100 })).toEqual({ left: 300, isEstimate: true });
    expect(promptRoom("abcdef", { promptCharacters: 30_000, promptTokens: 100 })).toEqual({ left: 294, isEstimate: true });
    expect(promptRoom("天空为什么", { promptCharacters: 30_000, promptTokens: 100 })).toEqual({ left: 95, isEstimate: true });
  });

  it("is negative when the prompt is too long", () => {
    expect(promptRoom("x".repeat(101), { promptCharacters: 100, promptTokens: null }).left).toBe(-1);
    expect(promptRoom("天".repeat(12), { promptCharacters: 100, promptTokens: 10 })).toEqual({ left: -2, isEstimate: true });
  });

  it("is rounded down to two digits, since it is an estimate", () => {
    expect([8947, 947, 47, 7, 0].map(roundEstimate)).toEqual([8900, 940, 47, 7, 0]);
    expect([-8947, -947, -47, -1].map(roundEstimate)).toEqual([-9000, -950, -47, -1]);
  });
});
