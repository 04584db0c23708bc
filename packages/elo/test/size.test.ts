import { describe, expect, it } from "vitest";
import {
  createLiveRatings,
  ELO_PER_LOG_ODDS,
  fitBradleyTerry,
  fitPenalized,
  fitTieModel,
  type PairCounts,
  pairCountsFromColumns,
  pairCountsFromRows,
} from "../src/index.ts";
import { simulatedVotes } from "./simulated-votes.ts";

/** Each model met the next, and the last one the first. */
const ring = (n: number): PairCounts =>
  pairCountsFromRows(Array.from({ length: n }, (_, k) => ({ a: `m${k}`, b: `m${(k + 1) % n}`, winsA: 2, winsB: 1, ties: 1 })));

describe("a large board", () => {
  it("is refused in one sentence, with the limit, before memory is taken", () => {
    const counts = ring(50_000);
    const before = process.memoryUsage().rss;
    for (const fit of [fitBradleyTerry, fitPenalized, (board: PairCounts) => fitTieModel(board, "davidson"), createLiveRatings])
      expect(() => fit(counts)).toThrow("There are 50000 models; ratings with intervals go up to 5000.");
    expect(process.memoryUsage().rss - before).toBeLessThan(500e6);
  });

  it("has the same ratings by conjugate gradients on its pairs as by a factor of its matrix", () => {
    const counts = pairCountsFromColumns(simulatedVotes(120, 3000, 17, 0.4));
    const [sparse, dense] = [fitBradleyTerry(counts, { covariance: "fisher" }), createLiveRatings(counts)];
    dense.theta.forEach((value, k) => expect(Math.abs(value - (sparse.theta[k] ?? 0)) * ELO_PER_LOG_ODDS).toBeLessThan(1e-6));
  });

  it("converges on a long ring, the worst case of conjugate gradients", () => {
    const { theta } = fitBradleyTerry(ring(300));
    // Each pair has the score 2.5 of 4, and all around nobody leads.
    expect(Math.max(...theta.map(Math.abs))).toBeLessThan(1e-9);
  });
});
