import { add, at, idAt, sumOf } from "../math/access.ts";
import { bradleyTerryLikelihood, informationAt, expectedScore, squaredResiduals, tolerances } from "./likelihood.ts";
import { type Cells, cellsOf, eachOutcome } from "./cells.ts";
import { countsAmong } from "./drop-separated.ts";
import { EloError } from "../errors.ts";
import { hasMaximum } from "./existence.ts";
import { centred, type Fit } from "./fit.ts";
import { maximize } from "../math/maximize.ts";
import { checkChoice, checkFinite, checkKeys, checkWhole } from "../options.ts";
import { checkCounts } from "../votes/check-counts.ts";
import type { PairCounts } from "../votes/pair-counts.ts";
import { createRandom, type Random } from "../math/random.ts";
import { cholesky, solve } from "../math/symmetric-matrix.ts";

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
 * @throws EloError `no-maximum` when a draw has no finite maximum: then there are too few votes to bootstrap; `bad-input` for an option that
 * cannot be, and counts that lack a model of the fit.
 * @example
 * ```ts
 * const draws = bootstrapRatings(fit, counts, { kind: "poisson", rounds: 500, seed: 1 }); // draws[round * n + model], in log-odds
 * ```
 */
export function bootstrapRatings(fit: Fit, counts: PairCounts, options: BootstrapOptions): Float64Array {
  checkKeys("bootstrapRatings", options, ["kind", "rounds", "seed", "ties"]);
  const { kind = "gaussian", rounds = 1000, seed, ties = "half" } = options;
  checkChoice("kind", kind, ["poisson", "multinomial", "gaussian"]);
  checkChoice("ties", ties, ["half", "drop"]);
  checkWhole("rounds", rounds, 1);
  checkFinite("seed", seed);
  checkCounts(counts);
  if (fit.ties !== ties) throw new EloError("bad-input", `The fit has ties ${fit.ties}, the bootstrap ${ties}.`);
  const random = createRandom(seed);
  const cells = cellsOf(countsAmong(counts, fit.models), ties, false);
  return kind === "gaussian" ? multiplierDraws(fit, cells, rounds, random) : refits(fit, cells, kind, rounds, random);
}

function multiplierDraws(fit: Fit, cells: Cells, rounds: number, random: Random): Float64Array {
  const { n } = cells;
  const factor = cholesky(informationAt(cells, fit.theta), n);
  const spread = cells.total.map((_, k) => Math.sqrt(squaredResiduals(cells, k, expectedScore(cells, k, fit.theta))));
  const draws = new Float64Array(rounds * n);
  const score = new Float64Array(n);
  for (let round = 0; round < rounds; round++) {
    score.fill(0);
    for (let k = 0; k < spread.length; k++) {
      const i = idAt(cells.i, k);
      const j = idAt(cells.j, k);
      const amount = at(spread, k) * random.normal();
      add(score, i, amount);
      add(score, j, -amount);
    }
    const change = solve(factor, n, score);
    for (let model = 0; model < n; model++) draws[round * n + model] = at(fit.theta, model) + at(change, model);
  }
  return draws;
}

function refits(fit: Fit, cells: Cells, kind: "poisson" | "multinomial", rounds: number, random: Random): Float64Array {
  const { n } = cells;
  const draws = new Float64Array(rounds * n);
  const factor = cholesky(informationAt(cells, fit.theta), n);
  // Wins, losses and ties of each cell, side by side.
  const means = new Float64Array(3 * cells.total.length);
  eachOutcome(cells, (k, won, lost, tied) => means.set([won, lost, tied], 3 * k));
  const drawn: Cells = { ...cells, total: cells.total.slice(), scoreI: cells.scoreI.slice(), squares: cells.squares.slice() };
  const bounds = tolerances(fit.votesOfModel, 0, 0);
  for (let round = 0; round < rounds; round++) {
    const counts = means.map((mean) => random.poisson(mean));
    if (kind === "multinomial") fixTotal(counts, means, random);
    for (let k = 0; k < cells.total.length; k++) {
      const won = at(counts, 3 * k);
      const lost = at(counts, 3 * k + 1);
      const tied = at(counts, 3 * k + 2);
      drawn.total[k] = won + lost + tied;
      drawn.scoreI[k] = won + tied / 2;
      drawn.squares[k] = won + tied / 4;
    }
    if (!hasMaximum(drawn))
      throw new EloError(
        "no-maximum",
        `Draw ${round + 1} of the bootstrap separates the models: there are too few votes to draw them again. Use kind: "gaussian", or another interval.`,
      );
    draws.set(centred(maximize(bradleyTerryLikelihood(drawn, false), fit.theta, bounds, { factor }).x, n), round * n);
  }
  return draws;
}

/**
 * Makes Poisson counts multinomial: given their sum they already are, so the votes that are missing are drawn one by one, and those that
 * are too many are taken away one by one.
 */
function fixTotal(counts: Float64Array, means: Float64Array, random: Random): void {
  const wanted = Math.round(sumOf(means));
  const have = sumOf(counts);
  const change = have < wanted ? 1 : -1;
  const from = have < wanted ? means : counts.slice();
  const size = sumOf(from);
  const draws = Float64Array.from({ length: Math.abs(wanted - have) }, () => random.uniform() * size).sort();
  let [reached, cell] = [at(from, 0), 0];
  for (const drawn of draws) {
    while (reached <= drawn && cell < from.length - 1) reached += at(from, ++cell);
    // Drawn with replacement, a cell could lose more votes than it has; the next one then loses it.
    let target = cell;
    while (change < 0 && at(counts, target) < 1) target = (target + 1) % counts.length;
    add(counts, target, change);
  }
}
