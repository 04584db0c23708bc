import { inverse, cholesky } from "../math/symmetric-matrix.ts";
import { add, at, codeAt, idAt } from "../math/access.ts";
import { cellsOf } from "../fit/cells.ts";
import { scoreVariance, tieRateOf } from "../fit/dispersion.ts";
import { logistic } from "../fit/fit.ts";
import { informationAt } from "../fit/likelihood.ts";
import { fitPenalized } from "../fit/penalized.ts";
import type { PairCounts } from "../votes/pair-counts.ts";
import { SCORE, type VoteColumns } from "../votes/votes.ts";

/** What voters are measured against: the ratings of all votes, how they move with a vote, and how common ties are. */
export interface Consensus {
  readonly theta: Float64Array;
  readonly covariance: Float64Array;
  readonly tieRate: number;
}

export function consensusOf(counts: PairCounts): Consensus {
  const { theta } = fitPenalized(counts);
  const n = theta.length;
  const cells = cellsOf(counts, "half", false);
  const information = informationAt(cells, theta);
  // A model without a vote has no information, and no voter either.
  for (let k = 0; k < n; k++) add(information, k * n + k, 1e-6);
  return { theta, covariance: inverse(cholesky(information, n), n), tieRate: tieRateOf(cells, theta) };
}

/** A statistic of a voter: its value, its variance by chance, what each unit of the variance of taste adds, and what a common shift of log-odds moves it by. */
export interface Sum {
  value: number;
  chance: number;
  taste: number;
  slope: number;
}

/** One vote beside what was expected of it. */
export interface JudgedVote {
  readonly i: number;
  readonly j: number;
  /** The outcome's code. */
  readonly outcome: number;
  /** The expected score, without the voter's own votes. */
  readonly p: number;
  /** The probability of a tie, by the voter's own habit as far as it is known. */
  readonly tie: number;
}

/** Everything that the tests of one voter need. */
export interface VoterSums {
  readonly votes: readonly JudgedVote[];
  readonly consensus: Sum;
  readonly first: Sum;
  readonly ties: Sum;
  readonly targets: ReadonlyMap<number, Sum>;
}

/** A voter's own rate of ties counts as much as that of all others from this many votes on. */
const HABIT_VOTES = 10;

/**
 * Sums a voter's votes in time proportional to their number and the square of the number of models that they are about.
 *
 * @param votes Indices of the voter's votes.
 */
export function sumsOf({ a, b, outcome }: VoteColumns, votes: Int32Array, consensus: Consensus): VoterSums {
  const theta = withoutVoter(a, b, outcome, votes, consensus);
  const level = (model: number) => theta.get(model) ?? 0;
  const scores = Float64Array.from(votes, (vote) => logistic(level(idAt(a, vote)) - level(idAt(b, vote))));
  let [ties, expected] = [HABIT_VOTES * consensus.tieRate, HABIT_VOTES];
  votes.forEach((vote, k) => {
    if (codeAt(outcome, vote) >= 2) ties++;
    expected += 2 * Math.min(at(scores, k), 1 - at(scores, k));
  });
  const habit = Math.min(1, ties / expected);
  const judged = Array.from(votes, (vote, k): JudgedVote => {
    const p = at(scores, k);
    return { i: idAt(a, vote), j: idAt(b, vote), outcome: codeAt(outcome, vote), p, tie: habit * 2 * Math.min(p, 1 - p) };
  });
  return { votes: judged, ...directionsOf(judged, habit, consensus.tieRate) };
}

/** The levels of the models that a voter voted on, with one Newton step back from the voter's votes. */
function withoutVoter(a: Int32Array, b: Int32Array, outcome: Uint8Array, votes: Int32Array, { theta, covariance }: Consensus) {
  const n = theta.length;
  const own = new Map<number, number>();
  for (const vote of votes) {
    const [i, j] = [idAt(a, vote), idAt(b, vote)];
    const residual = at(SCORE, codeAt(outcome, vote)) - logistic(at(theta, i) - at(theta, j));
    own.set(i, (own.get(i) ?? 0) + residual);
    own.set(j, (own.get(j) ?? 0) - residual);
  }
  const touched = [...own];
  return new Map(
    touched.map(([model]) => {
      let level = at(theta, model);
      for (const [other, score] of touched) level -= score * at(covariance, model * n + other);
      return [model, level];
    }),
  );
}

function directionsOf(votes: readonly JudgedVote[], habit: number, tieRate: number) {
  const [consensus, first, ties] = [noSum(), noSum(), noSum()];
  const targets = new Map<number, Sum>();
  const pulls = { consensus: new Map<number, number>(), first: new Map<number, number>() };
  const pull = (to: Map<number, number>, model: number, amount: number) => to.set(model, (to.get(model) ?? 0) + amount);
  for (const { i, j, outcome, p } of votes) {
    const e = at(SCORE, outcome) - p;
    const variance = Math.max(1e-6, scoreVariance(p, habit));
    const slope = p * (1 - p);
    const g = p - 0.5;
    addTo(consensus, e * g, variance * g * g, slope * g * g);
    addTo(first, e, variance, slope);
    for (const [model, sign] of [
      [i, 1],
      [j, -1],
    ] as const) {
      pull(pulls.consensus, model, sign * slope * g);
      pull(pulls.first, model, sign * slope);
      const sum = targets.get(model) ?? noSum();
      targets.set(model, sum);
      addTo(sum, sign * e, variance, slope);
      // The taste for each opponent; that for the model itself follows below.
      sum.taste += slope * slope;
    }
    const common = Math.min(0.999, Math.max(1e-3, tieRate * 2 * Math.min(p, 1 - p)));
    addTo(ties, (outcome >= 2 ? 1 : 0) - common, common * (1 - common), common * (1 - common));
  }
  ties.taste = ties.slope ** 2;
  for (const amount of pulls.consensus.values()) consensus.taste += amount * amount;
  for (const amount of pulls.first.values()) first.taste += amount * amount;
  for (const sum of targets.values()) sum.taste += sum.slope ** 2;
  return { consensus, first, ties, targets };
}

const noSum = (): Sum => ({ value: 0, chance: 0, taste: 0, slope: 0 });

function addTo(sum: Sum, value: number, chance: number, slope: number): void {
  sum.value += value;
  sum.chance += chance;
  sum.slope += slope;
}
