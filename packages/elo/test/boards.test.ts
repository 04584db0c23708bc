import { describe, expect, it } from "vitest";
import {
  addPairCounts,
  averageScore,
  averageWinRate,
  categoryDifferences,
  columnsFromVotes,
  countsByCategory,
  createLiveRatings,
  describeExistence,
  expectedOutcome,
  fitBradleyTerry,
  fitFirth,
  fitTieModel,
  onlineElo,
  pairCountsFromColumns,
  pairCountsFromRows,
  rateModels,
  winMatrix,
} from "../src/index.ts";
import { simulatedVotes } from "./simulated-votes.ts";

const row = (a: string, b: string, winsA: number, winsB: number, ties = 0) => ({ a, b, winsA, winsB, ties });

describe("votes that separate the models", () => {
  const swept = pairCountsFromRows([row("x", "y", 5, 0)]);
  const mixed = pairCountsFromRows([
    row("best", "x", 4, 0),
    row("x", "y", 3, 2),
    row("y", "z", 1, 2),
    row("z", "worst", 2, 0),
    row("p", "q", 1, 1),
  ]);

  it("are described by name", () => {
    expect(describeExistence(mixed)).toMatchObject({
      exists: false,
      components: [
        ["best", "x", "y", "z", "worst"],
        ["p", "q"],
      ],
      neverLost: ["best"],
      neverWon: ["worst"],
    });
    expect(() => fitBradleyTerry(mixed)).toThrow(/best.*worst|never met/su);
  });

  it("are rated by Firth's likelihood as one binomial is: ln((5 + 1/2) / (0 + 1/2))", () => {
    const { theta } = fitFirth(swept);
    expect((theta[0] ?? 0) - (theta[1] ?? 0)).toBeCloseTo(Math.log(11), 8);
  });

  it("lose the models that cannot be compared, by name, if that is asked for", () => {
    const { models, warnings } = rateModels(mixed, { onSeparation: "drop" });
    expect(models.map(({ model }) => model).toSorted()).toEqual(["x", "y", "z"]);
    expect(warnings).toEqual(["The votes separate the models; left out: best, worst, p, q."]);
  });
});

describe("a board that follows its votes", () => {
  const first = pairCountsFromRows([row("x", "y", 5, 3), row("y", "z", 4, 4), row("z", "x", 2, 6)]);

  it("takes in a model that it never saw", () => {
    const live = createLiveRatings(first);
    const more = pairCountsFromRows([row("new", "x", 1, 2), row("y", "new", 3, 1)]);
    live.update(more);
    expect(live.models).toEqual(["x", "y", "z", "new"]);
    const whole = fitBradleyTerry(addPairCounts([first, 1], [more, 1]));
    live.theta.forEach((value, k) => expect(value).toBeCloseTo(whole.theta[k] ?? 0, 9));
    expect(live.counts()).toEqual(addPairCounts([first, 1], [more, 1]));
  });

  it("stays as it was where more is taken away than there is, or where the rest separates the models", () => {
    const live = createLiveRatings(first);
    const before = live.theta.slice();
    expect(() => live.update(pairCountsFromRows([row("x", "y", 6, 0)]), -1)).toThrow(/fewer|negative|would have/u);
    expect(() => live.update(pairCountsFromRows([row("y", "z", 4, 4), row("z", "x", 2, 6)]), -1)).toThrow();
    expect(live.theta).toEqual(before);
    expect(live.counts()).toEqual(first);
    live.update(pairCountsFromRows([row("x", "y", 1, 0)], { models: ["x", "y", "z"] }));
    expect(live.theta[0]).toBeGreaterThan(before[0] ?? 0);
  });
});

