import { add, at, codeAt, idAt } from "../math/access.ts";
import { scoreVariance } from "./dispersion.ts";
import { addPair } from "./likelihood.ts";
import { exponential } from "../math/exponential.ts";
import { BLOCK, type Rows } from "../votes/vote-rows.ts";
import { SCORE } from "../votes/votes.ts";

const LARGE = 1e200;

/** Sums of an amount per vote: by pairs, by models and features, and by features. */
class Sums {
  readonly pairs: Float64Array;
  readonly mixed: Float64Array;
  readonly own: Float64Array;
  /** The amounts of the rows at hand. */
  readonly amount = new Float64Array(BLOCK);

  constructor({ n, stride }: Rows) {
    this.pairs = new Float64Array(n * n);
    this.mixed = new Float64Array(n * stride);
    this.own = new Float64Array(stride * stride);
  }
}

/** Matrices that a pass fills where they are wanted: the information, and the squared scores of the sandwich. */
interface Matrices {
  readonly information: Float64Array;
  readonly squares?: Float64Array | undefined;
  /** Where given, the squares are mixed with what the likelihood expects of them, by how much each model's votes are trusted to tell. */
  readonly mixture?: Mixture | undefined;
}

interface Mixture {
  /** Per model; of a pair the larger counts. */
  readonly trust: Float64Array;
  readonly tieRate: number;
  /** Whether observed squares count at all. */
  readonly observed: boolean;
}

/**
 * Log-likelihood, gradient and, where asked, matrices at x = (theta, beta), in one pass over all votes. With e = 1 + exp(-d) a vote adds
 * (y - 1) d - log e; the logarithms are taken of products, and nothing branches on d, whose sign no processor can foretell.
 */
export function passOverVotes(rows: Rows, x: Float64Array, gradient: Float64Array, matrices: Matrices | null): number {
  const { columns, n, width, stride } = rows;
  const { a, outcome, weight } = columns;
  const [beta, slope] = [new Float64Array(stride), new Float64Array(stride)];
  beta.set(x.subarray(n));
  const [flat, steep] = [matrices ? new Sums(rows) : null, matrices?.squares ? new Sums(rows) : null];
  const [lead, residual] = [new Float64Array(BLOCK), new Float64Array(BLOCK)];
  const mixture = matrices?.mixture;
  const score = new Float64Array(mixture ? BLOCK : 0);
  gradient.fill(0);
  let [value, product] = [0, 1];
  for (let from = 0; from < a.length; from += BLOCK) {
    const length = Math.min(BLOCK, a.length - from);
    leads(rows, from, length, x, beta, lead);
    for (let k = 0; k < length; k++) {
      const d = at(lead, k);
      const e = 1 + exponential(-d);
      const p = 1 / e;
      const y = at(SCORE, codeAt(outcome, from + k));
      const count = weight ? at(weight, from + k) : 1;
      value += count * (y - 1) * d;
      if (weight) value -= count * Math.log(e);
      else product *= e;
      if (product > LARGE) {
        value -= Math.log(product);
        product = 1;
      }
      residual[k] = count * (y - p);
      if (flat) flat.amount[k] = count * p * (1 - p);
      if (steep) steep.amount[k] = count * (y - p) * (y - p);
      if (mixture) score[k] = p;
    }
    if (steep && mixture) mix(rows, from, length, mixture, score, steep.amount);
    addGradient(rows, from, length, residual, gradient, slope);
    if (flat) addSums(rows, from, length, flat);
    if (steep) addSums(rows, from, length, steep);
  }
  gradient.set(slope.subarray(0, width), n);
  if (matrices && flat) assemble(matrices.information, flat, rows, true);
  if (matrices?.squares && steep) assemble(matrices.squares, steep, rows, false);
  return value - Math.log(product);
}

/** Mixes squared residuals with the variances of votes of the expected scores. */
function mix(rows: Rows, from: number, length: number, mixture: Mixture, score: Float64Array, amount: Float64Array): void {
  const { a, b, weight } = rows.columns;
  for (let k = 0; k < length; k++) {
    const trust = Math.max(at(mixture.trust, idAt(a, from + k)), at(mixture.trust, idAt(b, from + k)));
    const expected = (weight ? at(weight, from + k) : 1) * scoreVariance(at(score, k), mixture.tieRate);
    amount[k] = trust * expected + (mixture.observed ? (1 - trust) * at(amount, k) : 0);
  }
}

