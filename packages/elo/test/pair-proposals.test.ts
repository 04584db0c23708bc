import { describe, expect, it } from "vitest";
import {
  addPairCounts,
  drawProposal,
  fitBradleyTerry,
  fitVotes,
  pairCountsFromColumns,
  pairCountsFromRows,
  proposePairs,
  weightByPropensity,
} from "../src/index.ts";
import { simulatedVotes } from "./simulated-votes.ts";

const fisher = { covariance: "fisher" } as const;
const trace = ({ covariance, models: { length: n } }: { covariance: Float64Array; models: readonly string[] }) =>
  Array.from({ length: n }, (_, k) => covariance[k * n + k] ?? 0).reduce((sum, value) => sum + value, 0);

describe("pair proposals", () => {
  const counts = pairCountsFromColumns(simulatedVotes(6, 4000, 41));
  const fit = fitBradleyTerry(counts, fisher);

  it("weightOf exactly what one more vote on a pair takes off the variance of all ratings", () => {
    for (const { a, b, gain } of proposePairs(fit, { goal: { type: "all" } }).slice(0, 5)) {
      // A vote that ends as expected moves no rating: only its information counts.
      const p = 1 / (1 + Math.exp((fit.theta[fit.models.indexOf(b)] ?? 0) - (fit.theta[fit.models.indexOf(a)] ?? 0)));
      const expected = pairCountsFromRows([{ a, b, winsA: p, winsB: 1 - p, ties: 0 }]);
      const after = fitBradleyTerry(addPairCounts([counts, 1], [expected, 1]), fisher);
      expect(trace(fit) - trace(after)).toBeCloseTo(gain, 9);
    }
  });

  it("place a new model by its own battles, and settle the top by those at the line", () => {
    const sparse = addPairCounts([counts, 1], [pairCountsFromRows([{ a: "new", b: "m0", winsA: 3, winsB: 3, ties: 2 }]), 1]);
    const [first] = proposePairs(fitBradleyTerry(sparse, fisher), { goal: { type: "place", model: "new" } });
    expect([first?.a, first?.b]).toContain("new");
    const order = [...fit.theta.keys()].toSorted((one, other) => (fit.theta[other] ?? 0) - (fit.theta[one] ?? 0));
    const [line] = proposePairs(fit, { goal: { type: "top", k: 2 } });
    expect([line?.a, line?.b].some((model) => model === `m${order[1]}` || model === `m${order[2]}`)).toBe(true);
  });

  it("keep a floor for every pair and draw as often as they weightOf", () => {
    const proposals = proposePairs(fit, { goal: { type: "top", k: 1 }, uniformShare: 0.3 });
    expect(proposals.reduce((sum, { propensity }) => sum + propensity, 0)).toBeCloseTo(1, 12);
    for (const { propensity } of proposals) expect(propensity).toBeGreaterThanOrEqual(0.3 / 15);
    const drawn = Array.from({ length: 4000 }, (_, seed) => drawProposal(proposals, seed));
    const share = drawn.filter((one) => one === proposals[0]).length / 4000;
    expect(share).toBeCloseTo(proposals[0]?.propensity ?? 0, 1);
  });

  it("refuse what is not there", () => {
    expect(() => proposePairs(fit, { goal: { type: "place", model: "nobody" } })).toThrow("There is no model nobody.");
    expect(() => proposePairs(fit, { goal: { type: "top", k: 6 } })).toThrow("k is 6, but must be from 1 to 5.");
  });
});

describe("inverse-propensity weights", () => {
  it("give each pair the same weightOf, with errors that know how few votes carry it", () => {
    // Pair (x, y) was drawn nine times as often as (y, z).
    const a = Int32Array.from({ length: 1000 }, (_, vote) => (vote % 10 === 0 ? 1 : 0));
    const columns = {
      models: ["x", "y", "z"],
      a,
      b: a.map((first) => first + 1),
      outcome: Uint8Array.from(a, (_, vote) => (vote % 7 < 4 ? 0 : 1)),
    };
    const propensity = Float64Array.from(a, (first) => (first === 0 ? 0.9 : 0.1));
    const weighted = weightByPropensity(columns, propensity);
    const weightOf = (first: number) => weighted.weight?.reduce((sum, value, vote) => sum + (a[vote] === first ? value : 0), 0) ?? 0;
    expect(weightOf(0)).toBeCloseTo(weightOf(1), 8);
    const [blind, aware] = [fitVotes(weighted), fitVotes(weighted, { cluster: Int32Array.from(a.keys()) })];
    expect(aware.covariance[8]).toBeGreaterThan(2 * (blind.covariance[8] ?? 0));
    expect(() => weightByPropensity(columns, new Float64Array(1000))).toThrow("Vote 1 has the propensity 0");
  });
});