describe("categories", () => {
  const columns = simulatedVotes(4, 1200, 8);
  const mask = Uint32Array.from(columns.a, (_, vote) => (vote % 3 === 0 ? 0b01 : 0b10) | (vote % 5 === 0 ? 0b100 : 0));
  const parts = countsByCategory(columns, mask, ["third", "rest", "fifth"]);

  it("are counted in one pass, and a vote may belong to several", () => {
    const [third, rest, fifth] = ["third", "rest", "fifth"].map((name) => parts.get(name));
    if (!third || !rest || !fifth) throw new Error("a category is missing");
    expect(addPairCounts([third, 1], [rest, 1])).toEqual(pairCountsFromColumns(columns));
    expect([third, fifth].map((counts) => rateModels(counts).votes)).toEqual([400, 240]);
    expect(() => countsByCategory(columns, new Uint32Array(3), ["one"])).toThrow("The mask has 3 entries for 1200 votes.");
  });

  it("differ from the whole with the error that leaving out one vote after the other finds", () => {
    const third = parts.get("third");
    if (!third) throw new Error("a category is missing");
    const all = pairCountsFromColumns(columns);
    const found = categoryDifferences(third, all);
    const jackknife = new Float64Array(4);
    const single = { ...columns, a: columns.a.slice(0, 1), b: columns.b.slice(0, 1), outcome: columns.outcome.slice(0, 1) };
    for (let vote = 0; vote < columns.a.length; vote++) {
      [single.a[0], single.b[0], single.outcome[0]] = [columns.a[vote] ?? 0, columns.b[vote] ?? 0, columns.outcome[vote] ?? 0];
      const one = pairCountsFromColumns(single);
      const without = fitBradleyTerry(addPairCounts([all, 1], [one, -1]), { covariance: "fisher" }).theta;
      const inside = fitBradleyTerry(vote % 3 === 0 ? addPairCounts([third, 1], [one, -1]) : third, { covariance: "fisher" }).theta;
      for (let k = 0; k < 4; k++) {
        const change = (400 / Math.LN10) * ((inside[k] ?? 0) - (without[k] ?? 0)) - (found[k]?.difference ?? 0);
        jackknife[k] = (jackknife[k] ?? 0) + change ** 2;
      }
    }
    found.forEach(({ se }, k) => expect(se / Math.sqrt(jackknife[k] ?? 1)).toBeCloseTo(1, 1.5));
  });
});

describe("tables", () => {
  const counts = pairCountsFromRows([row("x", "y", 6, 2, 2), row("y", "x", 1, 3, 0), row("y", "z", 5, 5)]);

  it("count a pair from both sides, whoever was shown first", () => {
    const { models, battles, wins, ties } = winMatrix(counts);
    expect(models).toEqual(["x", "y", "z"]);
    expect([...battles]).toEqual([0, 14, 0, 14, 0, 10, 0, 10, 0]);
    expect([...wins]).toEqual([0, 9, 0, 3, 0, 5, 0, 5, 0]);
    expect([...ties]).toEqual([0, 2, 0, 2, 0, 0, 0, 0, 0]);
    expect([...averageWinRate(counts)]).toEqual([10 / 14, (4 / 14 + 0.5) / 2, 0.5]);
  });

  it("expect of each pair what a tie model says, and refuse ratings that know no wins", () => {
    const fit = fitTieModel(counts, "davidson");
    const { win, tie, loss, bothBad } = expectedOutcome(fit, 0, 1);
    expect(win + tie + loss + bothBad).toBeCloseTo(1, 12);
    expect(win / loss).toBeCloseTo(Math.exp((fit.theta[0] ?? 0) - (fit.theta[1] ?? 0)), 9);
    expect(() => expectedOutcome(fitBradleyTerry(counts), 0, 1)).toThrow(/half ties hold no win probability/u);
    expect(averageScore(fitBradleyTerry(pairCountsFromRows([row("x", "y", 3, 1)])))[0]).toBeCloseTo(0.75, 9);
  });
});

describe("online Elo", () => {
  it("moves both models by k times the surprise", () => {
    const columns = columnsFromVotes([
      { a: "x", b: "y", outcome: "a" },
      { a: "x", b: "y", outcome: "tie" },
    ]);
    const second = 4 * (0.5 - 1 / (1 + 10 ** (-4 / 400)));
    expect([...onlineElo(columns)]).toEqual([1002 + second, 998 - second]);
  });

  it("takes votes one by one", () => {
    const columns = columnsFromVotes([{ a: "x", b: "y", outcome: "a", weight: 2 }]);
    expect(() => onlineElo(columns)).toThrow("Vote 1 has the weight 2, but online Elo takes votes one by one.");
  });
});
