import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { ELO_PER_LOG_ODDS, fitBradleyTerry, fitTieModel, fitVotes, pairCountsFromRows, type VoteColumns } from "../src/index.ts";

type Row = [a: string, b: string, winsA: number, winsB: number, ties: number];
type Ratings = Record<string, number>;
interface DataSet {
  rows: Row[];
  half: Ratings;
  evalica?: Ratings;
  davidson?: { ratings: Ratings; tie: number };
  "rao-kupper"?: { ratings: Ratings; tie: number };
}
interface Reference extends Record<"wikipedia" | "citations" | "simple" | "food", DataSet> {
  baseball: DataSet & { withPosition: Ratings; position: number };
  style: {
    a: number[];
    b: number[];
    outcome: number[];
    features: [number[], number[]];
    ratings: number[];
    coefficients: number[];
    se: number[];
    clusteredSe: number[];
    arenaRank: { ratings: number[]; coefficients: number[] };
  };
}
/** Made by bench/reference.py, which shares no code with this package and names the sources. */
const reference = JSON.parse(readFileSync(new URL("reference.json", import.meta.url), "utf8")) as Reference;
const countsOf = ({ rows }: DataSet) => pairCountsFromRows(rows.map(([a, b, winsA, winsB, ties]) => ({ a, b, winsA, winsB, ties })));
const MILLIONTH = 1e-6;

function expectRatings(models: readonly string[], theta: Float64Array, expected: Ratings, within: number) {
  for (const [k, model] of models.entries())
    expect(Math.abs(ELO_PER_LOG_ODDS * (theta[k] ?? 0) - (expected[model] ?? Number.NaN))).toBeLessThan(within);
}

describe("ratings of published data", () => {
  it.each(["wikipedia", "citations", "baseball", "simple", "food"] as const)("agree with an independent computation: %s", (name) => {
    const fit = fitBradleyTerry(countsOf(reference[name]));
    expectRatings(fit.models, fit.theta, reference[name].half, MILLIONTH);
  });

  it("are those that Wikipedia prints", () => {
    const { models, theta } = fitBradleyTerry(countsOf(reference.wikipedia));
    const printed = { A: 0.64, B: 1.043, C: 0.66, D: 2.27 };
    for (const [k, model] of models.entries()) expect(Math.exp(theta[k] ?? 0)).toBeCloseTo(printed[model as "A"], 3);
  });

  it("agree on baseball's home advantage, 0.302 in Agresti's table 10.11", () => {
    const fit = fitBradleyTerry(countsOf(reference.baseball), { position: true });
    expectRatings(fit.models, fit.theta, reference.baseball.withPosition, MILLIONTH);
    expect(fit.coefficients[0]?.value).toBeCloseTo(reference.baseball.position, 9);
    expect(fit.coefficients[0]?.value).toBeCloseTo(0.302, 3);
  });

  it.each(["simple", "food"] as const)("agree with Evalica's on its fixture: %s", (name) => {
    const fit = fitBradleyTerry(countsOf(reference[name]));
    expectRatings(fit.models, fit.theta, reference[name].evalica ?? {}, MILLIONTH);
  });

  it.each([
    ["simple", "davidson"],
    ["simple", "rao-kupper"],
    ["food", "davidson"],
    ["food", "rao-kupper"],
  ] as const)("agree with a general optimiser where ties are an outcome of their own: %s, %s", (name, model) => {
    const expected = reference[name][model];
    const fit = fitTieModel(countsOf(reference[name]), model);
    // The optimiser knows its derivatives only by differences.
    expectRatings(fit.models, fit.theta, expected?.ratings ?? {}, 1e-3);
    expect(fit.coefficients[0]?.value).toBeCloseTo(expected?.tie ?? Number.NaN, 5);
  });
});

describe("style control", () => {
  const { a, b, outcome, features, ...expected } = reference.style;
  const columns: VoteColumns = {
    models: ["0", "1", "2", "3", "4", "5"],
    a: Int32Array.from(a),
    b: Int32Array.from(b),
    outcome: Uint8Array.from(outcome),
  };
  const options = { features: { length: Float64Array.from(features[0]), lists: Float64Array.from(features[1]) } };
  const within = (values: ArrayLike<number>, wanted: readonly number[], bound: number) =>
    wanted.forEach((value, k) => expect(Math.abs((values[k] ?? 0) - value)).toBeLessThan(bound));
  const errors = (covariance: Float64Array) => columns.models.map((_, k) => ELO_PER_LOG_ODDS * Math.sqrt(covariance[k * 7] ?? 0));

  it("agrees with numpy and with arena-rank without its penalty, ratings and coefficients", () => {
    const fit = fitVotes(columns, { ...options, covariance: "hc0" });
    for (const { ratings, coefficients } of [expected, expected.arenaRank]) {
      within(
        fit.theta.map((value) => ELO_PER_LOG_ODDS * value),
        ratings,
        MILLIONTH,
      );
      within(
        fit.coefficients.map(({ value }) => value),
        coefficients,
        1e-8,
      );
    }
    within(errors(fit.covariance), expected.se, MILLIONTH);
  });

  it("has the clustered errors of numpy", () => {
    const fit = fitVotes(columns, { ...options, covariance: "hc0", cluster: Int32Array.from(a, (_, k) => Math.floor(k / 5)) });
    within(errors(fit.covariance), expected.clusteredSe, MILLIONTH);
  });

  it("gives the same with every pair of answers swapped", () => {
    const swapped = { ...columns, a: columns.b, b: columns.a, outcome: columns.outcome.map((end) => (end < 2 ? 1 - end : end)) };
    const turned = { features: { length: options.features.length.map((x) => -x), lists: options.features.lists.map((x) => -x) } };
    within(fitVotes(swapped, turned).theta, [...fitVotes(columns, options).theta], 1e-9);
  });
});
