import { type BradleyTerryOptions, bradleyTerryLikelihood, fitCells, tolerances } from "./bradley-terry.ts";
import { type Cells, cellsOf, votesOf } from "./cells.ts";
import { EloError } from "../errors.ts";
import { describeExistence } from "./existence.ts";
import { centred, centredCovariance, type Fit, logistic } from "./fit.ts";
import type { PairCounts } from "../votes/pair-counts.ts";
import { cholesky, inverse, solve } from "../math/symmetric-matrix.ts";

const FIRTH_STEPS_MAX = 500;

/**
 * Firth's penalised likelihood (Biometrika 80, 1993): Jeffreys' prior, which is finite wherever the models are connected at all, and takes
 * the first-order bias away. Each vote gains `leverage` pseudo-votes, half of them won.
 *
 * @throws EloError `no-maximum` when some models never met the rest.
 */
export function fitFirth(counts: PairCounts, ties: "half" | "drop" = "half"): Fit {
  const cells = cellsOf(counts, ties, false);
  const { n } = cells;
  const votesOfModel = votesOf(cells);
  const votes = cells.total.reduce((sum, count) => sum + count, 0);
  const bounds = tolerances(votesOfModel, 0, votes);
  let x = new Float64Array(n);
  for (let step = 0; step < FIRTH_STEPS_MAX; step++) {
    const [gradient, information] = [new Float64Array(n), new Float64Array(n * n)];
    const logLikelihood = bradleyTerryLikelihood(cells, false)(x, gradient, information);
    const factor = cholesky(information, n);
    const bread = inverse(factor, n);
    const { i, j, total } = cells;
    for (let k = 0; k < total.length; k++) {
      const [one, other] = [i[k] ?? 0, j[k] ?? 0];
      const p = logistic((x[one] ?? 0) - (x[other] ?? 0));
      const variance = (bread[one * n + one] ?? 0) + (bread[other * n + other] ?? 0) - 2 * (bread[one * n + other] ?? 0);
      const pull = (total[k] ?? 0) * p * (1 - p) * variance * (0.5 - p);
      gradient[one] = (gradient[one] ?? 0) + pull;
      gradient[other] = (gradient[other] ?? 0) - pull;
    }
    if (gradient.every((value, k) => Math.abs(value) <= (bounds[k] ?? 0))) {
      return {
        models: counts.models,
        ties,
        theta: centred(x, n),
        covariance: centredCovariance(bread, n, n),
        coefficients: [],
        logLikelihood,
        votes,
        votesOfModel,
      };
    }
    const change = solve(factor, n, gradient);
    const largest = change.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    x = x.map((value, k) => value + (change[k] ?? 0) * Math.min(1, 2 / largest));
  }
  throw new EloError("not-converged", "The penalised ratings did not converge.");
}

/**
 * Bradley–Terry with `prior` pseudo-votes for every pair, half of them won each way. They widen and narrow the intervals as much
 * as they count.
 */
export function fitWithPrior(counts: PairCounts, prior: number, options: Required<BradleyTerryOptions>): Fit {
  if (!(prior > 0 && Number.isFinite(prior))) throw new EloError("bad-input", `The prior is ${prior}, but must be a number above 0.`);
  const real = cellsOf(counts, options.ties, options.position);
  const n = real.n;
  const pairs = (n * (n - 1)) / 2;
  const join = (column: Float64Array, value: number) => Float64Array.from({ length: column.length + pairs }, (_, k) => column[k] ?? value);
  const [i, j] = [[...real.i], [...real.j]];
  for (let one = 0; one < n; one++)
    for (let other = one + 1; other < n; other++) {
      i.push(one);
      j.push(other);
    }
  const cells: Cells = {
    n,
    i: Int32Array.from(i),
    j: Int32Array.from(j),
    total: join(real.total, prior),
    scoreI: join(real.scoreI, prior / 2),
    squares: join(real.squares, prior / 2),
  };
  return {
    ...fitCells(counts.models, cells, options),
    votes: real.total.reduce((sum, count) => sum + count, 0),
    votesOfModel: votesOf(real),
  };
}

/** The counts of the largest group of models that the votes do not separate, and the models left out. */
export function dropSeparated(counts: PairCounts, ties: "half" | "drop"): { counts: PairCounts; dropped: string[] } {
  const groups = describeExistence(counts, ties).strongComponents;
  const kept = new Set(groups.toSorted((one, other) => other.length - one.length)[0] ?? []);
  const places = counts.models.filter((model) => kept.has(model));
  const placeOf = new Map(places.map((model, place) => [model, place]));
  const name = (index: number | undefined) => counts.models[index ?? 0] ?? "";
  const rows = [...counts.first.keys()].filter((k) => kept.has(name(counts.first[k])) && kept.has(name(counts.second[k])));
  const take = (column: Float64Array) => Float64Array.from(rows, (k) => column[k] ?? 0);
  const move = (column: Int32Array) => Int32Array.from(rows, (k) => placeOf.get(name(column[k])) ?? 0);
  return {
    counts: {
      models: places,
      first: move(counts.first),
      second: move(counts.second),
      winsFirst: take(counts.winsFirst),
      winsSecond: take(counts.winsSecond),
      ties: take(counts.ties),
      bothBad: take(counts.bothBad),
    },
    dropped: counts.models.filter((model) => !kept.has(model)),
  };
}
