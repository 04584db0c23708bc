import { add, at, idAt, itemAt } from "../math/access.ts";
import { EloError } from "../errors.ts";
import { held } from "./held.ts";
import { addInformation, holdsOf, spreadOf, trustInModel } from "./small-sample.ts";
import { tolerances } from "./likelihood.ts";
import { cellsOf, votesOf } from "./cells.ts";
import type { Hold } from "./maximize-cells.ts";
import { checkSize } from "./limits.ts";
import { requireTieMaximum } from "./tie-existence.ts";
import { exponential } from "../math/exponential.ts";
import { centred, centredCovariance, type Fit } from "./fit.ts";
import { type Evaluate, maximize } from "../math/maximize.ts";
import type { PairCounts } from "../votes/pair-counts.ts";
import { cholesky, congruence, inverse } from "../math/symmetric-matrix.ts";

export type ExplicitTieModel = "davidson" | "rao-kupper" | "grounded";

/** Weights of (theta_i, theta_j, tau) in a sum of exponentials. */
type Term = readonly [number, number, number];
/** exp(numerator) / sum of exp(denominator), or what the others leave. */
type Share = { readonly numerator: Term; readonly denominator: readonly Term[] } | "rest";

const I: Term = [1, 0, 0];
const J: Term = [0, 1, 0];
const NONE: Term = [0, 0, 0];
const davidson: readonly Term[] = [I, J, [0.5, 0.5, 1]];

/**
 * The outcomes (first wins, second wins, tie, both bad) of each model.
 * Davidson (Journal of the American Statistical Association 65, 1970): a tie is as likely as e^tau times the geometric mean of the wins.
 * Rao and Kupper (same journal 62, 1967): a win needs a lead of tau.
 * Grounded: Rao–Kupper with "both bad" as an opponent of level 0, so that levels are absolute (LMArena's p2l calls it BAG).
 */
const shares: Readonly<Record<ExplicitTieModel, readonly Share[]>> = {
  davidson: [
    { numerator: I, denominator: davidson },
    { numerator: J, denominator: davidson },
    { numerator: [0.5, 0.5, 1], denominator: davidson },
  ],
  "rao-kupper": [{ numerator: I, denominator: [I, [0, 1, 1]] }, { numerator: J, denominator: [[1, 0, 1], J] }, "rest"],
  grounded: [
    { numerator: I, denominator: [I, [0, 1, 1], NONE] },
    { numerator: J, denominator: [[1, 0, 1], J, NONE] },
    "rest",
    { numerator: NONE, denominator: [NONE, I, J] },
  ],
};

/** Probability of an outcome with gradient and matrix of second derivatives of its logarithm in (theta_i, theta_j, tau). */
export interface OutcomeShare {
  p: number;
  readonly gradient: Float64Array;
  readonly curvature: Float64Array;
}

/** All outcomes of a meeting of levels `ti` and `tj`. */
export function outcomeShares(model: ExplicitTieModel, ti: number, tj: number, tau: number): OutcomeShare[] {
  const z = [ti, tj, tau];
  const level = (term: Term) => term[0] * ti + term[1] * tj + term[2] * tau;
  const list = shares[model].map((share): OutcomeShare => {
    const [gradient, curvature] = [new Float64Array(3), new Float64Array(9)];
    if (share === "rest") return { p: 1, gradient, curvature };
    const levels = share.denominator.map(level);
    const top = Math.max(...levels);
    const weights = levels.map((value) => exponential(value - top));
    const sum = weights.reduce((total, value) => total + value, 0);
    for (let r = 0; r < z.length; r++) {
      const mean = share.denominator.reduce((total, term, k) => total + (itemAt(weights, k) / sum) * itemAt(term, r), 0);
      gradient[r] = itemAt(share.numerator, r) - mean;
      for (let s = 0; s <= r; s++) {
        let covariance = 0;
        share.denominator.forEach((term, k) => (covariance += (itemAt(weights, k) / sum) * itemAt(term, r) * itemAt(term, s)));
        const other = share.denominator.reduce((total, term, k) => total + (itemAt(weights, k) / sum) * itemAt(term, s), 0);
        curvature[r * 3 + s] = curvature[s * 3 + r] = mean * other - covariance;
      }
    }
    return { p: exponential(level(share.numerator) - top) / sum, gradient, curvature };
  });
  const rest = list[shares[model].indexOf("rest")];
  if (rest) fillRest(rest, list);
  return list;
}

