import { describe, expect, it } from "vitest";
import {
  EloError,
  addPairCounts,
  averageWinRate,
  benjaminiHochberg,
  bootstrapRatings,
  compareModels,
  confidenceSequence,
  countsByCategory,
  createLiveRatings,
  describeExistence,
  drawProposal,
  dropSeparated,
  expectedOutcome,
  fitBradleyTerry,
  fitFirth,
  fitPenalized,
  fitTieModel,
  fitVotes,
  leaderboard,
  onlineElo,
  pairCountsFromColumns,
  pairCountsFromRows,
  probabilityTop,
  proposePairs,
  rateModels,
  ratePenalized,
  readVotes,
  relativeDifference,
  simulateRigging,
  standardErrorOfDifference,
  type PairCounts,
  winMatrix,
} from "../src/index.ts";
import { simulatedVotes } from "./simulated-votes.ts";

const counts = pairCountsFromColumns(simulatedVotes(5, 2000, 12));
const fit = fitBradleyTerry(counts);
/** As JavaScript would pass it, without types. */
const loose = <Result>(call: (options: never) => Result, options: unknown): Result => call(options as never);

const riggingOf = (steps: readonly number[]) => ({
  attack: { strategy: "target-only", target: "m0", accuracy: 1, votesPerVoter: 10 } as const,
  steps,
  seed: 1,
});

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

describe("what JavaScript may pass", () => {
  const columns = simulatedVotes(5, 2000, 12);
  const pairs = pairCountsFromColumns(columns);
  const bad = (change: object): PairCounts => ({ ...pairs, ...change });

  it.each([
    [
      "an option of another function",
      () => loose((options) => fitVotes(columns, options), { ties: "drop" }),
      /fitVotes has no option ties/u,
    ],
    ["a misspelt tie model", () => fitTieModel(pairs, "bradley" as "davidson"), /The model is "bradley"/u],
    [
      "leverage in a tie model",
      () => loose((options) => fitTieModel(pairs, "davidson", options), { covariance: "hc3" }),
      /covariance is "hc3"/u,
    ],
    ["a bootstrap of no rounds", () => bootstrapRatings(fit, pairs, { seed: 1, rounds: 0 }), /rounds is 0/u],
    ["a bootstrap of another kind", () => bootstrapRatings(fit, pairs, { seed: 1, kind: "bayes" as "poisson" }), /kind is "bayes"/u],
    [
      "a bootstrap with other ties than the fit",
      () => bootstrapRatings(fit, pairs, { seed: 1, ties: "drop" }),
      /has ties half, the bootstrap drop/u,
    ],
    ["an unknown goal", () => loose((options) => proposePairs(fit, options), { goal: { type: "best" } }), /goal.type is "best"/u],
    ["more than everything for all pairs alike", () => proposePairs(fit, { goal: { type: "all" }, uniformShare: 2 }), /uniformShare is 2/u],
    ["no top", () => proposePairs(fit, { goal: { type: "top", k: 1.5 } }), /k is 1.5, but must be from 1 to 4/u],
    ["a seed that is a text", () => drawProposal([], "x" as unknown as number), /seed is "x"/u],
    ["a penalty on other ties", () => fitPenalized(pairs, { ties: "davidson" as "half" }), /ties is "davidson"/u],
    ["Firth with other ties", () => fitFirth(pairs, "davidson" as "half"), /ties is "davidson"/u],
    ["a step of Elo that is no number", () => onlineElo(columns, { k: Number.NaN }), /k is NaN/u],
    ["a rate of alarms in per cent", () => benjaminiHochberg([0.1], 5), /rate is 5/u],
    ["a p-value of NaN", () => benjaminiHochberg([0.1, Number.NaN]), /Test 2 has the p-value NaN/u],
    [
      "a live board with other ties",
      () => loose((options) => createLiveRatings(pairs, options), { ties: "davidson" }),
      /ties is "davidson"/u,
    ],
    ["half a factor", () => createLiveRatings(pairs).update(pairs, 0.5 as 1), /factor is 0.5/u],
    ["a model by its name", () => standardErrorOfDifference(fit, "m0" as unknown as number, 1), /no model with the index m0/u],
    ["a model after the last", () => expectedOutcome(fitTieModel(pairs, "davidson"), 0, 5), /no model with the index 5; there are 5/u],
    ["win probabilities of half ties", () => expectedOutcome(fit, 0, 1), /hold no win probability/u],
    [
      "columns of features that differ in length",
      () => relativeDifference([1, 2], [1]),
      /2 values of the first answers and 1 of the second/u,
    ],
    ["steps that fall", () => simulateRigging(columns, Int32Array.from(columns.a.keys()), riggingOf([10, 5])), /Step 2 is 5/u],
    ["two categories of a name", () => countsByCategory(columns, new Uint32Array(2000), ["a", "a"]), /category "a" is there twice/u],
    ["counts that are missing", () => rateModels(undefined as unknown as PairCounts), /as pairCountsFromRows makes them/u],
    [
      "counts that went through JSON",
      () => fitBradleyTerry(JSON.parse(JSON.stringify(pairs)) as PairCounts),
      /as pairCountsFromRows makes them/u,
    ],
    [
      "counts of half a model",
      () => winMatrix(bad({ first: Float64Array.from(pairs.first, (k) => k + 0.5) })),
      /names models 0.5 and 1, but there are 5/u,
    ],
    ["a model twice", () => averageWinRate(bad({ models: ["m0", "m1", "m2", "m3", "m0"] })), /has "m0" twice/u],
    ["a negative count", () => describeExistence(bad({ ties: pairs.ties.map(() => -1) })), /Pair 1 of the counts has ties -1/u],
    ["a factor of NaN", () => addPairCounts([pairs, Number.NaN]), /Factor 1 is NaN/u],
    [
      "half an outcome",
      () => pairCountsFromColumns({ ...columns, outcome: Array.from(columns.outcome, () => 1.5) as unknown as Uint8Array }),
      /outcome code 1.5/u,
    ],
  ] as const)("is an error that says so: %s", (_, call, sentence) => {
    expect(call).toThrow(EloError);
    expect(call).toThrow(sentence);
  });

  it("is an error in readVotes, too", async () => {
    await expect(readVotes([""], { columns: { victor: "x" } as object })).rejects.toThrow(/columns has no option victor/u);
    await expect(readVotes([""], { text: ["voter"] } as object)).rejects.toThrow(/readVotes has no option text/u);
  });
});

