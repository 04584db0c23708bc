import { describe, expect, it } from "vitest";
import {
  compareModels,
  confidenceSequence,
  EloError,
  fitBradleyTerry,
  fitPenalized,
  leaderboard,
  pairCountsFromColumns,
  pairCountsFromRows,
  probabilityTop,
  proposePairs,
  rateModels,
  ratePenalized,
} from "../src/index.ts";
import { simulatedVotes } from "./simulated-votes.ts";

const counts = pairCountsFromColumns(simulatedVotes(5, 2000, 12));
const fit = fitBradleyTerry(counts);
/** As JavaScript would pass it, without types. */
const loose = <Result>(call: (options: never) => Result, options: unknown): Result => call(options as never);

describe("options that cannot be meant", () => {
  it.each([
    ["a confidence of 95", () => rateModels(counts, { confidence: 95 }), /confidence is 95, but must be a number between 0 and 1/u],
    ["a confidence of 1", () => leaderboard(fit, counts, { confidence: 1 }), /confidence is 1/u],
    ["an anchor at NaN", () => rateModels(counts, { anchor: { model: "m0", rating: Number.NaN } }), /anchor.rating is NaN/u],
    ["an anchor that is no model", () => rateModels(counts, { anchor: { model: "nobody", rating: 1 } }), /nobody is none of the models/u],
    ["a tie model in rateModels", () => loose((options) => rateModels(counts, options), { ties: "davidson" }), /ties is "davidson"/u],
    [
      "an unknown covariance",
      () => loose((options) => rateModels(counts, options), { covariance: "sandwich" }),
      /covariance is "sandwich"/u,
    ],
    ["an unknown way out", () => loose((options) => rateModels(counts, options), { onSeparation: "ridge" }), /onSeparation is "ridge"/u],
    ["a misspelt option", () => loose((options) => ratePenalized(counts, options), { confidense: 0.9 }), /no option confidense/u],
    ["draws of part of a round", () => probabilityTop(fit, { seed: 1, draws: 1.5 }), /rounds is 1.5/u],
    ["a negative standard error", () => confidenceSequence(-1, 5), /se is -1/u],
    ["no votes yet", () => confidenceSequence(1, 0), /votes is 0/u],
  ] as const)("are errors: %s", (_, call, sentence) => {
    expect(call).toThrow(EloError);
    expect(call).toThrow(sentence);
  });
});

describe("an anchor", () => {
  it("has a point for an interval, and others the interval of their difference to it", () => {
    const { models } = rateModels(counts, { anchor: { model: "m2", rating: 1114 } });
    expect(models.find(({ model }) => model === "m2")).toMatchObject({ rating: 1114, se: 0, low: 1114, high: 1114 });
    const { difference, se, low, high, probability } = compareModels(fit, "m0", "m2");
    const m0 = models.find(({ model }) => model === "m0");
    expect([m0?.rating, m0?.se, m0?.low, m0?.high].map((value) => value?.toFixed(6))).toEqual(
      [1114 + difference, se, 1114 + low, 1114 + high].map((value) => value.toFixed(6)),
    );
    expect(probability > 0.5).toBe(difference > 0);
    expect(() => compareModels(fit, "m0", "nobody")).toThrow("There is no model nobody.");
  });
});

it("models without a vote can be placed, by a penalised fit", () => {
  const open = fitPenalized(pairCountsFromRows([{ a: "x", b: "y", winsA: 9, winsB: 8, ties: 1 }], { models: ["x", "y", "new"] }));
  const [first] = proposePairs(open, { goal: { type: "place", model: "new" } });
  expect([first?.a, first?.b]).toContain("new");
  expect(probabilityTop(open, { seed: 1 })[2]).toBe(0);
});
