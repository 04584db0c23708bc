import { add, at, codeAt, idAt, itemAt } from "../math/access.ts";
import { adjustedFit } from "./adjusted.ts";
import { cellsOf } from "./cells.ts";
import { addInformation, trustInModel } from "./small-sample.ts";
import { fitBradleyTerry } from "./bradley-terry.ts";
import { tolerances } from "./likelihood.ts";
import { EloError } from "../errors.ts";
import { isBesideMaximum, orElse } from "./certificate.ts";
import { openDirectionError } from "./open-direction.ts";
import { exponential } from "../math/exponential.ts";
import { centred, centredCovariance, type Fit } from "./fit.ts";
import { type Evaluate, maximize } from "../math/maximize.ts";
import { pairCountsFromColumns } from "../votes/pair-counts.ts";
import { cholesky, congruence, inverse, solve } from "../math/symmetric-matrix.ts";
import { passOverVotes } from "./vote-passes.ts";
import { type Rows, rowsOf } from "../votes/vote-rows.ts";
import { SCORE, type VoteColumns } from "../votes/votes.ts";

export interface VoteFitOptions {
  /** Differences between the first and the second answer, one column per feature (see `relativeDifference`). Never centred. */
  readonly features?: Readonly<Record<string, Float64Array>>;
  readonly position?: boolean;
  /** A number per vote, such as its voter's or prompt's; votes with equal numbers may depend on each other. */
  readonly cluster?: Int32Array;
  /** As in `fitBradleyTerry`; with `cluster`, `"hc0"` is the plain clustered sandwich and `"adjusted"` adds what few votes cannot tell. */
  readonly covariance?: "adjusted" | "fisher" | "hc0";
}

/**
 * A count of the first and the second answer (tokens, headers, list items, bold) as (a - b) / (a + b), in units of its own root mean square.
 * It is not centred: swapping the answers only changes its sign, so it cannot hide an advantage of the first place.
 *
 * @example
 * ```ts
 * fitVotes(columns, { features: { length: relativeDifference(tokensA, tokensB) } });
 * ```
 */
export function relativeDifference(first: ArrayLike<number>, second: ArrayLike<number>): Float64Array {
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
  const { features = {}, position = false, covariance = "adjusted", cluster } = options;
  if (cluster && covariance === "fisher")
    throw new EloError("bad-input", 'Clustered errors are a sandwich; leave covariance: "fisher" out.');
  const counts = pairCountsFromColumns(columns);
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
    const place = n + k;
    return { name, value: at(x, place), se: Math.sqrt(Math.max(0, at(full, place * size + place))) };
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

/** How many log-odds a unit of each parameter moves a vote at most: 1 for a rating, the largest value of a feature. */
function scalesOf({ n, width, stride, values }: Rows, size: number): Float64Array {
  const scales = new Float64Array(size).fill(1);
  for (let f = 0; f < width; f++) {
    let most = 0;
    for (let place = f; place < values.length; place += stride) most = Math.max(most, Math.abs(at(values, place)));
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
  for (let place = n; place < size; place++) reach += at(scales, place) * Math.sqrt(Math.max(0, entry(place, place)));
  return reach;
}

/** Sum over clusters of s s' with s the sum of the cluster's scores, times G / (G - 1). */
function clusterMeat({ columns, n, width, stride, values }: Rows, x: Float64Array, cluster: Int32Array): Float64Array {
  const { a, b, outcome, weight } = columns;
  if (cluster.length !== a.length) throw new EloError("bad-input", `There are ${cluster.length} cluster numbers for ${a.length} votes.`);
  const order = Int32Array.from(cluster.keys()).sort((one, other) => idAt(cluster, one) - idAt(cluster, other));
  const size = n + width;
  const meat = new Float64Array(size * size);
  const score = new Float64Array(size);
  const touched = new Set<number>();
  let clusters = 0;
  const close = () => {
    if (touched.size === 0) return;
    clusters++;
    const places = [...touched];
    for (const row of places) for (const column of places) add(meat, row * size + column, at(score, row) * at(score, column));
    for (const place of places) score[place] = 0;
    touched.clear();
  };
  const addScore = (place: number, amount: number) => {
    add(score, place, amount);
    touched.add(place);
  };
  for (let place = 0; place < order.length; place++) {
    const k = idAt(order, place);
    if (place > 0 && cluster[k] !== cluster[idAt(order, place - 1)]) close();
    const [i, j] = [idAt(a, k), idAt(b, k)];
    let d = at(x, i) - at(x, j);
    for (let f = 0; f < width; f++) d += at(x, n + f) * at(values, k * stride + f);
    const residual = (weight ? at(weight, k) : 1) * (at(SCORE, codeAt(outcome, k)) - 1 / (1 + exponential(-d)));
    addScore(i, residual);
    addScore(j, -residual);
    for (let f = 0; f < width; f++) addScore(n + f, residual * at(values, k * stride + f));
  }
  close();
  if (clusters < 2) throw new EloError("bad-input", "Clustered errors need at least two clusters.");
  return meat.map((value) => (value * clusters) / (clusters - 1));
}
