import { add, at, idAt, itemAt } from "../math/access.ts";
import { adjustedFit } from "./adjusted.ts";
import { cellsOf } from "./cells.ts";
import { clusterMeat } from "./cluster.ts";
import { dropSeparated, type OnSeparation, votesAmong } from "./drop-separated.ts";
import { hasMaximum } from "./existence.ts";
import { addInformation, trustInModel } from "./small-sample.ts";
import { fitBradleyTerry } from "./bradley-terry.ts";
import { tolerances } from "./likelihood.ts";
import { EloError } from "../errors.ts";
import { isBesideMaximum, orElse } from "./certificate.ts";
import { openDirectionError } from "./open-direction.ts";
import { centred, centredCovariance, type Fit } from "./fit.ts";
import { type Evaluate, maximize } from "../math/maximize.ts";
import { checkChoice, checkKeys } from "../options.ts";
import { type PairCounts, pairCountsFromColumns } from "../votes/pair-counts.ts";
import { cholesky, congruence, inverse, solve } from "../math/symmetric-matrix.ts";
import { passOverVotes } from "./vote-passes.ts";
import { type Rows, rowsOf } from "../votes/vote-rows.ts";
import type { VoteColumns } from "../votes/votes.ts";

export interface VoteFitOptions {
  /** Differences between the first and the second answer, one column per feature (see `relativeDifference`). Never centred. */
  readonly features?: Readonly<Record<string, Float64Array>>;
  readonly position?: boolean;
  /** A number per vote, such as its voter's or prompt's; votes with equal numbers may depend on each other. */
  readonly cluster?: Int32Array;
  /** As in `fitBradleyTerry`; with `cluster`, `"hc0"` is the plain clustered sandwich and `"adjusted"` adds what few votes cannot tell. */
  readonly covariance?: "adjusted" | "fisher" | "hc0";
  /**
   * With `"drop"` the fit has the models of the largest group that the votes do not separate, and names the others in `dropped`; features and
   * clusters are those of the votes that are left.
   */
  readonly onSeparation?: OnSeparation;
}

/**
 * A count of the first and the second answer (tokens, headers, list items, bold) as (a - b) / (a + b), in units of its own root mean square.
 * It is not centred: swapping the answers only changes its sign, so it cannot hide an advantage of the first place.
 *
 * @throws EloError `bad-input` for a value that is no number from 0 on, or columns of different lengths.
 * @example
 * ```ts
 * fitVotes(columns, { features: { length: relativeDifference(tokensA, tokensB) } });
 * ```
 */
export function relativeDifference(first: ArrayLike<number>, second: ArrayLike<number>): Float64Array {
  if (first.length !== second.length)
    throw new EloError("bad-input", `There are ${first.length} values of the first answers and ${second.length} of the second.`);
  const difference = Float64Array.from({ length: first.length }, (_, k) => {
    const [a, b] = [itemAt(first, k), itemAt(second, k)];
    if (!(a >= 0 && b >= 0 && Number.isFinite(a + b)))
      throw new EloError("bad-input", `Vote ${k + 1} has the feature values ${a} and ${b}; they must be numbers from 0 on.`);
    return a + b === 0 ? 0 : (a - b) / (a + b);
  });
  const scale = Math.sqrt(difference.reduce((sum, value) => sum + value * value, 0) / Math.max(1, difference.length));
  return scale > 0 ? difference.map((value) => value / scale) : difference;
}

/**
 * Bradley–Terry from single votes, with covariates (style control: logit = theta_a - theta_b + x'beta, Chen et al., ICML 2024) and errors that are
 * robust to dependent votes of one voter or prompt (Liang and Zeger, Biometrika 73, 1986). Ties count as half a win each way. There is no penalty.
 *
 * @throws EloError `bad-input` for columns of different lengths or a feature without variation; `no-maximum`, `not-converged`.
 * @example
 * ```ts
 * const fit = fitVotes(columns, { features: { length: relativeDifference(a, b) }, cluster: voters });
 * console.log(fit.coefficients[0]); // { name: "length", value: 0.18, se: 0.01 }
 * ```
 */
