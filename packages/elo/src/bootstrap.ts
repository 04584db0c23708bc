import { bradleyTerryLikelihood, expectedScore, squaredResiduals, tolerances } from "./bradley-terry.ts";
import { type Cells, cellsOf, votesOf } from "./cells.ts";
import { centred, type Fit } from "./fit.ts";
import { maximize } from "./maximize.ts";
import { countVotes, type PairCounts } from "./pair-counts.ts";
import { createRandom, type Random } from "./random.ts";
import { cholesky, solve } from "./symmetric-matrix.ts";

/** How votes are drawn again: independent Poisson counts, as many votes as there were, or normal weights on the scores of one step. */
export type BootstrapKind = "poisson" | "multinomial" | "gaussian";

export interface BootstrapOptions {
  readonly kind?: BootstrapKind;
  readonly rounds?: number;
  readonly seed: number;
  readonly ties?: "half" | "drop";
}

/**
 * Draws of the ratings (log-odds, mean 0), one row of n per round.
 * Poisson and multinomial refit every draw to the same exactness as the fit, from its maximum and with its factor; the Gaussian
 * multiplier takes one step from the scores, which is the same to first order and many times as quick.
 *
 * @throws EloError `no-maximum` or `not-converged` when a draw has no finite maximum: then there are too few votes to bootstrap.
 */
export function bootstrapRatings(fit: Fit, counts: PairCounts, options: BootstrapOptions): Float64Array {
  const { kind = "gaussian", rounds = 1000, seed, ties = "half" } = options;
  const random = createRandom(seed);
  return kind === "gaussian"
    ? multiplierDraws(fit, cellsOf(counts, ties, false), rounds, random)
    : refits(fit, counts, ties, kind, rounds, random);
}

function multiplierDraws(fit: Fit, cells: Cells, rounds: number, random: Random): Float64Array {
  const { n } = cells;
  const information = new Float64Array(n * n);
  bradleyTerryLikelihood(cells, false)(fit.theta, new Float64Array(n), information);
  const factor = cholesky(information, n);
  const spread = cells.total.map((_, k) => Math.sqrt(squaredResiduals(cells, k, expectedScore(cells, k, fit.theta))));
  const draws = new Float64Array(rounds * n);
  const score = new Float64Array(n);
  for (let round = 0; round < rounds; round++) {
    score.fill(0);
    for (let k = 0; k < spread.length; k++) {
      const [i, j] = [cells.i[k] ?? 0, cells.j[k] ?? 0];
      const amount = (spread[k] ?? 0) * random.normal();
      score[i] = (score[i] ?? 0) + amount;
      score[j] = (score[j] ?? 0) - amount;
    }
    const change = solve(factor, n, score);
    for (let model = 0; model < n; model++) draws[round * n + model] = (fit.theta[model] ?? 0) + (change[model] ?? 0);
  }
  return draws;
}

function refits(
  fit: Fit,
  counts: PairCounts,
  ties: "half" | "drop",
  kind: "poisson" | "multinomial",
  rounds: number,
  random: Random,
): Float64Array {
  const n = counts.models.length;
  const draws = new Float64Array(rounds * n);
  const information = new Float64Array(n * n);
  bradleyTerryLikelihood(cellsOf(counts, ties, false), false)(fit.theta, new Float64Array(n), information);
  const factor = cholesky(information, n);
  for (let round = 0; round < rounds; round++) {
    const drawn = cellsOf(kind === "poisson" ? poissonCounts(counts, random) : multinomialCounts(counts, random), ties, false);
    const votes = votesOf(drawn);
    const { x } = maximize(bradleyTerryLikelihood(drawn, false), fit.theta, tolerances(votes, 0, 0), factor);
    draws.set(centred(x, n), round * n);
  }
  return draws;
}

const columnsOf = (counts: PairCounts) => [counts.winsFirst, counts.winsSecond, counts.ties, counts.bothBad];

function poissonCounts(counts: PairCounts, random: Random): PairCounts {
  const draw = (column: Float64Array) => column.map((mean) => random.poisson(mean));
  return {
    ...counts,
    winsFirst: draw(counts.winsFirst),
    winsSecond: draw(counts.winsSecond),
    ties: draw(counts.ties),
    bothBad: draw(counts.bothBad),
  };
}

/**
 * As many votes as there were: Poisson counts given their sum are multinomial, so the votes that are missing are drawn one by one, and
 * those that are too many are taken away one by one.
 */
function multinomialCounts(counts: PairCounts, random: Random): PairCounts {
  const drawn = poissonCounts(counts, random);
  const wanted = Math.round(countVotes(counts));
  for (let have = countVotes(drawn); have !== wanted; have += have < wanted ? 1 : -1) {
    const from = have < wanted ? counts : drawn;
    let left = random.uniform() * (have < wanted ? wanted : have);
    place: for (const [column, values] of columnsOf(from).entries()) {
      for (let k = 0; k < values.length; k++) {
        left -= values[k] ?? 0;
        if (left >= 0) continue;
        const target = columnsOf(drawn)[column];
        if (target) target[k] = (target[k] ?? 0) + (have < wanted ? 1 : -1);
        break place;
      }
    }
  }
  return drawn;
}
