import { type Fit, errorOfDifference } from "../fit/fit.ts";
import { add, at, idAt } from "../math/access.ts";
import { createRandom } from "../math/random.ts";
import { semidefiniteFactor } from "../math/symmetric-matrix.ts";
import { checkBetween, checkFinite, checkKeys, checkWhole } from "../options.ts";

/**
 * Draws of the ratings from their normal approximation, one row of n per round, in log-odds. Models that the votes hold equal without a doubt
 * are equal in every draw.
 *
 * @throws EloError `bad-input` for a number of rounds that is not whole.
 * @example
 * ```ts
 * const draws = normalDraws(fit, 1000, 1); // draws[round * n + model]
 * ```
 */
export function normalDraws({ centre, covariance }: Fit, rounds: number, seed: number): Float64Array {
  checkWhole("rounds", rounds, 1);
  checkFinite("seed", seed);
  const n = centre.length;
  const factor = semidefiniteFactor(covariance, n);
  const random = createRandom(seed);
  const draws = new Float64Array(rounds * n);
  const z = new Float64Array(n);
  for (let round = 0; round < rounds; round++) {
    for (let k = 0; k < n; k++) z[k] = random.normal();
    for (let row = 0; row < n; row++) {
      let sum = at(centre, row);
      for (let k = 0; k <= row; k++) sum += at(factor, row * n + k) * at(z, k);
      draws[round * n + row] = sum;
    }
  }
  return draws;
}

/** Options of `simultaneousRanks`. */
export interface RankOptions {
  readonly seed: number;
  /** How often all ranks hold; 0.95 by default. */
  readonly confidence?: number;
  readonly draws?: number;
}

/**
 * Rank intervals that hold for all models together, from the differences of ratings (Mogstad, Romano, Shaikh and Wilhelm, Review of
 * Economic Studies 91, 2024): the critical value is a quantile of the largest |t| over all pairs, found by `draws` draws. Models without a
 * vote, or of groups that never met, are compared with none.
 *
 * @returns Best and worst place of each model, in the order of `fit.models`.
 * @throws EloError `bad-input` for an option that is unknown or out of range.
 * @example
 * ```ts
 * simultaneousRanks(fit, { seed: 1 })[0]; // [1, 3]
 * ```
 */
export function simultaneousRanks(fit: Fit, options: RankOptions): readonly (readonly [best: number, worst: number])[] {
  checkKeys("simultaneousRanks", options, ["seed", "confidence", "draws"]);
  const { seed, confidence = 0.95, draws: rounds = 1000 } = options;
  checkBetween("confidence", confidence, 0, 1);
  const { centre, votesOfModel, group } = fit;
  const n = centre.length;
  const compared = (i: number, j: number) =>
    i !== j && at(votesOfModel, i) > 0 && at(votesOfModel, j) > 0 && (!group || idAt(group, i) === idAt(group, j));
  const pairs: { i: number; j: number; se: number }[] = [];
  for (let i = 0; i < n; i++) for (let j = 0; j < i; j++) if (compared(i, j)) pairs.push({ i, j, se: errorOfDifference(fit, i, j) });
  const draws = normalDraws(fit, rounds, seed);
  const largest = new Float64Array(rounds);
  for (let round = 0; round < rounds; round++) {
    const off = centre.map((value, k) => at(draws, round * n + k) - value);
    let most = 0;
    for (const { i, j, se } of pairs) if (se > 0) most = Math.max(most, Math.abs(at(off, i) - at(off, j)) / se);
    largest[round] = most;
  }
  const critical = quantile(largest, confidence);
  const [better, worse] = [new Int32Array(n), new Int32Array(n)];
  for (const { i, j, se } of pairs) {
    const lead = at(centre, i) - at(centre, j);
    if (Math.abs(lead) <= critical * se) continue;
    const [winner, loser] = lead > 0 ? [i, j] : [j, i];
    worse[winner] = idAt(worse, winner) + 1;
    better[loser] = idAt(better, loser) + 1;
  }
  const rated = votesOfModel.reduce((sum, votes) => sum + (votes > 0 ? 1 : 0), 0);
  return Array.from(centre, (_, i) => (at(votesOfModel, i) > 0 ? [1 + idAt(better, i), rated - idAt(worse, i)] : [1, n]));
}

