import { add, at, idAt, sumOf } from "../math/access.ts";
import { type Evaluate, maximize } from "../math/maximize.ts";
import { cholesky, inverse } from "../math/symmetric-matrix.ts";
import { checkChoice } from "../options.ts";
import { checkCounts } from "../votes/check-counts.ts";
import type { PairCounts } from "../votes/pair-counts.ts";
import { type Cells, cellsOf, votesOf } from "./cells.ts";
import { describeExistence } from "./existence.ts";
import { centred, centredCovariance, type Fit } from "./fit.ts";
import { addPair, bradleyTerryLikelihood, expectedScore, informationAt, tolerances } from "./likelihood.ts";
import { checkSize } from "./limits.ts";
import { separationError } from "./no-maximum.ts";

/** The penalty's gradient goes through an inverse, which rounds more than the likelihood does. */
const ROUNDING = 1e3;

/**
 * Firth's penalised likelihood (Biometrika 80, 1993): Jeffreys' prior, which is finite wherever the models are connected at all, and takes
 * the first-order bias away. Each vote gains `leverage` pseudo-votes, half of them won.
 *
 * @throws EloError `no-maximum` that names who never met the rest; `bad-input` for counts or ties that cannot be.
 * @example
 * ```ts
 * fitFirth(pairCountsFromRows([{ a: "x", b: "y", winsA: 5, winsB: 0, ties: 0 }])).theta; // a lead of ln(5.5 / 0.5)
 * ```
 */
export function fitFirth(counts: PairCounts, ties: "half" | "drop" = "half"): Fit {
  checkCounts(counts);
  checkChoice("ties", ties, ["half", "drop"]);
  checkSize(counts.models.length);
  const cells = cellsOf(counts, ties, false);
  const { n } = cells;
  if (describeExistence(counts, ties).components.length > 1) throw separationError(counts, ties);
  const votesOfModel = votesOf(cells);
  const votes = sumOf(cells.total);
  const { x } = maximize(
    firthLikelihood(cells),
    new Float64Array(n),
    tolerances(votesOfModel, 0, votes).map((bound) => ROUNDING * bound),
  );
  const logLikelihood = bradleyTerryLikelihood(cells, false)(x, new Float64Array(n), null);
  const theta = centred(x, n);
  const covariance = centredCovariance(inverse(cholesky(informationAt(cells, x), n), n), n, n);
  return { models: counts.models, ties, theta, centre: theta, covariance, coefficients: [], logLikelihood, votes, votesOfModel };
}

/**
 * The log-likelihood plus half the logarithm of the information's determinant. The information counts the pseudo-votes as well, or a step
 * for a bridge of one vote would swing from side to side for ever.
 */
function firthLikelihood(cells: Cells): Evaluate {
  const { n, i, j, total } = cells;
  const plain = bradleyTerryLikelihood(cells, false);
  return (x, gradient, wanted) => {
    const information = new Float64Array(n * n);
    let value = plain(x, gradient, information);
    wanted?.set(information);
    const factor = cholesky(information, n);
    const bread = inverse(factor, n);
    for (let k = 0; k < n; k++) value += Math.log(at(factor, k * n + k));
    for (let k = 0; k < total.length; k++) {
      const [left, right] = [idAt(i, k), idAt(j, k)];
      const p = expectedScore(cells, k, x);
      const variance = at(bread, left * n + left) + at(bread, right * n + right) - 2 * at(bread, left * n + right);
      const leverage = at(total, k) * p * (1 - p) * variance;
      const pull = leverage * (0.5 - p);
      add(gradient, left, pull);
      add(gradient, right, -pull);
      if (wanted) addPair(wanted, n, left, right, -1, leverage * p * (1 - p));
    }
    return value;
  };
}
