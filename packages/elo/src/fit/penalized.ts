import { at, idAt, itemAt, sumOf } from "../math/access.ts";
import { checkChoice, checkKeys } from "../options.ts";
import { checkCounts } from "../votes/check-counts.ts";
import type { PairCounts } from "../votes/pair-counts.ts";
import { adjustedFit } from "./adjusted.ts";
import { type Cells, cellsOf, votesOf } from "./cells.ts";
import { weakComponents } from "./existence.ts";
import { centred, centredCovariance, type Fit } from "./fit.ts";
import { tolerances } from "./likelihood.ts";
import { checkSize } from "./limits.ts";
import { maximizeCells } from "./maximize-cells.ts";
import { PRIOR_VARIANCE } from "./small-sample.ts";

/**
 * How strongly each rating is held to the mean, as the inverse of a variance: a standard deviation of 3.2 log-odds, 550 points, several times what
 * boards have. It only matters where votes are few.
 */
const PULL = 0.1;

/**
 * Penalised ratings, for a board that must show something from its first vote on: maximum likelihood with each rating held to the mean of
 * its board, weakly and always in the same way (a ridge: Hoerl, Kennard, Technometrics 12, 1970).
 *
 * The penalty makes the negated matrix of second derivatives L + PULL I, with L a weighted graph Laplacian. Its inverse has no negative entry,
 * and moving along a vote of i against j raises i most, lowers j most, and leaves every other model in between. So a vote never moves
 * others by more than those it is about, a vote against a model never raises it, and ratings are continuous in the votes. The gradients of all
 * votes cancel, so the mean of a group stays 0 by itself, and models that never met (other groups, or models without a vote) change nothing.
 *
 * Models without a vote are left out: they have the mean rating and the spread of a board that is not known yet. Models that never met, even
 * through others, are rated each among its own group; `group` says which, and no two of different groups can be compared.
 *
 * @throws EloError `bad-input` for counts or an option that cannot be, and boards that are too large.
 * @example
 * ```ts
 * const fit = fitPenalized(pairCountsFromRows([{ a: "x", b: "y", winsA: 1, winsB: 0, ties: 0 }]));
 * console.log(fit.theta); // [0.59, -0.59]: one vote is enough
 * ```
 */
export function fitPenalized(counts: PairCounts, options: { readonly ties?: "half" | "drop" } = {}): Fit {
  const { ties = "half" } = options;
  checkCounts(counts);
  checkKeys("fitPenalized", options, ["ties"]);
  checkChoice("ties", ties, ["half", "drop"]);
  checkSize(counts.models.length);
  const cells = cellsOf(counts, ties, false);
  const { n } = cells;
  const votesOfModel = votesOf(cells);
  const [theta, centre, covariance] = [new Float64Array(n), new Float64Array(n), new Float64Array(n * n)];
  const group = new Int32Array(n).fill(-1);
  let logLikelihood = 0;
  const groups = weakComponents(cells).filter((members) => at(votesOfModel, itemAt(members, 0)) > 0);
  groups.forEach((members, index) => {
    const part = fitGroup(within(cells, members));
    logLikelihood += part.logLikelihood;
    members.forEach((model, row) => {
      group[model] = index;
      theta[model] = at(part.theta, row);
      centre[model] = at(part.centre, row);
      members.forEach((other, column) => (covariance[model * n + other] = at(part.covariance, row * members.length + column)));
    });
  });
  group.forEach((index, model) => {
    if (index < 0) covariance[model * n + model] = PRIOR_VARIANCE;
  });
  const votes = sumOf(cells.total);
  return { models: counts.models, ties, theta, centre, covariance, coefficients: [], logLikelihood, votes, votesOfModel, group };
}

/** The cells of one group, with its models numbered from 0. */
function within(cells: Cells, members: readonly number[]): Cells {
  if (members.length === cells.n) return cells;
  const index = new Int32Array(cells.n).fill(-1);
  members.forEach((model, k) => (index[model] = k));
  const rows = [...cells.i.keys()].filter((k) => idAt(index, idAt(cells.i, k)) >= 0);
  const move = (column: Int32Array) => Int32Array.from(rows, (k) => idAt(index, idAt(column, k)));
  const take = (column: Float64Array) => Float64Array.from(rows, (k) => at(column, k));
  return {
    n: members.length,
    i: move(cells.i),
    j: move(cells.j),
    total: take(cells.total),
    scoreI: take(cells.scoreI),
    squares: take(cells.squares),
  };
}

function fitGroup(cells: Cells) {
  const { n } = cells;
  const votes = votesOf(cells);
  const hold = { holds: new Float64Array(n).fill(PULL), weights: new Float64Array(n).fill(1 / n) };
  const { x, value } = maximizeCells(cells, new Float64Array(n), tolerances(votes, 0, 0), hold);
  const interval = adjustedFit(cells, x, votes, PULL);
  return {
    theta: centred(x, n),
    centre: centred(interval.x, n),
    covariance: centredCovariance(interval.covariance, n, n),
    logLikelihood: value,
  };
}
