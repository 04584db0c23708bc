import { addPair, fitBradleyTerry, tolerances } from "./bradley-terry.ts";
import { EloError } from "./errors.ts";
import { centred, centredCovariance, type Fit } from "./fit.ts";
import { type Evaluate, maximize } from "./maximize.ts";
import { pairCountsFromColumns } from "./pair-counts.ts";
import { cholesky, congruence, inverse, solve } from "./symmetric-matrix.ts";
import type { VoteColumns } from "./votes.ts";

export interface VoteFitOptions {
  /** Differences between the first and the second answer, one column per feature (see `relativeDifference`). Never centred. */
  readonly features?: Readonly<Record<string, Float64Array>>;
  readonly position?: boolean;
  /** A number per vote, such as its voter's or prompt's; votes with equal numbers may depend on each other. */
  readonly cluster?: Int32Array;
  /** `"fisher"`, `"hc0"`, or clustered errors where `cluster` is given. */
  readonly covariance?: "fisher" | "hc0";
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
    const [a, b] = [first[k] ?? 0, second[k] ?? 0];
    if (!(a >= 0 && b >= 0 && Number.isFinite(a + b)))
      throw new EloError("bad-input", `Vote ${k + 1} has the feature values ${a} and ${b}; they must be numbers from 0 on.`);
    return a + b === 0 ? 0 : (a - b) / (a + b);
  });
  const scale = Math.sqrt(difference.reduce((sum, value) => sum + value * value, 0) / Math.max(1, difference.length));
  return scale > 0 ? difference.map((value) => value / scale) : difference;
}

/** Everything that a pass over the votes reads. */
interface Rows {
  readonly columns: VoteColumns;
  readonly n: number;
  /** Features, vote by vote, with a column of ones last when the position counts. */
  readonly values: Float64Array;
  readonly width: number;
}

const SCORE = Float64Array.of(1, 0, 0.5, 0.5);
const PRODUCTS = 500;

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
  const { position = false, covariance = "hc0", cluster } = options;
  const names = Object.keys(options.features ?? {});
  const start = fitBradleyTerry(pairCountsFromColumns(columns), { covariance: "fisher" });
  const rows = rowsOf(columns, Object.values(options.features ?? {}), names, position);
  const { n, width } = rows;
  const size = n + width;
  const evaluate: Evaluate = (x, gradient, information) => pass(rows, x, gradient, information, "information");
  // Coarser than the counts' bound: the last step below, with the information that the errors need anyway, squares what is left.
  const bounds = tolerances(start.votesOfModel, width, start.votes).map((bound) => 1e3 * bound);
  const from = new Float64Array(size);
  from.set(start.theta);
  let { x } = maximize(evaluate, from, bounds);
  const [gradient, information] = [new Float64Array(size), new Float64Array(size * size)];
  const logLikelihood = evaluate(x, gradient, information);
  const factor = cholesky(information, size);
  const last = solve(factor, size, gradient);
  x = x.map((value, k) => value + (last[k] ?? 0));
  let full = inverse(factor, size);
  if (cluster) full = congruence(full, clusterMeat(rows, x, cluster), size);
  else if (covariance === "hc0") {
    const meat = new Float64Array(size * size);
    pass(rows, x, gradient, meat, "squares");
    full = congruence(full, meat, size);
  }
  const coefficients = [...names, ...(position ? ["position"] : [])].map((name, k) => {
    const place = n + k;
    return { name, value: x[place] ?? 0, se: Math.sqrt(Math.max(0, full[place * size + place] ?? 0)) };
  });
  return { ...start, theta: centred(x, n), covariance: centredCovariance(full, size, n), coefficients, logLikelihood };
}

function rowsOf(columns: VoteColumns, features: readonly Float64Array[], names: readonly string[], position: boolean): Rows {
  const votes = columns.a.length;
  const width = features.length + (position ? 1 : 0);
  const values = new Float64Array(votes * width);
  features.forEach((feature, f) => {
    if (feature.length !== votes)
      throw new EloError("bad-input", `The feature ${names[f]} has ${feature.length} values for ${votes} votes.`);
    let varies = false;
    for (let k = 0; k < votes; k++) {
      const value = feature[k] ?? 0;
      if (!Number.isFinite(value)) throw new EloError("bad-input", `Vote ${k + 1} has the value ${value} of the feature ${names[f]}.`);
      varies ||= value !== 0;
      values[k * width + f] = value;
    }
    if (!varies) throw new EloError("bad-input", `The feature ${names[f]} is 0 in every vote; leave it out.`);
  });
  if (position) for (let k = 0; k < votes; k++) values[k * width + width - 1] = 1;
  return { columns, n: columns.models.length, values, width };
}

/**
 * One pass over all votes: log-likelihood, gradient, and where a matrix is given the information or the squared scores. Blocks of pairs, of
 * models by features and of features by features are summed apart and put together at the end, so that a vote touches few places.
 */
