import { describe, expect, it } from "vitest";
import { dealTokens } from "./lock-step.ts";

describe("what is read in one tick", () => {
  it("gives each answer that is written its one token, whatever is read", () => {
    expect(dealTokens([1, 3000, 1, 1], 64)).toEqual([1, 65, 1, 1]);
  });

  it("reads one prompt after the other, first come first served", () => {
    expect(dealTokens([75, 75, 75], 64)).toEqual([65, 0, 0]);
    expect(dealTokens([10, 75, 75], 64)).toEqual([10, 0, 0]);
  });

  it("reads several prompts at once where there is time for them", () => {
    expect(dealTokens([75, 75, 75, 75], 256)).toEqual([75, 75, 75, 0]);
    expect(dealTokens([30, 30, 200], 128)).toEqual([30, 30, 65]);
  });

  it("reads whole chunks of a lone prompt", () => {
    expect(dealTokens([3000], 192)).toEqual([192]);
    expect(dealTokens([40], 192)).toEqual([40]);
  });

  it("never reads more than the share and one token of each", () => {
    for (let seed = 1; seed < 500; seed++) {
      const unread = Array.from({ length: 1 + (seed % 8) }, (_, index) => 1 + ((seed * 7919 * (index + 3)) % 400));
      const share = 64 * (1 + (seed % 5));
      const dealt = dealTokens(unread, share);
      expect(dealt.reduce((sum, count) => sum + count, 0)).toBeLessThanOrEqual(share + 2 * unread.length);
      expect(dealt.every((count, index) => count >= 0 && count <= (unread[index] ?? 0))).toBe(true);
      expect(Math.max(...dealt)).toBeGreaterThan(0);
    }
  });
});
