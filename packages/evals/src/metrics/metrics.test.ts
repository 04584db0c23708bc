import { describe, expect, it } from "vitest";
import { argmax, marginOf } from "./choices.ts";
import { flexibleExtract, isSameNumber, strictMatch } from "./filters.ts";
import { mcnemar } from "./mcnemar.ts";
import { pooled, standardError, unweighted } from "./statistics.ts";

describe("the answers of GSM8K", () => {
  it.each([
    ["so it is\n#### 1,234.", "1,234.", "1,234."],
    ["#### $72", "[invalid]", "$72"],
    ["It costs $1,234.", "[invalid]", "$1,234."],
    ["wait...", "[invalid]", "..."],
    ["none", "[invalid]", "[invalid]"],
    ["5 or 17\n#### 17\nQ", "17", "17"],
  ])("%j is read as %s, or flexibly as %s", (text, strict, flexible) => {
    expect([strictMatch(text), flexibleExtract(text)]).toEqual([strict, flexible]);
  });

  it("compare without commas, dollar signs and a last point, and as texts", () => {
    expect(isSameNumber("$1,234.", "x\n#### 1234")).toBe(true);
    expect(isSameNumber("1234.00", "#### 1234")).toBe(false);
  });
});

describe("figures", () => {
  it("take the first of equal choices, and a NaN before all", () => {
    expect([argmax([1, 3, 3]), argmax([1, Number.NaN, 5]), argmax([Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY])]).toEqual([
      1, 1, 0,
    ]);
    expect([marginOf([-2, -1, -5]), marginOf([1])]).toEqual([1, Number.POSITIVE_INFINITY]);
  });

  it("have the standard errors of the reference", () => {
    expect(standardError([1, 0, 1, 1])).toBeCloseTo(0.25, 12);
    expect(standardError([1])).toBeNull();
    const parts = [
      { mean: 0.5, standardError: 0.1, size: 10 },
      { mean: 0.8, standardError: 0.2, size: 30 },
    ];
    // lm_eval.api.metrics.pooled_sample_stderr([0.1, 0.2], [10, 30])
    expect(pooled(parts).mean).toBeCloseTo(0.725, 12);
    expect(pooled(parts).standardError).toBeCloseTo(Math.sqrt((9 * 0.01 * 10 + 29 * 0.04 * 30) / 38 / 40), 12);
    expect(unweighted(parts).standardError).toBeCloseTo(Math.sqrt(0.01 + 0.04) / 2, 12);
  });

  it("of two models are compared by McNemar's exact test", () => {
    // scipy.stats.binomtest(1, 9).pvalue, binomtest(4, 8), binomtest(0, 3)
    expect(mcnemar(1, 8)).toBeCloseTo(0.0390625, 10);
    expect([mcnemar(4, 4), mcnemar(0, 0)]).toEqual([1, 1]);
    expect(mcnemar(3, 0)).toBeCloseTo(0.25, 10);
  });
});