/** The value that the share `probability` of all values does not exceed. */
export function quantile(values: Float64Array, probability: number): number {
  const sorted = values.toSorted();
  return at(sorted, Math.max(0, Math.min(sorted.length - 1, Math.ceil(probability * sorted.length) - 1)));
}

/** Options of `probabilityTop`. */
export interface TopOptions {
  readonly seed: number;
  readonly k?: number;
  readonly draws?: number;
}

/**
 * The probability of each model to be among the best `k` (1 by default), by draws from the normal approximation. A draw that several models
 * share counts for all of them in part. Models without a vote have none.
 *
 * @throws EloError `bad-input` for an option that is unknown or out of range.
 * @example
 * ```ts
 * probabilityTop(fit, { seed: 1 })[0]; // P(the first model is the best)
 * ```
 */
export function probabilityTop(fit: Fit, options: TopOptions): Float64Array {
  checkKeys("probabilityTop", options, ["seed", "k", "draws"]);
  const { seed, k = 1, draws: rounds = 10_000 } = options;
  const n = fit.centre.length;
  checkWhole("k", k, 1, Math.max(1, n));
  const draws = normalDraws(fit, rounds, seed);
  const rated = [...fit.votesOfModel.keys()].filter((model) => at(fit.votesOfModel, model) > 0);
  const shares = new Float64Array(n);
  const row = new Float64Array(rated.length);
  for (let round = 0; round < rounds; round++) {
    rated.forEach((model, index) => (row[index] = at(draws, round * n + model)));
    const limit = k >= row.length ? -Infinity : at(row.toSorted(), row.length - k);
    let [above, level] = [0, 0];
    for (const value of row) {
      if (value > limit) above++;
      else if (value === limit) level++;
    }
    rated.forEach((model, index) => {
      const value = at(row, index);
      if (value > limit) add(shares, model, 1 / rounds);
      else if (value === limit) add(shares, model, (k - above) / level / rounds);
    });
  }
  return shares;
}

/** Options of `confidenceSequence`. */
export interface SequenceOptions {
  readonly confidence?: number;
  /** The number of votes at which the sequence is to be narrowest; 1,000 by default. */
  readonly tightestAt?: number;
}

/**
 * Half-width of a confidence sequence: an interval that holds at all times at once, for a board that is watched (normal mixture of Robbins,
 * Annals of Mathematical Statistics 41, 1970, in the asymptotic form of Waudby-Smith et al., Annals of Statistics 52, 2024). It holds for one
 * model; for all of a board together, divide 1 - confidence by their number.
 *
 * @param se Standard error now, in any unit; the half-width has the same.
 * @param votes Votes so far.
 * @throws EloError `bad-input` for a number that is out of range.
 * @example
 * ```ts
 * const half = confidenceSequence(8.2, 1500); // 27 points, at any time
 * ```
 */
export function confidenceSequence(se: number, votes: number, options: SequenceOptions = {}): number {
  checkKeys("confidenceSequence", options, ["confidence", "tightestAt"]);
  const { confidence = 0.95, tightestAt = 1000 } = options;
  checkBetween("confidence", confidence, 0, 1);
  checkBetween("tightestAt", tightestAt, 0, Infinity);
  checkBetween("votes", votes, 0, Infinity);
  checkFinite("se", se);
  checkBetween("se", se, -Number.MIN_VALUE, Infinity);
  const alpha = 1 - confidence;
  const rhoSquared = (-2 * Math.log(alpha) + Math.log(-2 * Math.log(alpha) + 1)) / tightestAt;
  const growth = votes * rhoSquared;
  return se * Math.sqrt(((growth + 1) / growth) * Math.log((growth + 1) / alpha ** 2));
}
