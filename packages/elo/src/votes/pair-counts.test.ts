import { describe, expect, it } from "vitest";
import { itemAt } from "../math/access.ts";
import { addPairCounts, countVotes, type PairRow, pairCountsFromColumns, pairCountsFromRows } from "./pair-counts.ts";
import { columnsFromVotes, pickVotes, type Vote } from "./votes.ts";

/** Votes of a ring in which each model meets the next `steps` ones. */
function ring(models: number, steps: number) {
  const votes = models * steps;
  const columns = {
    models: Array.from({ length: models }, (_, k) => `m${k}`),
    a: Int32Array.from({ length: votes }, (_, k) => k % models),
    b: Int32Array.from({ length: votes }, (_, k) => (k + 1 + Math.floor(k / models)) % models),
    outcome: Uint8Array.from({ length: votes }, (_, k) => k % 4),
  };
  return columns;
}

describe("pair counts", () => {
  it.each([
    [40, 3],
    [1_600, 90],
    [60_000, 2],
    [200_000, 1],
  ])("hold %i models that each met %i others, one entry per pair, sorted", (models, steps) => {
    const counts = pairCountsFromColumns(ring(models, steps));
    expect(counts.first).toHaveLength(models * steps);
    expect(countVotes(counts)).toBe(models * steps);
    const sorted = counts.first.every((first, k) => {
      if (k === 0) return true;
      const before = itemAt(counts.first, k - 1);
      return before < first || (before === first && itemAt(counts.second, k - 1) < itemAt(counts.second, k));
    });
    expect(sorted).toBe(true);
  });

  it("are the same from a sparse table, from a dense one, and in two parts that are added", () => {
    const all = ring(300, 7);
    const whole = pairCountsFromColumns(all);
    const indices = [...all.a.keys()];
    const parts = [0, 1].map((part) =>
      pairCountsFromColumns(
        pickVotes(
          all,
          indices.filter((k) => k % 2 === part),
        ),
      ),
    );
    expect(addPairCounts(...parts.map((part) => [part, 1] as const))).toEqual(whole);
    expect(pairCountsFromColumns({ ...all, weight: new Float64Array(all.a.length).fill(1) })).toEqual(whole);
    expect(addPairCounts([whole, 1], ...parts.map((part) => [part, -1] as const)).first).toHaveLength(0);
  });

  it("refuse a column that is too short, an index that is no whole number, and a name that stands twice", () => {
    const columns = { models: ["x", "y"], a: Int32Array.of(0, 1), b: Int32Array.of(1, 0), outcome: Uint8Array.of(0, 1) };
    expect(() => pairCountsFromColumns({ ...columns, b: Int32Array.of(1) })).toThrow("different lengths");
    expect(() => pairCountsFromColumns({ ...columns, models: ["x", "x"] })).toThrow('The list of models has "x" twice.');
    const fractional = { ...columns, a: [0.5, 1] as unknown as Int32Array };
    expect(() => pairCountsFromColumns({ ...fractional, weight: Float64Array.of(1, 1) })).toThrow("Vote 1 names model 0.5");
    expect(() => pairCountsFromColumns(fractional)).toThrow("Vote 1 names model 0.5");
  });
});

describe("rows from a database", () => {
  const row = { a: "x", b: "y", winsA: 3, winsB: 1, ties: 2 };

  it("may have counts as text, as node-postgres gives COUNT(*), or as BigInt", () => {
    const expected = pairCountsFromRows([row]);
    expect(pairCountsFromRows([{ a: "x", b: "y", winsA: "3", winsB: "1", ties: "2" }])).toEqual(expected);
    expect(pairCountsFromRows([{ a: "x", b: "y", winsA: 3n, winsB: 1n, ties: 2n, bothBad: "0" }])).toEqual(expected);
  });

  it.each([
    ["Row 1 (x, y) has the count undefined. ties must be a number from 0 on.", { ties: undefined }],
    ['Row 1 (x, y) has the count "". winsA must be a number from 0 on.', { winsA: "" }],
    ['has the count "0x10".', { winsA: "0x10" }],
    ['has the count "three\\u001b[31m".', { winsB: "three\u001B[31m" }],
    ["has the count -1n.", { winsB: -1n }],
    ["has the count 1152921504606846976n.", { winsB: 2n ** 60n }],
    ["has the count NaN.", { winsB: Number.NaN }],
    ["Row 1 has a model whose name is missing.", { a: undefined }],
    ["Row 1 has a model whose name is no text but a number.", { a: 7 }],
    ["Row 1 has x against itself.", { b: "x" }],
  ])("are refused: %s", (sentence, change) => {
    expect(() => pairCountsFromRows([{ ...row, ...change } as unknown as PairRow])).toThrow(sentence);
  });
});

describe("votes as objects", () => {
  it.each([
    [[null], "Vote 1 is no object."],
    [[{ a: 0, b: "y", outcome: "a" }], "Vote 1 has a model whose name is no text but a number."],
    [[{ a: "x", b: "y", outcome: "A" }], 'Vote 1 has the outcome "A"'],
    [[{ a: "x", b: "y", outcome: "a", weight: -1 }], "Vote 1 has the weight -1."],
  ])("are refused as %j", (votes, sentence) => {
    expect(() => columnsFromVotes(votes as unknown as Vote[])).toThrow(sentence);
  });

  it("keep their weights, however many there are", () => {
    const votes = Array.from({ length: 40_000 }, (_, k): Vote => ({ a: `m${k % 7}`, b: `n${k % 5}`, outcome: "b", weight: k }));
    const { weight, a } = columnsFromVotes(votes);
    expect(weight).toEqual(Float64Array.from(votes.keys()));
    expect(a.subarray(0, 8)).toEqual(Int32Array.of(0, 2, 4, 6, 8, 10, 11, 0));
  });
});
