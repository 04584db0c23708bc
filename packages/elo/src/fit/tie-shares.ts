import { at, idAt } from "../math/access.ts";
import { exponential } from "../math/exponential.ts";

/** A likelihood in which ties are an outcome of their own. */
export type ExplicitTieModel = "davidson" | "rao-kupper" | "grounded";

/** Weights of (theta_i, theta_j, tau) in a sum of exponentials, three per term. */
type Terms = Float64Array;
/** exp(numerator) / sum of exp(denominator), or what the other outcomes leave. */
type Share = { readonly numerator: Terms; readonly denominator: Terms } | "rest";

const terms = (...weights: readonly number[]): Terms => Float64Array.from(weights);
const davidson = terms(1, 0, 0, 0, 1, 0, 0.5, 0.5, 1);

/**
 * The outcomes (first wins, second wins, tie, both bad) of each model.
 * Davidson (Journal of the American Statistical Association 65, 1970): a tie is as likely as e^tau times the geometric mean of the wins.
 * Rao and Kupper (same journal 62, 1967): a win needs a lead of tau.
 * Grounded: Rao–Kupper with "both bad" as an opponent of level 0, so that levels are absolute (LMArena's p2l calls it BAG).
 */
const shares: Readonly<Record<ExplicitTieModel, readonly Share[]>> = {
  davidson: [
    { numerator: terms(1, 0, 0), denominator: davidson },
    { numerator: terms(0, 1, 0), denominator: davidson },
    { numerator: terms(0.5, 0.5, 1), denominator: davidson },
  ],
  "rao-kupper": [
    { numerator: terms(1, 0, 0), denominator: terms(1, 0, 0, 0, 1, 1) },
    { numerator: terms(0, 1, 0), denominator: terms(1, 0, 1, 0, 1, 0) },
    "rest",
  ],
  grounded: [
    { numerator: terms(1, 0, 0), denominator: terms(1, 0, 0, 0, 1, 1, 0, 0, 0) },
    { numerator: terms(0, 1, 0), denominator: terms(1, 0, 1, 0, 1, 0, 0, 0, 0) },
    "rest",
    { numerator: terms(0, 0, 0), denominator: terms(0, 0, 0, 1, 0, 0, 0, 1, 0) },
  ],
};

/** How many outcomes a likelihood has. */
export const outcomesOf = (model: ExplicitTieModel): number => shares[model].length;

/**
 * Numbers per outcome in the table of `fillShares`: its probability p, the three first derivatives of log p by (theta_i, theta_j, tau), and the
 * six second ones (ii, ij, it, jj, jt, tt).
 */
export const ENTRIES = 10;
export const FIRST = 1;
export const SECOND = 4;
/** Rows and columns of the six second derivatives. */
export const SECOND_ROWS = Int32Array.of(0, 0, 0, 1, 1, 2);
export const SECOND_COLUMNS = Int32Array.of(0, 1, 2, 1, 2, 2);

/** An empty table for `fillShares`. */
export const newShares = (): Float64Array => new Float64Array(4 * ENTRIES);

/** The probabilities of a win of the first, one of the second, a tie and, where it is an outcome, both bad, in a meeting of levels `ti` and `tj`. */
export function outcomeProbabilities(model: ExplicitTieModel, ti: number, tj: number, tau: number): [number, number, number, number?] {
  const table = newShares();
  fillShares(model, ti, tj, tau, table);
  const p = (outcome: number) => at(table, outcome * ENTRIES);
  return outcomesOf(model) === 4 ? [p(0), p(1), p(2), p(3)] : [p(0), p(1), p(2)];
}

const weights = new Float64Array(3);

/** Writes all outcomes of a meeting of levels `ti` and `tj` into a table. It allocates nothing: a fit calls it for every pair in every pass. */
export function fillShares(model: ExplicitTieModel, ti: number, tj: number, tau: number, table: Float64Array): void {
  const list = shares[model];
  let rest = -1;
  for (let outcome = 0; outcome < list.length; outcome++) {
    const share = list[outcome];
    if (typeof share === "object") fillShare(share.numerator, share.denominator, ti, tj, tau, table, outcome * ENTRIES);
    else rest = outcome;
  }
  if (rest >= 0) fillRest(list.length, rest, table);
}

function fillShare(numerator: Terms, denominator: Terms, ti: number, tj: number, tau: number, table: Float64Array, row: number): void {
  const count = denominator.length / 3;
  const level = (list: Terms, term: number) => at(list, 3 * term) * ti + at(list, 3 * term + 1) * tj + at(list, 3 * term + 2) * tau;
  let top = -Infinity;
  for (let term = 0; term < count; term++) top = Math.max(top, level(denominator, term));
  let sum = 0;
  for (let term = 0; term < count; term++) {
    const weight = exponential(level(denominator, term) - top);
    weights[term] = weight;
    sum += weight;
  }
  table[row] = exponential(level(numerator, 0) - top) / sum;
  let [mi, mj, mt, ii, ij, it, jj, jt, tt] = [0, 0, 0, 0, 0, 0, 0, 0, 0];
  for (let term = 0; term < count; term++) {
    const weight = at(weights, term) / sum;
    const [i, j, t] = [at(denominator, 3 * term), at(denominator, 3 * term + 1), at(denominator, 3 * term + 2)];
    mi += weight * i;
    mj += weight * j;
    mt += weight * t;
    ii += weight * i * i;
    ij += weight * i * j;
    it += weight * i * t;
    jj += weight * j * j;
    jt += weight * j * t;
    tt += weight * t * t;
  }
  table[row + FIRST] = at(numerator, 0) - mi;
  table[row + FIRST + 1] = at(numerator, 1) - mj;
  table[row + FIRST + 2] = at(numerator, 2) - mt;
  table[row + SECOND] = mi * mi - ii;
  table[row + SECOND + 1] = mi * mj - ij;
  table[row + SECOND + 2] = mi * mt - it;
  table[row + SECOND + 3] = mj * mj - jj;
  table[row + SECOND + 4] = mj * mt - jt;
  table[row + SECOND + 5] = mt * mt - tt;
}

/** p = 1 - sum of the others, so its derivatives follow from theirs. */
function fillRest(outcomes: number, rest: number, table: Float64Array): void {
  const own = rest * ENTRIES;
  table.fill(0, own, own + ENTRIES);
  let p = 1;
  for (let row = 0; row < outcomes * ENTRIES; row += ENTRIES) {
    if (row === own) continue;
    const share = at(table, row);
    p -= share;
    for (let k = 0; k < 3; k++) table[own + FIRST + k] = at(table, own + FIRST + k) - share * at(table, row + FIRST + k);
    for (let k = 0; k < 6; k++) {
      const product = at(table, row + FIRST + idAt(SECOND_ROWS, k)) * at(table, row + FIRST + idAt(SECOND_COLUMNS, k));
      table[own + SECOND + k] = at(table, own + SECOND + k) - share * (at(table, row + SECOND + k) + product);
    }
  }
  table[own] = p;
  for (let k = 0; k < 3; k++) table[own + FIRST + k] = at(table, own + FIRST + k) / p;
  for (let k = 0; k < 6; k++) {
    const product = at(table, own + FIRST + idAt(SECOND_ROWS, k)) * at(table, own + FIRST + idAt(SECOND_COLUMNS, k));
    table[own + SECOND + k] = at(table, own + SECOND + k) / p - product;
  }
}