function pass(
  { columns, n, values, width }: Rows,
  x: Float64Array,
  gradient: Float64Array,
  matrix: Float64Array | null,
  kind: "information" | "squares",
): number {
  const { a, b, outcome, weight } = columns;
  gradient.fill(0);
  const pairs = matrix ? new Float64Array(n * n) : null;
  const mixed = new Float64Array(n * width);
  const own = new Float64Array(width * width);
  let [value, product, left] = [0, 1, PRODUCTS];
  for (let k = 0; k < a.length; k++) {
    const [i, j, row] = [a[k] ?? 0, b[k] ?? 0, k * width];
    let d = (x[i] ?? 0) - (x[j] ?? 0);
    for (let f = 0; f < width; f++) d += (x[n + f] ?? 0) * (values[row + f] ?? 0);
    const small = Math.exp(-Math.abs(d));
    const p = (d >= 0 ? 1 : small) / (1 + small);
    const score = SCORE[outcome[k] ?? 0] ?? 0;
    const count = weight ? (weight[k] ?? 0) : 1;
    const residual = count * (score - p);
    value += count * (score * d - (d > 0 ? d : 0));
    // log(1 + e) summed as the logarithm of a product: every factor is at most 2.
    if (weight) value -= count * Math.log1p(small);
    else {
      product *= 1 + small;
      if (--left === 0) {
        value -= Math.log(product);
        [product, left] = [1, PRODUCTS];
      }
    }
    gradient[i] = (gradient[i] ?? 0) + residual;
    gradient[j] = (gradient[j] ?? 0) - residual;
    for (let f = 0; f < width; f++) gradient[n + f] = (gradient[n + f] ?? 0) + residual * (values[row + f] ?? 0);
    if (!pairs) continue;
    const amount = kind === "information" ? count * p * (1 - p) : residual * (score - p);
    pairs[i * n + j] = (pairs[i * n + j] ?? 0) + amount;
    for (let f = 0; f < width; f++) {
      const scaled = amount * (values[row + f] ?? 0);
      mixed[i * width + f] = (mixed[i * width + f] ?? 0) + scaled;
      mixed[j * width + f] = (mixed[j * width + f] ?? 0) - scaled;
      for (let g = 0; g <= f; g++) own[f * width + g] = (own[f * width + g] ?? 0) + scaled * (values[row + g] ?? 0);
    }
  }
  if (matrix && pairs) assemble(matrix, pairs, mixed, own, n, width, kind === "information");
  return value - Math.log(product);
}

function assemble(
  matrix: Float64Array,
  pairs: Float64Array,
  mixed: Float64Array,
  own: Float64Array,
  n: number,
  width: number,
  grounded: boolean,
): void {
  const size = n + width;
  matrix.fill(0);
  for (let i = 0; grounded && i < n; i++) matrix.fill(1 / n, i * size, i * size + n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      const amount = pairs[i * n + j] ?? 0;
      if (amount !== 0) addPair(matrix, size, i, j, -1, amount);
    }
    for (let f = 0; f < width; f++) {
      matrix[i * size + n + f] = mixed[i * width + f] ?? 0;
      matrix[(n + f) * size + i] = mixed[i * width + f] ?? 0;
    }
  }
  for (let f = 0; f < width; f++) {
    for (let g = 0; g <= f; g++) {
      matrix[(n + f) * size + n + g] = own[f * width + g] ?? 0;
      matrix[(n + g) * size + n + f] = own[f * width + g] ?? 0;
    }
  }
}

/** Sum over clusters of s s' with s the sum of the cluster's scores, times G / (G - 1). */
function clusterMeat({ columns, n, values, width }: Rows, x: Float64Array, cluster: Int32Array): Float64Array {
  const { a, b, outcome, weight } = columns;
  if (cluster.length !== a.length) throw new EloError("bad-input", `There are ${cluster.length} cluster numbers for ${a.length} votes.`);
  const order = Int32Array.from(cluster.keys()).sort((one, other) => (cluster[one] ?? 0) - (cluster[other] ?? 0));
  const size = n + width;
  const meat = new Float64Array(size * size);
  const score = new Float64Array(size);
  const touched = new Set<number>();
  let clusters = 0;
  const close = () => {
    if (touched.size === 0) return;
    clusters++;
    const places = [...touched];
    for (const row of places)
      for (const column of places) meat[row * size + column] = (meat[row * size + column] ?? 0) + (score[row] ?? 0) * (score[column] ?? 0);
    for (const place of places) score[place] = 0;
    touched.clear();
  };
  const add = (place: number, amount: number) => {
    score[place] = (score[place] ?? 0) + amount;
    touched.add(place);
  };
  for (let at = 0; at < order.length; at++) {
    const k = order[at] ?? 0;
    if (at > 0 && cluster[k] !== cluster[order[at - 1] ?? 0]) close();
    const [i, j] = [a[k] ?? 0, b[k] ?? 0];
    let d = (x[i] ?? 0) - (x[j] ?? 0);
    for (let f = 0; f < width; f++) d += (x[n + f] ?? 0) * (values[k * width + f] ?? 0);
    const residual = (weight ? (weight[k] ?? 0) : 1) * ((SCORE[outcome[k] ?? 0] ?? 0) - 1 / (1 + Math.exp(-d)));
    add(i, residual);
    add(j, -residual);
    for (let f = 0; f < width; f++) add(n + f, residual * (values[k * width + f] ?? 0));
  }
  close();
  if (clusters < 2) throw new EloError("bad-input", "Clustered errors need at least two clusters.");
  return meat.map((value) => (value * clusters) / (clusters - 1));
}
