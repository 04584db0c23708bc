import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { requireTieMaximum } from "../src/fit/tie-existence.ts";
import { outcomeProbabilities } from "../src/fit/tie-shares.ts";
import {
  bootstrapRatings,
  createLiveRatings,
  EloError,
  type ExplicitTieModel,
  fitBradleyTerry,
  fitTieModel,
  fitVotes,
  type PairCounts,
  pairCountsFromColumns,
  pairCountsFromRows,
  type PairRow,
} from "../src/index.ts";
import { simulatedVotes } from "./simulated-votes.ts";

const row = (a: string, b: string, winsA: number, winsB: number, ties = 0, bothBad = 0): PairRow => ({ a, b, winsA, winsB, ties, bothBad });
const counts = (...rows: PairRow[]) => pairCountsFromRows(rows);

/** The log-likelihood of counts, written out again from the outcome probabilities. */
function logLikelihood(pairs: PairCounts, model: ExplicitTieModel, theta: readonly number[], tau: number, position: number): number {
  let sum = 0;
  pairs.first.forEach((i, k) => {
    const shares = outcomeProbabilities(model, (theta[i] ?? 0) + position, theta[pairs.second[k] ?? 0] ?? 0, tau);
    const grounded = model === "grounded";
    const bad = pairs.bothBad[k] ?? 0;
    const seen = [pairs.winsFirst[k] ?? 0, pairs.winsSecond[k] ?? 0, (pairs.ties[k] ?? 0) + (grounded ? 0 : bad), grounded ? bad : 0];
    shares.forEach((p = 0, outcome) => (sum += (seen[outcome] ?? 0) > 0 ? (seen[outcome] ?? 0) * Math.log(p) : 0));
  });
  return sum;
}

/** With no tie parameter along, whole numbers do; with one of a half, halves. */
const stepsOf = (tau: number) => (tau === 0 ? [-1, 0, 1] : [-1, -0.5, 0, 0.5, 1]);
/** Whether the likelihood of three models stays finite far out on some direction of a grid. */
function staysFiniteSomewhere(pairs: PairCounts, model: ExplicitTieModel, position: boolean): boolean {
  // Levels of the grounded model are absolute; the others may be shifted together.
  for (const tau of [0, 0.5])
    for (const first of model === "grounded" ? stepsOf(tau) : [0])
      for (const second of stepsOf(tau))
        for (const third of stepsOf(tau))
          for (const bias of position ? stepsOf(tau) : [0]) {
            if (first === 0 && second === 0 && third === 0 && tau === 0 && bias === 0) continue;
            const far = (scale: number) =>
              logLikelihood(pairs, model, [first * scale, second * scale, third * scale], 0.7 + tau * scale, bias * scale);
            if (far(24) > far(12) - 1) return true;
          }
  return false;
}

const cell = fc.constantFrom(0, 0, 0, 1, 2);
const pair = fc.tuple(cell, cell, cell, cell);
const board = fc
  .array(pair, { minLength: 6, maxLength: 6 })
  .map((cells) => ["xy", "yx", "yz", "zy", "zx", "xz"].map(([a = "", b = ""], k) => row(a, b, ...(cells[k] ?? ([0, 0, 0, 0] as const)))))
  .map((rows) => pairCountsFromRows(rows, { models: ["x", "y", "z"] }))
  .filter(({ ties, bothBad }) => ties.some((count) => count > 0) && bothBad.some((count) => count > 0));

const throws = (action: () => unknown): boolean => {
  try {
    action();
    return false;
  } catch (error) {
    expect(EloError.isInstance(error) && error.code === "no-maximum").toBe(true);
    return true;
  }
};

describe("the test for a maximum", () => {
  it.each([
    ["davidson", false],
    ["rao-kupper", false],
    ["grounded", false],
    ["davidson", true],
    ["rao-kupper", true],
  ] as const)(
    "finds the directions in which the likelihood itself does not fall: %s, position %s",
    { timeout: 30_000 },
    (model, position) => {
      const found = { yes: 0, no: 0 };
      fc.assert(
        fc.property(board, (pairs) => {
          const refused = throws(() => requireTieMaximum(pairs, model === "grounded", position));
          // Directions of a third lie between those of the grid, so with a position only this way round holds.
          if (staysFiniteSomewhere(pairs, model, position)) expect(refused).toBe(true);
          else if (!position) expect(refused).toBe(false);
          found[refused ? "yes" : "no"]++;
        }),
        { numRuns: position ? 6 : model === "grounded" ? 45 : 90, seed: 7 },
      );
      expect(Math.min(found.yes, found.no)).toBeGreaterThan(position ? 0 : 2);
    },
  );

  it.each(["davidson", "rao-kupper", "grounded"] as const)("passes only votes whose fit ends at a maximum: %s", (model) => {
    fc.assert(
      fc.property(board, (pairs) => {
        if (throws(() => requireTieMaximum(pairs, model === "grounded", false))) return;
        const fit = fitTieModel(pairs, model);
        expect(Math.max(...fit.theta.map(Math.abs))).toBeLessThan(12);
        expect(fit.coefficients[0]?.value).toBeLessThan(12);
      }),
      { numRuns: 100, seed: 11 },
    );
  });
});

