import { bradleyTerryLikelihood, tolerances } from "./bradley-terry.ts";
import { cellsOf, votesOf } from "./cells.ts";
import { centred } from "./fit.ts";
import { maximize } from "./maximize.ts";
import { addPairCounts, type PairCounts } from "./pair-counts.ts";

/** Ratings that follow their votes. */
export interface LiveRatings {
  readonly counts: PairCounts;
  /** Log-odds in the order of `counts.models`, mean 0: the exact maximum for `counts`. */
  readonly theta: Float64Array;
  /** Adds counts, or takes them away with a factor of -1 (a voter, a prompt), and moves to the new maximum. */
  update(change: PairCounts, factor?: 1 | -1): void;
}

/**
 * Keeps the factor of the last maximum: after a few thousand votes more it still serves, so that an update costs a few passes over the
 * pairs and yields the same ratings as a fit from scratch.
 *
 * @throws EloError `no-maximum` or `not-converged` where the votes separate the models; a failed update changes nothing.
 * @example
 * ```ts
 * const live = createLiveRatings(counts);
 * live.update(pairCountsFromRows([{ a: "x", b: "y", winsA: 1, winsB: 0, ties: 0 }], { models: counts.models }));
 * ```
 */
export function createLiveRatings(initial: PairCounts, options: { readonly ties?: "half" | "drop" } = {}): LiveRatings {
  const { ties = "half" } = options;
  const solve = (next: PairCounts, start: Float64Array, factor: Float64Array | null) => {
    const cells = cellsOf(next, ties, false);
    const { x, factor: kept } = maximize(bradleyTerryLikelihood(cells, false), start, tolerances(votesOf(cells), 0, 0), factor);
    return { counts: next, theta: centred(x, next.models.length), factor: kept };
  };
  let now = solve(initial, new Float64Array(initial.models.length), null);
  return {
    get counts() {
      return now.counts;
    },
    get theta() {
      return now.theta;
    },
    update(change, factor = 1) {
      const next = addPairCounts([now.counts, 1], [change, factor]);
      const sameModels = next.models.length === now.counts.models.length;
      const start = Float64Array.from(next.models, (_, k) => now.theta[k] ?? 0);
      now = solve(next, start, sameModels ? now.factor : null);
    },
  };
}