/** p = 1 - sum of the others, so its derivatives follow from theirs. */
function fillRest(rest: OutcomeShare, list: readonly OutcomeShare[]): void {
  const others = list.filter((share) => share !== rest);
  rest.p = others.reduce((left, { p }) => left - p, 1);
  for (let r = 0; r < 3; r++) rest.gradient[r] = -others.reduce((sum, { p, gradient }) => sum + p * at(gradient, r), 0) / rest.p;
  for (let k = 0; k < 9; k++) {
    const [r, s] = [Math.floor(k / 3), k % 3];
    const second = others.reduce((sum, { p, gradient, curvature }) => sum + p * (at(curvature, k) + at(gradient, r) * at(gradient, s)), 0);
    rest.curvature[k] = -second / rest.p - at(rest.gradient, r) * at(rest.gradient, s);
  }
}

interface Layout {
  readonly n: number;
  readonly size: number;
  readonly position: boolean;
}

/** Log-likelihood of counts; `scatter` chooses what goes into the matrix: information (observed or expected) or the sandwich's squares. */
function likelihood(
  counts: PairCounts,
  model: ExplicitTieModel,
  { n, size, position }: Layout,
  matrixOf: "observed" | "expected" | "squares",
  trust: (i: number, j: number) => number = () => 0,
): Evaluate {
  return (x, gradient, matrix) => {
    gradient.fill(0);
    matrix?.fill(0);
    if (matrix && model !== "grounded" && matrixOf !== "squares")
      for (let row = 0; row < n; row++) matrix.fill(1 / n, row * size, row * size + n);
    const tau = at(x, n);
    let value = 0;
    for (let k = 0; k < counts.first.length; k++) {
      const [i, j] = [idAt(counts.first, k), idAt(counts.second, k)];
      const tied = at(counts.ties, k) + (model === "grounded" ? 0 : at(counts.bothBad, k));
      const seen = [at(counts.winsFirst, k), at(counts.winsSecond, k), tied, model === "grounded" ? at(counts.bothBad, k) : 0];
      const total = seen.reduce((sum, count) => sum + count, 0);
      const own = matrixOf === "squares" ? trust(i, j) : 0;
      const places = position ? [i, j, n, n + 1] : [i, j, n];
      const list = outcomeShares(model, at(x, i) + (position ? at(x, n + 1) : 0), at(x, j), tau);
      list.forEach(({ p, gradient: slope, curvature }, outcome) => {
        const count = itemAt(seen, outcome);
        if (count > 0) value += count * Math.log(p);
        // The advantage of the first place adds to theta_i, so it has the derivatives of theta_i.
        const entryOf = (index: number) => (index === 3 ? 0 : index);
        places.forEach((place, r) => {
          if (count > 0) add(gradient, place, count * at(slope, entryOf(r)));
          if (!matrix) return;
          places.forEach((column, s) => {
            const product = at(slope, entryOf(r)) * at(slope, entryOf(s));
            const amount =
              matrixOf === "expected"
                ? total * p * product
                : matrixOf === "squares"
                  ? (count + (total * p - count) * own) * product
                  : -count * at(curvature, entryOf(r) * 3 + entryOf(s));
            add(matrix, place * size + column, amount);
          });
        });
      });
    }
    return value;
  };
}

/**
 * Ratings under a model in which ties are an outcome of their own. Its differences are log-odds of decisive votes, so they are wider
 * than those of half-tie Bradley–Terry, and win probabilities can be read off them.
 *
 * @throws EloError `no-maximum` where the votes separate the models, or lack ties (or, for `grounded`, both-bad votes).
 * @example
 * ```ts
 * const fit = fitTieModel(counts, "rao-kupper");
 * console.log(fit.coefficients[0]); // { name: "tie", ... }
 * ```
 */
