import { add, at, codeAt, idAt } from "../math/access.ts";
import { cholesky, inverse } from "../math/symmetric-matrix.ts";
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
  /** The largest covariance of two different models: a vote moves models that it is not about by no more. */
  readonly furthest: number;
  readonly tieRate: number;
}

export function consensusOf(counts: PairCounts): Consensus {
  const { theta } = fitPenalized(counts);
  const n = theta.length;
  const cells = cellsOf(counts, "half", false);
  const information = informationAt(cells, theta);
  // A model without a vote has no information, and no voter either.
  for (let k = 0; k < n; k++) add(information, k * n + k, 1e-6);
  // Without what the grounded constant direction adds: the scores of a vote cancel, and so it would.
  const covariance = inverse(cholesky(information, n), n).map((value) => value - 1 / (n * (1 + 1e-6)));
  const furthest = covariance.reduce((most, value, k) => (k % (n + 1) === 0 ? most : Math.max(most, Math.abs(value))), 0);
  return { theta, covariance, furthest, tieRate: tieRateOf(cells, theta) };
}

/** A statistic of a voter: its value, its variance by chance, what each unit of the variance of taste adds, and what a common shift of log-odds moves it by. */
export interface Sum {
  value: number;
  chance: number;
  taste: number;
  slope: number;
}

/** Levels are needed to this many log-odds. */
const NEGLIGIBLE = 1e-3;
/** A voter's own rate of ties counts as much as that of all others from this many votes on. */
const HABIT_VOTES = 10;

const noSum = (): Sum => ({ value: 0, chance: 0, taste: 0, slope: 0 });

function addTo(sum: Sum, value: number, chance: number, slope: number): void {
  sum.value += value;
  sum.chance += chance;
  sum.slope += slope;
}

function clear(sum: Sum): void {
  sum.value = sum.chance = sum.taste = sum.slope = 0;
}

/**
 * The votes of one voter after the other beside what was expected of them. One scan serves for all voters: what it holds is that of the voter
 * scanned last. Time is proportional to the number of votes, and on boards so small that one voter moves all models, to the square of the models met.
 */
export class VoterScan {
  /** How many votes the voter has; the columns below hold so many. */
  length = 0;
  a = new Int32Array(0);
  b = new Int32Array(0);
  outcome = new Uint8Array(0);
  /** The expected score of the first, without the voter's own votes. */
  p = new Float64Array(0);
  /** How many votes were ties or both-bad. */
  tied = 0;
  /** The voter's share of ties between equals, as far as it is known. */
  habit = 0;
  readonly consensus = noSum();
  readonly first = noSum();
  readonly ties = noSum();
  /** How many models the votes are about; `models` and the sums of each hold so many. */
  met = 0;
  readonly models: Int32Array;
  readonly value: Float64Array;
  readonly chance: Float64Array;
  readonly slope: Float64Array;
  /** What the tastes for the opponents add. */
  readonly opponents: Float64Array;
  readonly #columns: VoteColumns;
  readonly #consensus: Consensus;
  /** The index of each model in `models`, or -1. */
  readonly #index: Int32Array;
  readonly #own: Float64Array;
  readonly #level: Float64Array;
  readonly #pullConsensus: Float64Array;
  readonly #pullFirst: Float64Array;

