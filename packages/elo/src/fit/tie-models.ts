import { EloError } from "../errors.ts";
import { add, at, sumOf } from "../math/access.ts";
import { type Evaluate, maximize } from "../math/maximize.ts";
import { cholesky, congruence, inverse } from "../math/symmetric-matrix.ts";
import { checkChoice, checkKeys } from "../options.ts";
import { checkCounts } from "../votes/check-counts.ts";
import type { PairCounts } from "../votes/pair-counts.ts";
import { cellsOf, votesOf } from "./cells.ts";
import { centred, centredCovariance, type Fit } from "./fit.ts";
import { dropSeparated, type OnSeparation } from "./drop-separated.ts";
import { hasMaximum } from "./existence.ts";
import { withHold } from "./penalty.ts";
import { tolerances } from "./likelihood.ts";
import { checkSize } from "./limits.ts";
import type { Hold } from "./maximize-cells.ts";
import { addInformation, holdsOf, spreadOf, trustInModel } from "./small-sample.ts";
import { requireTieMaximum } from "./tie-existence.ts";
import { type Layout, type MatrixOf, meetingsOf, tieLikelihood } from "./tie-likelihood.ts";
import type { ExplicitTieModel } from "./tie-shares.ts";

export interface TieModelOptions {
  /** Adds a term for the model that is shown first. */
  readonly position?: boolean;
  /** As in `fitBradleyTerry`, without the variants by leverage. */
  readonly covariance?: "adjusted" | "fisher" | "hc0";
  /** With `"drop"` the fit has the models of the largest group that is not separated, and names the others in `dropped`. */
  readonly onSeparation?: OnSeparation;
}

/**
 * Ratings under a model in which ties are an outcome of their own. Its differences are log-odds of decisive votes, so they are wider
 * than those of half-tie Bradley–Terry, and win probabilities can be read off them.
 *
 * @throws EloError `no-maximum` where the votes separate the models, or lack ties (or, for `grounded`, both-bad votes); `bad-input` for an
 * option that is unknown or out of range.
 * @example
 * ```ts
 * const fit = fitTieModel(counts, "rao-kupper");
 * console.log(fit.coefficients[0]); // { name: "tie", ... }
 * ```
 */
export function fitTieModel(counts: PairCounts, model: ExplicitTieModel, options: TieModelOptions = {}): Fit {
  const { position = false, covariance = "adjusted", onSeparation = "error" } = options;
  checkChoice("The model", model, ["davidson", "rao-kupper", "grounded"]);
  checkCounts(counts);
  checkKeys("fitTieModel", options, ["position", "covariance", "onSeparation"]);
  checkChoice("position", position, [true, false]);
  checkChoice("covariance", covariance, ["adjusted", "fisher", "hc0"]);
  checkChoice("onSeparation", onSeparation, ["error", "drop"]);
  if (onSeparation === "drop" && !hasMaximum(cellsOf(counts, "half", false))) {
    const { counts: kept, dropped } = dropSeparated(counts);
    return { ...fitTieModel(kept, model, { position, covariance }), dropped };
  }
  checkSize(counts.models.length);
  requireTies(counts, model);
  requireTieMaximum(counts, model === "grounded", position);
  const n = counts.models.length;
  const layout = { n, size: n + (position ? 2 : 1), position };
  const { size } = layout;
  const meetings = meetingsOf(counts, model === "grounded", position);
  const likelihoodOf: LikelihoodOf = (matrixOf, trust) => tieLikelihood(meetings, model, layout, matrixOf, trust);
  const cells = cellsOf(counts, "half", false);
  const votes = sumOf(cells.total);
  const start = new Float64Array(size);
  start[n] = model === "davidson" ? 0 : 0.5;
  const votesOfModel = votesOf(cells);
  const { x, value } = maximize(likelihoodOf("expected"), start, tolerances(votesOfModel, size - n, votes));
  const { centre, covariance: full } =
    covariance === "adjusted"
      ? adjusted(likelihoodOf, layout, x, votesOfModel)
      : { centre: x, covariance: covarianceAt(likelihoodOf, x, covariance === "hc0" ? new Float64Array(n) : null, NO_HOLD) };
  const coefficient = (name: string, index: number) => ({
    name,
    value: at(x, index),
    se: Math.sqrt(Math.max(0, at(full, index * size + index))),
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
    logLikelihood: value,
    votes,
    votesOfModel,
  };
}

type LikelihoodOf = (matrixOf: MatrixOf, trust?: Float64Array) => Evaluate;

const NO_HOLD: Hold = { holds: new Float64Array(0), weights: new Float64Array(0) };

function requireTies(counts: PairCounts, model: ExplicitTieModel): void {
  const [ties, bad] = [sumOf(counts.ties), sumOf(counts.bothBad)];
  if ((model === "grounded" ? ties : ties + bad) === 0)
    throw new EloError("no-maximum", `There is no tie among the votes; ${model} needs some. Use ties: "half".`);
  if (model === "grounded" && bad === 0)
    throw new EloError("no-maximum", 'There is no both-bad vote; a grounded model needs some. Use "rao-kupper".');
}

/** The inverse information at x, or with `trust` the sandwich; `hold` adds to the information and to what the score varies by. */
function covarianceAt(likelihoodOf: LikelihoodOf, x: Float64Array, trust: Float64Array | null, hold: Hold): Float64Array {
  const size = x.length;
  const information = new Float64Array(size * size);
  likelihoodOf("observed")(x, new Float64Array(size), information);
  addInformation(information, size, hold);
  const bread = inverse(cholesky(information, size), size);
  if (!trust) return bread;
  const squares = new Float64Array(size * size);
  likelihoodOf("squares", trust)(x, new Float64Array(size), squares);
  hold.holds.forEach((own, k) => add(squares, k * size + k, own));
  return congruence(bread, squares, size);
}

/** As `adjustedFit` for half ties; here ties are an outcome with a probability, so votes vary as their information says. */
function adjusted(likelihoodOf: LikelihoodOf, { n, size }: Layout, x: Float64Array, votes: Float64Array) {
  const evaluate = likelihoodOf("expected");
  const information = new Float64Array(size * size);
  evaluate(x, new Float64Array(size), information);
  const variances = votes.map((_, k) => 1 / at(information, k * size + k));
  const spread = spreadOf(x.slice(0, n), variances);
  const hold = { holds: holdsOf(votes, new Float64Array(n).fill(1), spread), weights: spread.weights };
  const bounds = tolerances(votes, size - n, sumOf(votes) / 2).map((bound) => 1e6 * bound);
  const { x: centre } = maximize(withHold(evaluate, hold), x, bounds);
  return { centre, covariance: covarianceAt(likelihoodOf, centre, votes.map(trustInModel), hold) };
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