describe("models that the votes separate", () => {
  const votes = simulatedVotes(5, 2000, 12);
  const lost = votes.a.length;
  const columns = {
    models: [...votes.models, "new"],
    a: Int32Array.of(...votes.a, 0),
    b: Int32Array.of(...votes.b, 5),
    outcome: Uint8Array.of(...votes.outcome, 0),
  };
  const all = pairCountsFromColumns(columns);

  it("can be left out of every fit, which then is that of the others", () => {
    const length = Float64Array.from(columns.a, (_, vote) => Math.sin(vote));
    const cluster = Int32Array.from(columns.a, (_, vote) => vote % 40);
    const fits = [
      [
        fitVotes(columns, { features: { length }, cluster, onSeparation: "drop" }),
        fitVotes(votes, { features: { length: length.subarray(0, lost) }, cluster: cluster.subarray(0, lost) }),
      ],
      [fitTieModel(all, "davidson", { onSeparation: "drop" }), fitTieModel(counts, "davidson")],
    ] as const;
    for (const [{ dropped, ...rest }, without] of fits) {
      expect(dropped).toEqual(["new"]);
      expect(rest).toEqual(without);
      expect(leaderboard(rest, all)).toEqual(leaderboard(without, counts));
    }
    const { counts: kept, dropped } = dropSeparated(all);
    expect([kept, dropped]).toEqual([counts, ["new"]]);
    expect(bootstrapRatings(fit, all, { seed: 1, rounds: 3 })).toEqual(bootstrapRatings(fit, counts, { seed: 1, rounds: 3 }));
  });

  it("are errors with their name where nothing else was asked for", () => {
    expect(() => fitVotes(columns)).toThrow("new never won");
    expect(() => fitTieModel(all, "davidson")).toThrow("new never won");
    expect(() => dropSeparated(pairCountsFromRows([{ a: "x", b: "y", winsA: 1, winsB: 0, ties: 0 }]))).toThrow("none can be rated");
  });
});