/** The log-odds theta_a - theta_b + x'beta of votes `from` and on. */
function leads(rows: Rows, from: number, length: number, x: Float64Array, beta: Float64Array, lead: Float64Array): void {
  const { columns, stride, values } = rows;
  const { a, b } = columns;
  for (let k = 0; k < length; k++) lead[k] = at(x, idAt(a, from + k)) - at(x, idAt(b, from + k));
  for (let f = 0; f < stride; f += 4) {
    const [b0, b1, b2, b3] = [at(beta, f), at(beta, f + 1), at(beta, f + 2), at(beta, f + 3)];
    for (let k = 0, row = from * stride + f; k < length; k++, row += stride) {
      const pair = b0 * at(values, row) + b1 * at(values, row + 1);
      add(lead, k, pair + (b2 * at(values, row + 2) + b3 * at(values, row + 3)));
    }
  }
}

function addGradient(rows: Rows, from: number, length: number, residual: Float64Array, gradient: Float64Array, slope: Float64Array): void {
  const { columns, stride, values } = rows;
  const { a, b } = columns;
  for (let k = 0; k < length; k++) {
    const i = idAt(a, from + k);
    const j = idAt(b, from + k);
    const amount = at(residual, k);
    add(gradient, i, amount);
    add(gradient, j, -amount);
  }
  for (let f = 0; f < stride; f += 4) {
    let [s0, s1, s2, s3] = [0, 0, 0, 0];
    for (let k = 0, row = from * stride + f; k < length; k++, row += stride) {
      const amount = at(residual, k);
      s0 += amount * at(values, row);
      s1 += amount * at(values, row + 1);
      s2 += amount * at(values, row + 2);
      s3 += amount * at(values, row + 3);
    }
    [s0, s1, s2, s3].forEach((sum, k) => add(slope, f + k, sum));
  }
}

function addSums(rows: Rows, from: number, length: number, { pairs, mixed, own, amount }: Sums): void {
  const { columns, n, stride, values } = rows;
  const { a, b } = columns;
  for (let k = 0; k < length; k++) {
    const i = idAt(a, from + k);
    const j = idAt(b, from + k);
    const weight = at(amount, k);
    add(pairs, i * n + j, weight);
    for (let f = 0, row = (from + k) * stride, p = i * stride, q = j * stride; f < stride; f += 2, row += 2, p += 2, q += 2) {
      const one = weight * at(values, row);
      const two = weight * at(values, row + 1);
      add(mixed, p, one);
      add(mixed, p + 1, two);
      add(mixed, q, -one);
      add(mixed, q + 1, -two);
    }
  }
  for (let f = 0; f < stride; f += 4) for (let g = 0; g < f + 4; g += 2) addTile(rows, from, length, amount, f, g, own);
}

/** Four features from f on times two from g on: the eight sums stay in registers for a whole block. */
function addTile(rows: Rows, from: number, length: number, amount: Float64Array, f: number, g: number, own: Float64Array): void {
  const { stride, values } = rows;
  let [s00, s01, s10, s11, s20, s21, s30, s31] = [0, 0, 0, 0, 0, 0, 0, 0];
  for (let k = 0, row = from * stride; k < length; k++, row += stride) {
    const weight = at(amount, k);
    const left = weight * at(values, row + g);
    const right = weight * at(values, row + g + 1);
    const v0 = at(values, row + f);
    const v1 = at(values, row + f + 1);
    const v2 = at(values, row + f + 2);
    const v3 = at(values, row + f + 3);
    s00 += v0 * left;
    s01 += v0 * right;
    s10 += v1 * left;
    s11 += v1 * right;
    s20 += v2 * left;
    s21 += v2 * right;
    s30 += v3 * left;
    s31 += v3 * right;
  }
  [s00, s01, s10, s11, s20, s21, s30, s31].forEach((sum, k) => {
    const entry = (f + (k >> 1)) * stride + g + (k & 1);
    add(own, entry, sum);
  });
}

function assemble(matrix: Float64Array, { pairs, mixed, own }: Sums, { n, width, stride }: Rows, grounded: boolean): void {
  const size = n + width;
  matrix.fill(0);
  for (let i = 0; grounded && i < n; i++) matrix.fill(1 / n, i * size, i * size + n);
  for (let pair = 0; pair < pairs.length; pair++) {
    const amount = at(pairs, pair);
    if (amount !== 0) addPair(matrix, size, Math.floor(pair / n), pair % n, -1, amount);
  }
  for (let f = 0; f < width; f++) {
    for (let i = 0; i < n; i++) {
      matrix[i * size + n + f] = at(mixed, i * stride + f);
      matrix[(n + f) * size + i] = at(mixed, i * stride + f);
    }
    for (let g = 0; g <= f; g++) {
      matrix[(n + f) * size + n + g] = at(own, f * stride + g);
      matrix[(n + g) * size + n + f] = at(own, f * stride + g);
    }
  }
}
