import { compareModels, fitBradleyTerry, pairCountsFromRows } from "@llmlist/elo";
import { expect, it } from "vitest";
import { votesNeeded } from "./votes-needed";

/** Two models of which the first wins this share of so many votes. */
const compared = (votes: number, share: number) => {
  const winsA = Math.round(votes * share);
  const counts = pairCountsFromRows([{ a: "x", b: "y", winsA, winsB: votes - winsA, ties: 0 }]);
  return compareModels(fitBradleyTerry(counts, { covariance: "fisher" }), "x", "y");
};

it.each([0.55, 0.6, 0.7])("finds the number of votes after which a share of %s is told from a half", (share) => {
  const votes = 20;
  const { difference, se } = compared(votes, share);
  const needed = votesNeeded({ lead: difference, se });
  if (needed === null) throw new Error("Some number of votes must do.");
  expect(compared(Math.round((votes + needed) * 1.1), share).low).toBeGreaterThan(0);
  expect(compared(Math.round((votes + needed) * 0.9), share).low).toBeLessThan(0);
});

it("needs none where the difference is clear, and knows no number where there is none", () => {
  expect(votesNeeded({ lead: -120, se: 20 })).toBe(0);
  expect(votesNeeded({ lead: 0, se: 20 })).toBeNull();
});
