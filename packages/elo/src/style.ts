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
const LARGE = 1e200;

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
  const evaluate: Evaluate = (x, gradient, information) => {
    if (information) passForMatrices(rows, x, information, null);
    return passForGradient(rows, x, gradient);
  };
  // Coarser than the counts' bound: the last step below, with the information that the errors need anyway, squares what is left.
  const bounds = tolerances(start.votesOfModel, width, start.votes).map((bound) => 1e3 * bound);
  const from = new Float64Array(size);
  from.set(start.theta);
  const found = maximize(evaluate, from, bounds);
  const information = new Float64Array(size * size);
  const squares = cluster || covariance === "fisher" ? null : new Float64Array(size * size);
  passForMatrices(rows, found.x, information, squares);
  const factor = cholesky(information, size);
  const last = solve(factor, size, found.gradient);
  const x = found.x.map((value, k) => value + (last[k] ?? 0));
  let full = inverse(factor, size);
  if (cluster) full = congruence(full, clusterMeat(rows, x, cluster), size);
  else if (squares) full = congruence(full, squares, size);
  const coefficients = [...names, ...(position ? ["position"] : [])].map((name, k) => {
    const place = n + k;
    return { name, value: x[place] ?? 0, se: Math.sqrt(Math.max(0, full[place * size + place] ?? 0)) };
  });
  return { ...start, theta: centred(x, n), covariance: centredCovariance(full, size, n), coefficients, logLikelihood: found.value };
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
 * Log-likelihood and gradient, in one pass over all votes. With e = 1 + exp(-d) a vote adds (y - 1) d - log e; the logarithms are taken
 * of products, and nothing branches on d, whose sign no processor can foretell.
 */
function passForGradient({ columns, n, values, width }: Rows, x: Float64Array, gradient: Float64Array): number {
  const { a, b, outcome, weight } = columns;
  gradient.fill(0);
  const beta = x.slice(n);
  const slope = new Float64Array(width);
  let [value, product] = [0, 1];
  for (let k = 0, row = 0; k < a.length; k++, row += width) {
    const i = a[k] ?? 0;
    const j = b[k] ?? 0;
    let d = (x[i] ?? 0) - (x[j] ?? 0);
    for (let f = 0; f < width; f++) d += (beta[f] ?? 0) * (values[row + f] ?? 0);
    const e = 1 + Math.exp(-d);
    const score = SCORE[outcome[k] ?? 0] ?? 0;
    let residual = score - 1 / e;
    if (weight) {
      const count = weight[k] ?? 0;
      residual *= count;
      value += count * ((score - 1) * d - Math.log(e));
    } else {
      value += (score - 1) * d;
      product *= e;
      if (product > LARGE) {
        value -= Math.log(product);
        product = 1;
      }
    }
    gradient[i] = (gradient[i] ?? 0) + residual;
    gradient[j] = (gradient[j] ?? 0) - residual;
    for (let f = 0; f < width; f++) slope[f] = (slope[f] ?? 0) + residual * (values[row + f] ?? 0);
  }
  gradient.set(slope, n);
  return value - Math.log(product);
}

/** Sums of an amount per vote, by pairs, by models and features, and by features, so that a vote touches few places. */
class Blocks {
  readonly pairs: Float64Array;
  readonly mixed: Float64Array;
  readonly own: Float64Array;

  constructor(n: number, width: number) {
    this.pairs = new Float64Array(n * n);
    this.mixed = new Float64Array(n * width);
    this.own = new Float64Array(width * width);
  }
}

/** Information at x and, where asked, the squared scores of the sandwich, in one pass over all votes. */
function passForMatrices(
  { columns, n, values, width }: Rows,
  x: Float64Array,
  information: Float64Array,
  squares: Float64Array | null,
): void {
  const { a, b, outcome, weight } = columns;
  const beta = x.slice(n);
  const [flat, steep] = [new Blocks(n, width), squares ? new Blocks(n, width) : null];
  for (let k = 0, row = 0; k < a.length; k++, row += width) {
    const i = a[k] ?? 0;
    const j = b[k] ?? 0;
    let d = (x[i] ?? 0) - (x[j] ?? 0);
    for (let f = 0; f < width; f++) d += (beta[f] ?? 0) * (values[row + f] ?? 0);
    const p = 1 / (1 + Math.exp(-d));
    const count = weight ? (weight[k] ?? 0) : 1;
    addVote(flat, n, width, i, j, values, row, count * p * (1 - p));
    if (steep) addVote(steep, n, width, i, j, values, row, count * ((SCORE[outcome[k] ?? 0] ?? 0) - p) ** 2);
  }
  assemble(information, flat, n, width, true);
  if (squares && steep) assemble(squares, steep, n, width, false);
}

function addVote(
  { pairs, mixed, own }: Blocks,
  n: number,
  width: number,
  i: number,
  j: number,
  values: Float64Array,
  row: number,
  amount: number,
): void {
  pairs[i * n + j] = (pairs[i * n + j] ?? 0) + amount;
  for (let f = 0; f < width; f++) {
    const scaled = amount * (values[row + f] ?? 0);
    mixed[i * width + f] = (mixed[i * width + f] ?? 0) + scaled;
    mixed[j * width + f] = (mixed[j * width + f] ?? 0) - scaled;
    for (let g = 0; g <= f; g++) own[f * width + g] = (own[f * width + g] ?? 0) + scaled * (values[row + g] ?? 0);
  }
}

function assemble(matrix: Float64Array, { pairs, mixed, own }: Blocks, n: number, width: number, grounded: boolean): void {
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
