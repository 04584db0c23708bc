import { add, at, idAt } from "../math/access.ts";
import { bradleyTerryLikelihood, tolerances } from "./likelihood.ts";
import { type Cells, cellsOf, pairIndex, votesOf } from "./cells.ts";
import { EloError } from "../errors.ts";
import { hasMaximum } from "./existence.ts";
import { centred } from "./fit.ts";
import { checkSize } from "./limits.ts";
import { separationError } from "./no-maximum.ts";
import { maximize } from "../math/maximize.ts";
import { addPairCounts, type PairCounts } from "../votes/pair-counts.ts";
import { cholesky } from "../math/symmetric-matrix.ts";

/** Ratings that follow their votes. */
export interface LiveRatings {
  readonly models: readonly string[];
  /** Log-odds in the order of `models`, mean 0: the exact maximum for all votes so far. */
  readonly theta: Float64Array;
  /** All votes so far. */
  counts(): PairCounts;
  /** Adds counts, or takes them away with a factor of -1 (a voter, a prompt), and moves to the new maximum. */
  update(change: PairCounts, factor?: 1 | -1): void;
}

/** With a factor from near the maximum, an update takes no more steps than this; one that takes more brings a new factor. */
const STEPS_OF_A_GOOD_FACTOR = 4;

/** Cells that grow in place. */
type Growing = { -readonly [Key in keyof Cells]: Cells[Key] };

/**
 * Keeps the factor of the last maximum: after a few thousand votes more it still serves, so that an update costs a few passes over the
 * pairs and yields the same ratings as a fit from scratch.
 *
 * @throws EloError `no-maximum` where the votes would separate the models, `bad-input` where more is taken away than there
 * is; a failed update changes nothing.
 * @example
 * ```ts
 * const live = createLiveRatings(counts);
 * live.update(pairCountsFromRows([{ a: "x", b: "y", winsA: 1, winsB: 0, ties: 0 }], { models: counts.models }));
 * ```
 */
export function createLiveRatings(initial: PairCounts, options: { readonly ties?: "half" | "drop" } = {}): LiveRatings {
  const { ties = "half" } = options;
  let parts: (readonly [PairCounts, number])[] = [];
  let models: readonly string[] = [];
  let theta: Float64Array = new Float64Array(0);
  let cells: Growing = cellsOf(initial, ties, false);
  let votes: Float64Array = new Float64Array(0);
  let places = pairIndex(0);
  let factor: Float64Array | null = null;

  /** `all` are the votes where there may be no maximum: votes that are added keep one, so only new models and votes taken away need the test. */
  const moveToMaximum = (all: readonly (readonly [PairCounts, number])[] | null) => {
    if (all && !hasMaximum(cells)) throw separationError(addPairCounts(...all), ties);
    const likelihood = bradleyTerryLikelihood(cells, false);
    const found = maximize(likelihood, theta, tolerances(votes, 0, 0), { factor });
    let kept = found.factor;
    if (found.steps > STEPS_OF_A_GOOD_FACTOR) {
      const information = new Float64Array(kept.length);
      likelihood(found.x, found.gradient, information);
      kept = cholesky(information, models.length);
    }
    theta = centred(found.x, models.length);
    factor = kept;
  };
  /** Counts everything anew: at the start, for new models and for pairs that never met before. */
  const rebuild = (next: (readonly [PairCounts, number])[]) => {
    const all = addPairCounts(...next);
    checkSize(all.models.length);
    const before = { parts, models, theta, cells, votes, places, factor };
    try {
      parts = [[all, 1]];
      cells = cellsOf(all, ties, false);
      votes = votesOf(cells);
      places = pairIndex(cells.n);
      cells.i.forEach((i, k) => places.set(i * cells.n + idAt(cells.j, k), k));
      theta = Float64Array.from(all.models, (_, k) => before.theta[k] ?? 0);
      models = all.models;
      factor = null;
      moveToMaximum(next);
    } catch (error) {
      ({ parts, models, theta, cells, votes, places, factor } = before);
      throw error;
    }
  };
  /** Adds to the cells in place; false when the change needs a rebuild, and then nothing was changed. */
  const addInPlace = (change: PairCounts, sign: 1 | -1): boolean => {
    if (change.models.length > models.length || change.models.some((model, k) => model !== models[k])) return false;
    const added = cellsOf(change, ties, false);
    const indices = Int32Array.from(added.i, (i, k) => places.get(i * models.length + idAt(added.j, k)));
    if (indices.some((index) => index < 0)) return false;
    const addTimes = (factorOf: number) => {
      indices.forEach((index, k) => {
        for (const name of ["total", "scoreI", "squares"] as const) add(cells[name], index, factorOf * at(added[name], k));
        for (const model of [idAt(added.i, k), idAt(added.j, k)]) add(votes, model, factorOf * at(added.total, k));
      });
    };
    addTimes(sign);
    const short = indices.findIndex((index) => !(at(cells.squares, index) >= 0 && at(cells.scoreI, index) <= at(cells.total, index)));
    try {
      if (short >= 0)
        throw new EloError(
          "bad-input",
          `${models[idAt(added.i, short)]} against ${models[idAt(added.j, short)]} would have fewer votes than none.`,
        );
      moveToMaximum(sign < 0 ? [...parts, [change, sign]] : null);
    } catch (error) {
      addTimes(-sign);
      throw error;
    }
    parts.push([change, sign]);
    return true;
  };
  rebuild([[initial, 1]]);
  return {
    get models() {
      return models;
    },
    get theta() {
      return theta;
    },
    counts() {
      parts = [[addPairCounts(...parts), 1]];
      return parts[0]?.[0] ?? initial;
    },
    update(change, sign = 1) {
      if (!addInPlace(change, sign)) rebuild([...parts, [change, sign]]);
    },
  };
}
