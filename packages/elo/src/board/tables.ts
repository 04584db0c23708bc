import { add, at, idAt } from "../math/access.ts";
import { EloError } from "../errors.ts";
import { checkIndex, type Fit, logistic } from "../fit/fit.ts";
import { checkCounts } from "../votes/check-counts.ts";
import type { PairCounts } from "../votes/pair-counts.ts";
import { outcomeProbabilities } from "../fit/tie-shares.ts";

/** How often each model met and beat each other one, whoever was shown first; n x n, row against column. */
export interface WinMatrix {
  readonly models: readonly string[];
  readonly battles: Float64Array;
  readonly wins: Float64Array;
  readonly ties: Float64Array;
}

/**
 * Counts as a square table. The share of wins is `wins / battles`, with ties in neither side's favour.
 *
 * @throws EloError `bad-input` for counts that cannot be.
 * @example
 * ```ts
 * const { models, wins, battles } = winMatrix(counts);
 * wins[0 * models.length + 1]; // how often the first model beat the second
 * ```
 */
export function winMatrix(counts: PairCounts): WinMatrix {
  checkCounts(counts);
  const n = counts.models.length;
  const [battles, wins, ties] = [new Float64Array(n * n), new Float64Array(n * n), new Float64Array(n * n)];
  const addTo = (table: Float64Array, row: number, column: number, amount: number) => {
    add(table, row * n + column, amount);
  };
  counts.first.forEach((i, k) => {
    const j = idAt(counts.second, k);
    const [won, lost, tied] = [at(counts.winsFirst, k), at(counts.winsSecond, k), at(counts.ties, k) + at(counts.bothBad, k)];
    for (const [row, column, gained] of [
      [i, j, won],
      [j, i, lost],
    ] as const) {
      addTo(battles, row, column, won + lost + tied);
      addTo(wins, row, column, gained);
      addTo(ties, row, column, tied);
    }
  });
  return { models: counts.models, battles, wins, ties };
}

/** Probabilities of how a meeting ends, by a fit. */
export interface ExpectedOutcome {
  readonly win: number;
  readonly tie: number;
  readonly loss: number;
  readonly bothBad: number;
}

/**
 * What a fit expects of model i against model j, without the advantage of the first place. Half-tie ratings know only the expected
 * score, so they are refused: their gaps are narrower than those of decisive votes.
 *
 * @param i An index into `fit.models`, as `j`.
 * @throws EloError `bad-input` for a fit with half ties, or an index that is none.
 * @example
 * ```ts
 * expectedOutcome(fitTieModel(counts, "davidson"), 0, 1); // { win: 0.52, tie: 0.21, loss: 0.27, bothBad: 0 }
 * ```
 */
export function expectedOutcome(fit: Fit, i: number, j: number): ExpectedOutcome {
  for (const index of [i, j]) checkIndex(index, fit.models.length);
  const [ti, tj] = [at(fit.theta, i), at(fit.theta, j)];
  if (fit.ties === "half")
    throw new EloError(
      "bad-input",
      'Ratings with half ties hold no win probability; fit ties "davidson", "rao-kupper", "grounded" or "drop".',
    );
  if (fit.ties === "drop") return { win: logistic(ti - tj), tie: 0, loss: logistic(tj - ti), bothBad: 0 };
  const coefficient = (name: string) => {
    const found = fit.coefficients.find((one) => one.name === name);
    if (!found) throw new EloError("bad-input", `The fit has no coefficient ${name}; a fit of ${fit.ties} has one.`);
    return found.value;
  };
  const level = fit.ties === "grounded" ? coefficient("level") : 0;
  const [win, loss, tie, bad = 0] = outcomeProbabilities(fit.ties, ti + level, tj + level, coefficient("tie"));
  return { win, tie, loss, bothBad: bad };
}

/**
 * The expected score (win 1, tie one half) of each model against the average of all others, by a fit with half ties.
 *
 * @returns One share per model, in the order of `fit.models`; NaN where there is no other model.
 * @example
 * ```ts
 * averageScore(fitBradleyTerry(counts))[0]; // 0.61
 * ```
 */
export function averageScore({ theta }: Fit): Float64Array {
  const n = theta.length;
  return theta.map((own, i) => theta.reduce((sum, other, j) => (i === j ? sum : sum + logistic(own - other)), 0) / (n - 1));
}

/**
 * The observed share of wins of each model, ties as one half, averaged over its opponents.
 *
 * @returns One share per model, in the order of `counts.models`; NaN for a model without a vote.
 * @throws EloError `bad-input` for counts that cannot be.
 * @example
 * ```ts
 * averageWinRate(counts)[0]; // 0.58
 * ```
 */
export function averageWinRate(counts: PairCounts): Float64Array {
  const { battles, wins, ties } = winMatrix(counts);
  const n = counts.models.length;
  return Float64Array.from(counts.models, (_, row) => {
    let [sum, opponents] = [0, 0];
    for (let column = 0; column < n; column++) {
      const met = at(battles, row * n + column);
      if (met === 0) continue;
      sum += (at(wins, row * n + column) + at(ties, row * n + column) / 2) / met;
      opponents++;
    }
    return opponents === 0 ? Number.NaN : sum / opponents;
  });
}