  constructor(columns: VoteColumns, consensus: Consensus) {
    const n = consensus.theta.length;
    this.#columns = columns;
    this.#consensus = consensus;
    this.#index = new Int32Array(n).fill(-1);
    this.models = new Int32Array(n);
    const column = () => new Float64Array(n);
    [this.value, this.chance, this.slope, this.opponents] = [column(), column(), column(), column()];
    [this.#own, this.#level, this.#pullConsensus, this.#pullFirst] = [column(), column(), column(), column()];
  }

  /** The sums of the model at `index`; its own taste adds the square of its slope. */
  target(index: number): Sum {
    const slope = at(this.slope, index);
    return { value: at(this.value, index), chance: at(this.chance, index), slope, taste: slope * slope + at(this.opponents, index) };
  }

  /** @param votes Indices of the voter's votes. */
  read(votes: Int32Array): void {
    this.#take(votes);
    this.#withoutVoter();
    const { tieRate } = this.#consensus;
    let expected = HABIT_VOTES;
    this.tied = 0;
    for (let k = 0; k < this.length; k++) {
      const p = logistic(at(this.#level, idAt(this.#index, idAt(this.a, k))) - at(this.#level, idAt(this.#index, idAt(this.b, k))));
      this.p[k] = p;
      expected += 2 * Math.min(p, 1 - p);
      if (codeAt(this.outcome, k) >= 2) this.tied++;
    }
    this.habit = Math.min(1, (HABIT_VOTES * tieRate + this.tied) / expected);
    this.#sum();
  }

  #take(votes: Int32Array): void {
    for (let k = 0; k < this.met; k++) this.#index[idAt(this.models, k)] = -1;
    this.met = 0;
    this.length = votes.length;
    if (this.a.length < votes.length) {
      const capacity = 2 * votes.length;
      [this.a, this.b, this.outcome, this.p] = [
        new Int32Array(capacity),
        new Int32Array(capacity),
        new Uint8Array(capacity),
        new Float64Array(capacity),
      ];
    }
    const { a, b, outcome } = this.#columns;
    for (let k = 0; k < votes.length; k++) {
      const vote = idAt(votes, k);
      this.#meet((this.a[k] = idAt(a, vote)));
      this.#meet((this.b[k] = idAt(b, vote)));
      this.outcome[k] = codeAt(outcome, vote);
    }
  }

  #meet(model: number): void {
    if (idAt(this.#index, model) >= 0) return;
    this.#index[model] = this.met;
    for (const column of [this.value, this.chance, this.slope, this.opponents, this.#own, this.#pullConsensus, this.#pullFirst])
      column[this.met] = 0;
    this.models[this.met++] = model;
  }

  /** The levels of the models met, with one Newton step back from the voter's votes. */
  #withoutVoter(): void {
    const { theta, covariance, furthest } = this.#consensus;
    const n = theta.length;
    const isNear = 2 * this.length * furthest > NEGLIGIBLE;
    for (let k = 0; k < this.length; k++) {
      const [i, j] = [idAt(this.a, k), idAt(this.b, k)];
      const residual = at(SCORE, codeAt(this.outcome, k)) - logistic(at(theta, i) - at(theta, j));
      add(this.#own, idAt(this.#index, i), residual);
      add(this.#own, idAt(this.#index, j), -residual);
    }
    for (let k = 0; k < this.met; k++) {
      const model = idAt(this.models, k);
      let level = at(theta, model);
      if (!isNear) level -= at(this.#own, k) * at(covariance, model * n + model);
      for (let other = 0; isNear && other < this.met; other++)
        level -= at(this.#own, other) * at(covariance, model * n + idAt(this.models, other));
      this.#level[k] = level;
    }
  }

  #sum(): void {
    const { consensus, first, ties } = this;
    for (const sum of [consensus, first, ties]) clear(sum);
    for (let k = 0; k < this.length; k++) {
      const [p, outcome] = [at(this.p, k), codeAt(this.outcome, k)];
      const e = at(SCORE, outcome) - p;
      const variance = Math.max(1e-6, scoreVariance(p, this.habit));
      const slope = p * (1 - p);
      const g = p - 0.5;
      addTo(consensus, e * g, variance * g * g, slope * g * g);
      addTo(first, e, variance, slope);
      const common = Math.min(0.999, Math.max(1e-3, this.#consensus.tieRate * 2 * Math.min(p, 1 - p)));
      addTo(ties, (outcome >= 2 ? 1 : 0) - common, common * (1 - common), common * (1 - common));
      this.#addToModel(idAt(this.#index, idAt(this.a, k)), e, variance, slope, 1, g);
      this.#addToModel(idAt(this.#index, idAt(this.b, k)), e, variance, slope, -1, g);
    }
    ties.taste = ties.slope ** 2;
    for (let k = 0; k < this.met; k++) {
      consensus.taste += at(this.#pullConsensus, k) ** 2;
      first.taste += at(this.#pullFirst, k) ** 2;
    }
  }

  #addToModel(index: number, e: number, variance: number, slope: number, sign: number, g: number): void {
    add(this.value, index, sign * e);
    add(this.chance, index, variance);
    add(this.slope, index, slope);
    add(this.opponents, index, slope * slope);
    add(this.#pullConsensus, index, sign * slope * g);
    add(this.#pullFirst, index, sign * slope);
  }
}
