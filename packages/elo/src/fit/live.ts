import { EloError } from "../errors.ts";
import { add, at, idAt, itemAt } from "../math/access.ts";
import { maximize } from "../math/maximize.ts";
import { cholesky } from "../math/symmetric-matrix.ts";
import { checkChoice, checkKeys } from "../options.ts";
import { checkCounts } from "../votes/check-counts.ts";
import { addPairCounts, type PairCounts } from "../votes/pair-counts.ts";
import { pairIndex } from "../votes/pair-table.ts";
import { type Cells, cellsOf, votesOf } from "./cells.ts";
import { hasMaximum } from "./existence.ts";
import { centred } from "./fit.ts";
import { bradleyTerryLikelihood, tolerances } from "./likelihood.ts";
import { checkSize } from "./limits.ts";
import { separationError } from "./no-maximum.ts";

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

/** With a factor from near the maximum, an update takes no more steps than this; one that takes more needs a new factor. */
const STEPS_OF_A_GOOD_FACTOR = 4;
/** So many changes are added up to one, so that memory does not grow with the updates. */
const PARTS_MAX = 256;

/** Counts and the factor that each is taken by. */
type Parts = readonly (readonly [counts: PairCounts, factor: number])[];

/** The votes so far, and where their maximum is. */
interface Board {
  parts: Parts;
  readonly models: readonly string[];
  readonly cells: Cells;
  /** The cell of each pair that met. */
  readonly index: ReturnType<typeof pairIndex>;
  readonly votes: Float64Array;
  theta: Float64Array;
  factor: Float64Array | null;
}

/** Counts everything anew: at the start, for new models and for pairs that never met before. */
function boardOf(parts: Parts, ties: "half" | "drop", near: Float64Array): Board {
  const all = addPairCounts(...parts);
  checkSize(all.models.length);
  const cells = cellsOf(all, ties, false);
  if (!hasMaximum(cells)) throw separationError(all, ties);
  const index = pairIndex(cells.n);
  cells.i.forEach((i, k) => index.set(i * cells.n + idAt(cells.j, k), k));
  // New models come last.
  const theta = new Float64Array(cells.n);
  theta.set(near);
  const board: Board = { parts: [[all, 1]], models: all.models, cells, index, votes: votesOf(cells), theta, factor: null };
  moveToMaximum(board);
  return board;
}

/** Finds the maximum of the board's cells, which must have one; a failure changes nothing. */
function moveToMaximum(board: Board): void {
  const { cells, votes, factor } = board;
  const likelihood = bradleyTerryLikelihood(cells, false);
  const found = maximize(likelihood, board.theta, tolerances(votes, 0, 0), { factor });
  let kept = found.factor;
  if (found.steps > STEPS_OF_A_GOOD_FACTOR) {
    const information = new Float64Array(kept.length);
    likelihood(found.x, found.gradient, information);
    kept = cholesky(information, cells.n);
  }
  board.theta = centred(found.x, cells.n);
  board.factor = kept;
}

/** Adds to the cells of a board; false when the change needs a new one, and then nothing was changed. */
function addInPlace(board: Board, change: PairCounts, sign: 1 | -1, ties: "half" | "drop"): boolean {
  const { cells, index, models, votes } = board;
  if (change.models.length > models.length || change.models.some((model, k) => model !== models[k])) return false;
  const added = cellsOf(change, ties, false);
  const targets = Int32Array.from(added.i, (i, k) => index.get(i * models.length + idAt(added.j, k)));
  if (targets.some((target) => target < 0)) return false;
  const addTimes = (factor: number) => {
    targets.forEach((target, k) => {
      for (const name of ["total", "scoreI", "squares"] as const) add(cells[name], target, factor * at(added[name], k));
      for (const model of [idAt(added.i, k), idAt(added.j, k)]) add(votes, model, factor * at(added.total, k));
    });
  };
  const parts: Parts = [...board.parts, [change, sign]];
  addTimes(sign);
  try {
    const short = targets.findIndex((target) => !(at(cells.squares, target) >= 0 && at(cells.scoreI, target) <= at(cells.total, target)));
    if (short >= 0) {
      const [first, second] = [itemAt(models, idAt(added.i, short)), itemAt(models, idAt(added.j, short))];
      throw new EloError("bad-input", `${first} against ${second} would have fewer votes than none.`);
    }
    // Votes that are added keep a maximum; only votes taken away need the test.
    if (sign < 0 && !hasMaximum(cells)) throw separationError(addPairCounts(...parts), ties);
    moveToMaximum(board);
  } catch (error) {
    addTimes(-sign);
    throw error;
  }
  board.parts = parts.length < PARTS_MAX ? parts : [[addPairCounts(...parts), 1]];
  return true;
}

/**
 * Keeps the factor of the last maximum: after a few thousand votes more it still serves, so that an update costs a few passes over the
 * pairs and yields the same ratings as a fit from scratch.
 *
 * @throws EloError `no-maximum` where the votes would separate the models, `bad-input` where more is taken away than there
 * is, or for an option that cannot be; a failed update changes nothing.
 * @example
 * ```ts
 * const live = createLiveRatings(counts);
 * live.update(pairCountsFromRows([{ a: "x", b: "y", winsA: 1, winsB: 0, ties: 0 }], { models: counts.models }));
 * ```
 */
export function createLiveRatings(initial: PairCounts, options: { readonly ties?: "half" | "drop" } = {}): LiveRatings {
  checkKeys("createLiveRatings", options, ["ties"]);
  const { ties = "half" } = options;
  checkChoice("ties", ties, ["half", "drop"]);
  checkCounts(initial);
  let board = boardOf([[initial, 1]], ties, new Float64Array(0));
  return {
    get models() {
      return board.models;
    },
    get theta() {
      return board.theta;
    },
    counts() {
      const all = addPairCounts(...board.parts);
      board.parts = [[all, 1]];
      return all;
    },
    update(change, sign = 1) {
      checkCounts(change);
      checkChoice("factor", sign, [1, -1]);
      if (!addInPlace(board, change, sign, ties)) board = boardOf([...board.parts, [change, sign]], ties, board.theta);
    },
  };
}