describe("a likelihood without a maximum is refused with the name of what runs away", () => {
  const judge = counts(row("cand", "base", 9, 0, 3), row("cand2", "base", 8, 0, 5));
  const refused: readonly (readonly [string, () => unknown, RegExp])[] = [
    ["wins and ties against a baseline, Rao-Kupper", () => fitTieModel(judge, "rao-kupper"), /tie parameter.*base/u],
    ["wins and ties against a baseline, Davidson", () => fitTieModel(judge, "davidson"), /tie parameter.*base/u],
    ["one win and one tie", () => fitTieModel(counts(row("x", "y", 1, 0, 1)), "davidson"), /tie parameter/u],
    ["ties only", () => fitTieModel(counts(row("x", "y", 0, 0, 7)), "rao-kupper"), /tie parameter/u],
    ["both bad but for one tie", () => fitTieModel(counts(row("x", "y", 0, 0, 1, 20), row("y", "z", 0, 0, 0, 9)), "grounded"), /level/u],
    ["the first always wins", () => fitBradleyTerry(counts(row("x", "y", 5, 0), row("y", "x", 3, 0)), { position: true }), /position/u],
    [
      "the second never ties or wins",
      () => fitBradleyTerry(counts(row("x", "y", 5, 1), row("y", "x", 3, 0)), { position: true }),
      /position/u,
    ],
    ["one order of showing", () => fitTieModel(counts(row("x", "y", 3, 2, 2)), "davidson", { position: true }), /position/u],
    [
      "decisive votes only from a side that never lost",
      () => fitBradleyTerry(counts(row("x", "y", 3, 0, 2)), { ties: "drop" }),
      /x never lost/u,
    ],
  ];
  it.each(refused)("%s", (_, fit, sentence) => expect(fit).toThrow(sentence));

  it("and the same boards with one vote more on the other side are fitted", () => {
    const more = counts(row("cand", "base", 9, 1, 3), row("cand2", "base", 8, 0, 5));
    for (const model of ["davidson", "rao-kupper"] as const) expect(fitTieModel(more, model).coefficients[0]?.value).toBeLessThan(3);
    expect(fitBradleyTerry(counts(row("x", "y", 5, 1), row("y", "x", 3, 1)), { position: true }).coefficients[0]?.value).toBeLessThan(3);
  });

  const votes = simulatedVotes(6, 6000, 1);
  const feature = (value: (vote: number) => number) => Float64Array.from(votes.a.keys(), value);
  /** A feature that is 1 in the first six votes that the first model won, and 0 elsewhere. */
  const rareOf = () => {
    let left = 6;
    return feature((vote) => (votes.outcome[vote] === 0 && left-- > 0 ? 1 : 0));
  };

  it("a rare feature whose votes were all won, on a large board, in any unit", () => {
    for (const unit of [1, 40])
      expect(() =>
        fitVotes(votes, { features: { tables: rareOf().map((value) => unit * value), other: feature((vote) => Math.sin(vote)) } }),
      ).toThrow(/coefficient of tables without a bound/u);
    const rare = rareOf();
    rare[votes.outcome.indexOf(1)] = 1;
    expect(fitVotes(votes, { features: { tables: rare } }).coefficients[0]?.value).toBeLessThan(4);
  });

  it("a feature that decides every vote, a bias that does, and features that repeat another", () => {
    const length = feature((vote) => [1, -1, 0, 0][votes.outcome[vote] ?? 0] ?? 0);
    expect(() => fitVotes(votes, { features: { length } })).toThrow(/coefficient of length/u);
    expect(() => fitVotes({ ...votes, outcome: new Uint8Array(6000) }, { position: true })).toThrow(/coefficient of position/u);
    expect(() => fitVotes(votes, { features: { one: feature(() => 1) }, position: true })).toThrow(/coefficients of one, position/u);
    expect(() =>
      fitVotes(votes, { features: { m0: feature((vote) => Number(votes.a[vote] === 0) - Number(votes.b[vote] === 0)) } }),
    ).toThrow(/coefficient of m0/u);
  });

  it("a live board, which stays as it was", () => {
    const first = counts(row("x", "y", 300, 200, 50), row("y", "z", 300, 200, 50));
    const live = createLiveRatings(first);
    const before = live.theta.slice();
    expect(() => live.update(counts(row("x", "new", 1, 0)))).toThrow("new never won");
    expect(() => live.update(counts(row("y", "z", 0, 200, 50)), -1)).toThrow("z never won");
    expect(live.models).toEqual(["x", "y", "z"]);
    expect([live.theta, live.counts()]).toEqual([before, first]);
    expect(() => createLiveRatings(counts(row("x", "y", 3, 0)))).toThrow("x never lost");
    live.update(counts(row("x", "new", 1, 1)));
    expect(live.theta).toHaveLength(4);
  });

  it("a bootstrap whose draws separate the models", () => {
    const few = counts(row("x", "y", 2, 1), row("y", "z", 1, 2));
    expect(() => bootstrapRatings(fitBradleyTerry(few), few, { kind: "poisson", rounds: 200, seed: 1 })).toThrow(/separates the models/u);
    const many = pairCountsFromColumns(votes);
    expect(bootstrapRatings(fitBradleyTerry(many), many, { kind: "poisson", rounds: 5, seed: 1 })).toHaveLength(30);
  });
});
