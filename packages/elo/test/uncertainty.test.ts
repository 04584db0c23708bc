import { describe, expect, it } from "vitest";
import { createRandom } from "../src/math/random.ts";
import {
  bootstrapRatings,
  confidenceSequence,
  fitBradleyTerry,
  fitVotes,
  normalDraws,
  pairCountsFromColumns,
  pairCountsFromRows,
  probabilityTop,
  simultaneousRanks,
  standardErrorOfDifference,
} from "../src/index.ts";
import { simulatedVotes } from "./simulated-votes.ts";

const spread = (values: Float64Array) => {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1));
};
const columnOf = (draws: Float64Array, n: number, model: number) =>
  Float64Array.from({ length: draws.length / n }, (_, k) => draws[k * n + model] ?? 0);

describe("the bootstrap", () => {
  const counts = pairCountsFromColumns(simulatedVotes(6, 3000, 4));
  const fit = fitBradleyTerry(counts);

  it.each(["gaussian", "poisson", "multinomial"] as const)("spreads the ratings as the sandwich says: %s", (kind) => {
    const draws = bootstrapRatings(fit, counts, { kind, rounds: 2000, seed: 7 });
    for (let model = 0; model < 6; model++) {
      const ratio = spread(columnOf(draws, 6, model)) / Math.sqrt(fit.covariance[model * 6 + model] ?? 0);
      expect(ratio).toBeGreaterThan(0.94);
      expect(ratio).toBeLessThan(1.06);
    }
  });

  it("draws the same for the same seed, and other ratings for another", () => {
    const draw = (seed: number) => bootstrapRatings(fit, counts, { kind: "poisson", rounds: 3, seed });
    expect(draw(1)).toEqual(draw(1));
    expect(draw(1)).not.toEqual(draw(2));
  });
});

describe("intervals for ranks", () => {
  it("hold for all models at once in 95 of 100 boards", () => {
    let covered = 0;
    for (let board = 0; board < 300; board++) {
      const { truth, ...columns } = simulatedVotes(5, 600, 100 + board);
      const ranks = simultaneousRanks(fitBradleyTerry(pairCountsFromColumns(columns)), { seed: board, draws: 400 });
      const trueRanks = [...truth].map((own) => 1 + truth.filter((other) => other > own).length);
      covered += ranks.every(([best, worst], model) => best <= (trueRanks[model] ?? 0) && (trueRanks[model] ?? 0) <= worst) ? 1 : 0;
    }
    expect(covered / 300).toBeGreaterThanOrEqual(0.95);
  });

  it("are one rank where the votes leave no doubt", () => {
    const rows = [
      { a: "x", b: "y", winsA: 700, winsB: 300, ties: 0 },
      { a: "y", b: "z", winsA: 700, winsB: 300, ties: 0 },
    ];
    expect(simultaneousRanks(fitBradleyTerry(pairCountsFromRows(rows)), { seed: 1 })).toEqual([
      [1, 1],
      [2, 2],
      [3, 3],
    ]);
  });
});

describe("the probability to be the best", () => {
  const fit = fitBradleyTerry(pairCountsFromRows([{ a: "x", b: "y", winsA: 55, winsB: 45, ties: 0 }]));

  it("of two models is the normal probability of their lead", () => {
    // z = ln(55 / 45) sqrt(100 x 0.55 x 0.45) = 0.998; Phi(0.998) = 0.841.
    expect(probabilityTop(fit, { seed: 1 })[0]).toBeCloseTo(0.841, 1.7);
  });

  it("adds up to the number of places", () => {
    const five = fitBradleyTerry(pairCountsFromColumns(simulatedVotes(5, 400, 5)));
    for (const k of [1, 2, 5]) expect(probabilityTop(five, { seed: 1, k }).reduce((sum, value) => sum + value, 0)).toBeCloseTo(k, 8);
  });

  it("comes from draws with the covariance of the fit", () => {
    const draws = normalDraws(fit, 4000, 3);
    const second = columnOf(draws, 2, 1);
    const difference = columnOf(draws, 2, 0).map((value, k) => value - (second[k] ?? 0));
    expect(spread(difference) / standardErrorOfDifference(fit, 0, 1)).toBeCloseTo(1, 1);
  });
});

it("a confidence sequence holds at every look, where an interval that is looked at again and again does not", () => {
  const [walks, length] = [300, 2000];
  const missed = { sequence: 0, interval: 0 };
  const random = createRandom(11);
  for (let walk = 0; walk < walks; walk++) {
    const left = { sequence: false, interval: false };
    for (let n = 1, sum = 0; n <= length; n++) {
      sum += random.normal();
      if (n < 20) continue;
      const off = Math.abs(sum / n);
      left.sequence ||= off > confidenceSequence(1 / Math.sqrt(n), n);
      left.interval ||= off > 1.96 / Math.sqrt(n);
    }
    missed.sequence += left.sequence ? 1 : 0;
    missed.interval += left.interval ? 1 : 0;
  }
  expect(missed.sequence / walks).toBeLessThanOrEqual(0.05);
  expect(missed.interval / walks).toBeGreaterThan(0.3);
});

describe("clustered errors", () => {
  const columns = simulatedVotes(4, 2000, 6);

  it("are those of single votes where each vote is a cluster of its own", () => {
    const [plain, clustered] = [
      fitVotes(columns, { covariance: "hc0" }),
      fitVotes(columns, { covariance: "hc0", cluster: Int32Array.from(columns.a.keys()) }),
    ];
    clustered.covariance.forEach((value, k) => expect(value).toBeCloseTo(((plain.covariance[k] ?? 0) * 2000) / 1999, 10));
  });

  it("grow by the root of ten where every vote was cast ten times by the same voter", () => {
    const tenfold = Int32Array.from({ length: 20_000 }, (_, k) => Math.floor(k / 10));
    const repeat = <Column extends Int32Array | Uint8Array>(column: Column) =>
      column.constructor.prototype.constructor.from(tenfold, (k: number) => column[k] ?? 0) as Column;
    const copied = { models: columns.models, a: repeat(columns.a), b: repeat(columns.b), outcome: repeat(columns.outcome) };
    const [blind, aware] = [fitVotes(copied), fitVotes(copied, { cluster: tenfold })];
    expect(Math.sqrt((aware.covariance[0] ?? 0) / (blind.covariance[0] ?? 1))).toBeCloseTo(Math.sqrt(10), 2);
  });
});
