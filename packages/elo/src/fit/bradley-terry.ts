import { at, idAt, sumOf } from "../math/access.ts";
import { cholesky, inverse } from "../math/symmetric-matrix.ts";
import { checkChoice, checkKeys } from "../options.ts";
import { checkCounts } from "../votes/check-counts.ts";
import type { PairCounts } from "../votes/pair-counts.ts";
import { adjustedFit } from "./adjusted.ts";
import { isBesideMaximum, orElse } from "./certificate.ts";
import { type Cells, cellsOf, votesOf } from "./cells.ts";
import { leadOf } from "./dispersion.ts";
import { centred, centredCovariance, type Fit, logistic } from "./fit.ts";
import { informationAt, squaredResiduals, tolerances } from "./likelihood.ts";
import { checkSize } from "./limits.ts";
import { maximizeCells } from "./maximize-cells.ts";
import { sandwich } from "./sandwich.ts";
import { hasMaximum } from "./existence.ts";
import { positionError, separationError } from "./no-maximum.ts";

/**
 * Which covariance goes with a fit: `fisher` trusts the model; the sandwich does not (White, Econometrica 50, 1982). `adjusted`, the default, is
 * the sandwich with what few votes cannot tell taken from the whole board (`small-sample.ts`); `hc0` is the plain
 * sandwich; `hc2` and `hc3` divide each squared residual by (1 - leverage) or its square, for models with few votes (MacKinnon
 * and White, Journal of Econometrics 29, 1985).
 */
export type Covariance = "adjusted" | "fisher" | "hc0" | "hc2" | "hc3";

export interface BradleyTerryOptions {
  /** `"half"` (a tie is half a win each way; comparable with the public boards) or `"drop"`. */
  readonly ties?: "half" | "drop";
  /** Adds a term for the model that is shown first. */
  readonly position?: boolean;
  readonly covariance?: Covariance;
}

/**
 * Maximum-likelihood ratings of Bradley and Terry from pair counts.
 *
 * @throws EloError `no-maximum` that names the models in the way, or `not-converged`.
 * @example
 * ```ts
 * const fit = fitBradleyTerry(pairCountsFromRows(rows), { position: true });
 * console.log(fit.coefficients[0]); // { name: "position", value: 0.30, se: 0.13 }
 * ```
 */
export function fitBradleyTerry(counts: PairCounts, options: BradleyTerryOptions = {}): Fit {
  const { ties = "half", position = false, covariance = "adjusted" } = options;
  checkCounts(counts);
  checkKeys("fitBradleyTerry", options, ["ties", "position", "covariance"]);
  checkChoice("position", position, [true, false]);
  checkChoice("ties", ties, ["half", "drop"]);
  checkChoice("covariance", covariance, ["adjusted", "fisher", "hc0", "hc2", "hc3"]);
  checkSize(counts.models.length);
  const cells = cellsOf(counts, ties, position);
  if (!hasMaximum(position ? cellsOf(counts, ties, false) : cells)) throw separationError(counts, ties);
  return fitCells(counts.models, cells, { ties, position, covariance });
}

/** From cells whose ratings are known to have a maximum. */
function fitCells(models: readonly string[], cells: Cells, options: Required<BradleyTerryOptions>): Fit {
  const { n } = cells;
  const { position } = options;
  const size = n + (position ? 1 : 0);
  const votesOfModel = votesOf(cells);
  const votes = sumOf(cells.total);
  const fit = () => maximizeCells(cells, new Float64Array(size), tolerances(votesOfModel, size - n, votes));
  const { x, value } = position ? orElse(() => boundedFit(cells, fit()), positionError) : fit();
  const { x: centre, covariance } =
    options.covariance === "adjusted"
      ? adjustedFit(cells, x, votesOfModel, 0)
      : { x, covariance: classicalCovariance(cells, x, options.covariance) };
  const coefficients = position ? [{ name: "position", value: at(x, n), se: Math.sqrt(Math.max(0, at(covariance, size * size - 1))) }] : [];
  return {
    models,
    ties: options.ties,
    theta: centred(x, n),
    centre: centred(centre, n),
    covariance: centredCovariance(covariance, size, n),
    coefficients,
    logLikelihood: value,
    votes,
    votesOfModel,
  };
}

/** A fit with a position term, which may have run away even though the ratings by themselves have a maximum. */
function boundedFit<Found extends { readonly x: Float64Array; readonly gradient: Float64Array }>(cells: Cells, found: Found): Found {
  const bread = classicalCovariance(cells, found.x, "fisher");
  const size = found.x.length;
  const step = found.gradient.map((_, row) =>
    found.gradient.reduce((sum, value, column) => sum + value * at(bread, row * size + column), 0),
  );
  let widest = 0;
  for (let k = 0; k < cells.total.length; k++) widest = Math.max(widest, varianceOfLead(cells, k, bread, size));
  if (!isBesideMaximum(found.gradient, step, Math.sqrt(widest))) throw positionError();
  return found;
}

/** The variance of the log-odds of cell k. */
function varianceOfLead({ n, i, j }: Cells, k: number, covariance: Float64Array, size: number): number {
  const [left, right] = [idAt(i, k), idAt(j, k)];
  const entry = (row: number, column: number) => at(covariance, row * size + column);
  const ratings = entry(left, left) + entry(right, right) - 2 * entry(left, right);
  return size > n ? ratings + entry(n, n) + 2 * entry(left, n) - 2 * entry(right, n) : ratings;
}

function classicalCovariance(cells: Cells, x: Float64Array, kind: Exclude<Covariance, "adjusted">): Float64Array {
  const size = x.length;
  const bread = inverse(cholesky(informationAt(cells, x), size), size);
  return kind === "fisher" ? bread : sandwich(cells, bread, size, squaresOf(cells, x, bread, kind), new Float64Array(0));
}

/** The squared residuals of the sandwich, each over (1 - leverage) to the power that the variant names. */
function squaresOf(cells: Cells, x: Float64Array, bread: Float64Array, kind: Covariance): Float64Array {
  const power = kind === "hc2" ? 1 : kind === "hc3" ? 2 : 0;
  return cells.total.map((_, k) => {
    const p = logistic(leadOf(cells, k, x));
    const leverage = power === 0 ? 0 : p * (1 - p) * varianceOfLead(cells, k, bread, x.length);
    return squaredResiduals(cells, k, p) / Math.max(1e-3, 1 - leverage) ** power;
  });
}