export function fitTieModel(
  counts: PairCounts,
  model: ExplicitTieModel,
  options: { readonly position?: boolean; readonly covariance?: "adjusted" | "fisher" | "hc0" } = {},
): Fit {
  const { position = false, covariance = "adjusted" } = options;
  checkSize(counts.models.length);
  const sum = (column: Float64Array) => column.reduce((total, count) => total + count, 0);
  const [ties, bad] = [sum(counts.ties), sum(counts.bothBad)];
  if ((model === "grounded" ? ties : ties + bad) === 0)
    throw new EloError("no-maximum", `There is no tie among the votes; ${model} needs some. Use ties: "half".`);
  if (model === "grounded" && bad === 0)
    throw new EloError("no-maximum", 'There is no both-bad vote; a grounded model needs some. Use "rao-kupper".');
  requireTieMaximum(counts, model === "grounded", position);
  const n = counts.models.length;
  const layout = { n, size: n + (position ? 2 : 1), position };
  const { size } = layout;
  const cells = cellsOf(counts, "half", false);
  const votes = sum(cells.total);
  const start = new Float64Array(size);
  start[n] = model === "davidson" ? 0 : 0.5;
  const votesOfModel = votesOf(cells);
  const { x } = maximize(likelihood(counts, model, layout, "expected"), start, tolerances(votesOfModel, size - n, votes));
  const logLikelihood = likelihood(counts, model, layout, "expected")(x, new Float64Array(size), null);
  const { centre, covariance: full } =
    covariance === "adjusted"
      ? adjusted(counts, model, layout, x, votesOfModel)
      : { centre: x, covariance: covarianceAt(counts, model, layout, x, covariance === "hc0" ? () => 0 : null) };
  const coefficient = (name: string, place: number) => ({
    name,
    value: at(x, place),
    se: Math.sqrt(Math.max(0, at(full, place * size + place))),
  });
  const coefficients = [coefficient("tie", n), ...(position ? [coefficient("position", n + 1)] : [])];
  if (model === "grounded") coefficients.push(levelOf(x, full, size, n));
  return {
    models: counts.models,
    ties: model,
    theta: centred(x, n),
    centre: centred(centre, n),
    covariance: centredCovariance(full, size, n),
    coefficients,
    logLikelihood,
    votes,
    votesOfModel,
  };
}

/** The inverse information at x, or with `trust` the sandwich; `hold` adds to the information and to what the score varies by. */
function covarianceAt(
  counts: PairCounts,
  model: ExplicitTieModel,
  layout: Layout,
  x: Float64Array,
  trust: ((i: number, j: number) => number) | null,
  hold: Hold = { holds: new Float64Array(0), weights: new Float64Array(0) },
): Float64Array {
  const { size } = layout;
  const information = new Float64Array(size * size);
  likelihood(counts, model, layout, "observed")(x, new Float64Array(size), information);
  addInformation(information, size, hold);
  const bread = inverse(cholesky(information, size), size);
  if (!trust) return bread;
  const squares = new Float64Array(size * size);
  likelihood(counts, model, layout, "squares", trust)(x, new Float64Array(size), squares);
  hold.holds.forEach((own, k) => add(squares, k * size + k, own));
  return congruence(bread, squares, size);
}

/** As `adjustedFit` for half ties; here ties are an outcome with a probability, so votes vary as their information says. */
function adjusted(counts: PairCounts, model: ExplicitTieModel, layout: Layout, x: Float64Array, votes: Float64Array) {
  const { n, size } = layout;
  const evaluate = likelihood(counts, model, layout, "expected");
  const information = new Float64Array(size * size);
  evaluate(x, new Float64Array(size), information);
  const variances = votes.map((_, k) => 1 / at(information, k * size + k));
  const spread = spreadOf(x.slice(0, n), variances);
  const holds = holdsOf(votes, new Float64Array(n).fill(1), spread);
  const total = votes.reduce((sum, count) => sum + count, 0) / 2;
  const bounds = tolerances(votes, size - n, total).map((bound) => 1e6 * bound);
  const { x: centre } = maximize(held(evaluate, { holds, weights: spread.weights }), x, bounds);
  const trust = (i: number, j: number) => trustInModel(Math.min(at(votes, i), at(votes, j)));
  return { centre, covariance: covarianceAt(counts, model, layout, centre, trust, { holds, weights: spread.weights }) };
}

/** How far the average model stands above "both bad", in log-odds. */
function levelOf(x: Float64Array, full: Float64Array, size: number, n: number) {
  let [value, variance] = [0, 0];
  for (let row = 0; row < n; row++) {
    value += at(x, row) / n;
    for (let column = 0; column < n; column++) variance += at(full, row * size + column) / (n * n);
  }
  return { name: "level", value, se: Math.sqrt(variance) };
}