export function fitVotes(columns: VoteColumns, options: VoteFitOptions = {}): Fit {
  checkOptions(options);
  const { features = {}, position = false, covariance = "adjusted", cluster, onSeparation } = options;
  const counts = pairCountsFromColumns(columns);
  if (onSeparation === "drop" && !hasMaximum(cellsOf(counts, "half", false))) return fitLargestGroup(columns, counts, options);
  const start = fitBradleyTerry(counts, { covariance: "fisher" });
  const plain = covariance === "adjusted" ? adjustedFit(cellsOf(counts, "half", false), start.theta, start.votesOfModel, 0) : null;
  const rows = rowsOf(columns, features, position);
  const { n } = rows;
  const size = n + rows.width;
  // Coarser than the counts' bound: the last step below, with the information that the errors need anyway, squares what is left.
  const bounds = tolerances(start.votesOfModel, size - n, start.votes).map((bound) => 1e4 * bound);
  const from = new Float64Array(size);
  from.set(start.theta);
  const information = new Float64Array(size * size);
  const squares = covariance === "fisher" || (cluster && !plain) ? undefined : new Float64Array(size * size);
  const mixture = plain ? { trust: start.votesOfModel.map(trustInModel), tieRate: plain.tieRate, observed: !cluster } : undefined;
  let finishedAt: Float64Array | null = null;
  const finish = (at: Float64Array, gradient: Float64Array) => {
    finishedAt = at;
    return passOverVotes(rows, at, gradient, { information, squares, mixture });
  };
  const evaluate: Evaluate = (at, gradient, wanted) => passOverVotes(rows, at, gradient, wanted ? { information: wanted } : null);
  const named = [...Object.keys(features), ...(position ? ["position"] : [])];
  const scales = scalesOf(rows, size);
  const open = () => openDirectionError(evaluate, from, scales, [...columns.models, ...named], n);
  const { found, factor } = orElse(() => {
    const reached = maximize(evaluate, from, bounds, { finish });
    if (finishedAt !== reached.x) finish(reached.x, reached.gradient);
    return { found: reached, factor: cholesky(information, size) };
  }, open);
  const last = solve(factor, size, found.gradient);
  let full = inverse(factor, size);
  if (!isBesideMaximum(found.gradient, last, reachOf(rows, full, scales))) throw open();
  const x = found.x.map((value, k) => value + at(last, k));
  const meat = squares ?? new Float64Array(size * size);
  if (cluster) clusterMeat(rows, x, cluster).forEach((value, k) => add(meat, k, value));
  const centre = x.slice(0, n);
  if (plain) {
    // The few votes of a model are judged without the features; what they move its interval by is taken over.
    centre.forEach((value, k) => (centre[k] = value + at(plain.x, k) - at(start.theta, k)));
    addInformation(information, size, { holds: plain.holds, weights: plain.spread.weights });
    plain.holds.forEach((hold, k) => add(meat, k * size + k, hold * at(plain.dispersion, k)));
    full = inverse(cholesky(information, size), size);
  }
  if (covariance !== "fisher") full = congruence(full, meat, size);
  const coefficients = named.map((name, k) => {
    const index = n + k;
    return { name, value: at(x, index), se: Math.sqrt(Math.max(0, at(full, index * size + index))) };
  });
  return {
    ...start,
    theta: centred(x, n),
    centre: centred(centre, n),
    covariance: centredCovariance(full, size, n),
    coefficients,
    logLikelihood: found.value,
  };
}

function checkOptions(options: VoteFitOptions): void {
  checkKeys("fitVotes", options, ["features", "position", "cluster", "covariance", "onSeparation"]);
  const { position = false, covariance = "adjusted", cluster, onSeparation = "error" } = options;
  checkChoice("position", position, [true, false]);
  checkChoice("covariance", covariance, ["adjusted", "fisher", "hc0"]);
  checkChoice("onSeparation", onSeparation, ["error", "drop"]);
  if (cluster && covariance === "fisher")
    throw new EloError("bad-input", 'Clustered errors are a sandwich; leave covariance: "fisher" out.');
}

/** The fit of the votes between the models that they do not separate. */
function fitLargestGroup(columns: VoteColumns, counts: PairCounts, { features = {}, cluster, ...options }: VoteFitOptions): Fit {
  const { counts: kept, dropped } = dropSeparated(counts);
  const { columns: left, indices } = votesAmong(columns, kept.models);
  const taken = Object.fromEntries(
    Object.entries(features).map(([name, feature]) => {
      checkLength(`The feature ${name} has`, feature, columns);
      return [name, Float64Array.from(indices, (vote) => at(feature, vote))];
    }),
  );
  if (cluster) checkLength("The clusters have", cluster, columns);
  const own = cluster ? { cluster: Int32Array.from(indices, (vote) => idAt(cluster, vote)) } : {};
  return { ...fitVotes(left, { ...options, ...own, features: taken, onSeparation: "error" }), dropped };
}

function checkLength(what: string, column: ArrayLike<number>, { a }: VoteColumns): void {
  if (column.length !== a.length) throw new EloError("bad-input", `${what} ${column.length} values for ${a.length} votes.`);
}

/** How many log-odds a unit of each parameter moves a vote at most: 1 for a rating, the largest value of a feature. */
function scalesOf({ n, width, stride, values }: Rows, size: number): Float64Array {
  const scales = new Float64Array(size).fill(1);
  for (let f = 0; f < width; f++) {
    let most = 0;
    for (let index = f; index < values.length; index += stride) most = Math.max(most, Math.abs(at(values, index)));
    scales[n + f] = most;
  }
  return scales;
}

/** A bound on the standard error of any vote's log-odds, by the covariance of Fisher. */
function reachOf({ columns, n }: Rows, covariance: Float64Array, scales: Float64Array): number {
  const size = scales.length;
  const entry = (row: number, column: number) => at(covariance, row * size + column);
  let widest = 0;
  for (let k = 0; k < columns.a.length; k++) {
    const [i, j] = [idAt(columns.a, k), idAt(columns.b, k)];
    const variance = at(covariance, i * size + i) + at(covariance, j * size + j) - 2 * at(covariance, i * size + j);
    if (variance > widest) widest = variance;
  }
  let reach = Math.sqrt(widest);
  for (let index = n; index < size; index++) reach += at(scales, index) * Math.sqrt(Math.max(0, entry(index, index)));
  return reach;
}
