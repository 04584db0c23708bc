import { add, at, itemAt, sumOf } from "../math/access.ts";
import { type Fit, logistic, errorOfDifference } from "../fit/fit.ts";
import { EloError } from "../errors.ts";
import { checkChoice, checkFinite, checkKeys } from "../options.ts";
import { createRandom } from "../math/random.ts";
import type { VoteColumns } from "../votes/votes.ts";

/** What the next votes are for. */
export type ProposalGoal =
  /** Shrink the intervals of all models. */
  | { readonly type: "all" }
  /** Place one model. */
  | { readonly type: "place"; readonly model: string }
  /** Find out who is among the best `k`. */
  | { readonly type: "top"; readonly k: number };

/** Options of `proposePairs`. */
export interface ProposalOptions {
  readonly goal: ProposalGoal;
  /** The share of the probability that all pairs get in equal parts; 0.1 by default. */
  readonly uniformShare?: number;
}

/** A pair with the probability to draw it. */
export interface PairProposal {
  readonly a: string;
  readonly b: string;
  /** What one vote on this pair takes off the goal's variance, in log-odds squared. */
  readonly gain: number;
  /** The probability of the pair when one is drawn; its inverse is the weight of a vote in an unbiased fit. */
  readonly propensity: number;
}

/**
 * What one more vote on each pair is worth, exactly: with the covariance C and v = p (1 - p), a vote on (i, j) changes C by
 * -v C x x' C / (1 + v x'C x), x = e_i - e_j (Sherman and Morrison, Annals of Mathematical Statistics 21, 1950), so that a pair costs O(1)
 * after one product of C with itself. That is exact for the Fisher covariance, so fit with `covariance: "fisher"`. Propensities are proportional to the gain, mixed with a uniform share for every pair.
 *
 * @throws EloError `bad-input` for an unknown goal, option or model, or a `k` outside 1 to n - 1.
 * @example
 * ```ts
 * const [best] = proposePairs(fit, { goal: { type: "place", model: "new" } });
 * ```
 */
export function proposePairs(fit: Fit, options: ProposalOptions): PairProposal[] {
  checkKeys("proposePairs", options, ["goal", "uniformShare"]);
  const { goal, uniformShare = 0.1 } = options;
  if (!(uniformShare >= 0 && uniformShare <= 1))
    throw new EloError("bad-input", `uniformShare is ${String(uniformShare).slice(0, 80)}, but must be a number from 0 to 1.`);
  const { models, theta, covariance } = fit;
  const n = models.length;
  const entry = (i: number, j: number) => at(covariance, i * n + j);
  const contrasts = contrastsOf(fit, goal);
  // Row c: C times contrast c; the gain of a pair is the weighted sum of squared differences of two of its entries.
  const images = contrasts.map(({ weights }) => {
    const image = new Float64Array(n);
    for (const [model, weight] of weights) for (let k = 0; k < n; k++) add(image, k, weight * entry(model, k));
    return image;
  });
  const pairs: { i: number; j: number; gain: number }[] = [];
  for (let i = 0; i < n; i++) {
    for (let j = i + 1; j < n; j++) {
      const p = logistic(at(theta, i) - at(theta, j));
      const information = p * (1 - p);
      const variance = entry(i, i) + entry(j, j) - 2 * entry(i, j);
      let sum = 0;
      images.forEach((image, c) => (sum += itemAt(contrasts, c).importance * (at(image, i) - at(image, j)) ** 2));
      pairs.push({ i, j, gain: (information * sum) / (1 + information * variance) });
    }
  }
  const total = pairs.reduce((sum, { gain }) => sum + gain, 0);
  return pairs
    .map(({ i, j, gain }) => ({
      a: itemAt(models, i),
      b: itemAt(models, j),
      gain,
      propensity: uniformShare / pairs.length + (total > 0 ? ((1 - uniformShare) * gain) / total : (1 - uniformShare) / pairs.length),
    }))
    .toSorted((one, other) => other.gain - one.gain);
}

/**
 * Votes weighted by the inverse of the propensity with which their pair was drawn, with a mean weight of 1 (Horvitz and Thompson, Journal of
 * the American Statistical Association 47, 1952): averages over them are as if pairs had come uniformly. Weights count as votes elsewhere,
 * so take the errors from `fitVotes` with one cluster per vote.
 *
 * @param propensity Of each vote's pair, when it was drawn.
 * @throws EloError `bad-input` for a propensity that is not above 0 and at most 1, or columns of different lengths.
 * @example
 * ```ts
 * fitVotes(weightByPropensity(columns, propensity), { cluster: Int32Array.from(propensity.keys()) });
 * ```
 */
export function weightByPropensity(columns: VoteColumns, propensity: Float64Array): VoteColumns {
  if (propensity.length !== columns.a.length)
    throw new EloError("bad-input", `There are ${propensity.length} propensities for ${columns.a.length} votes.`);
  const bad = propensity.findIndex((value) => !(value > 0 && value <= 1));
  if (bad >= 0)
    throw new EloError("bad-input", `Vote ${bad + 1} has the propensity ${at(propensity, bad)}, but it must be above 0 and at most 1.`);
  const weight = propensity.map((value, vote) => (columns.weight ? at(columns.weight, vote) : 1) / value);
  const mean = sumOf(weight) / weight.length;
  return { ...columns, weight: weight.map((value) => value / mean) };
}

/**
 * Draws one pair by its propensity.
 *
 * @returns Undefined where there are no pairs.
 * @throws EloError `bad-input` for a seed that is no number.
 * @example
 * ```ts
 * const { a, b, propensity } = drawProposal(proposePairs(fit, { goal: { type: "all" } }), seed);
 * ```
 */
export function drawProposal(proposals: readonly PairProposal[], seed: number): PairProposal | undefined {
  checkFinite("seed", seed);
  let left = createRandom(seed).uniform() * proposals.reduce((sum, { propensity }) => sum + propensity, 0);
  return proposals.find(({ propensity }) => (left -= propensity) < 0) ?? proposals.at(-1);
}

interface Contrast {
  readonly weights: readonly (readonly [model: number, weight: number])[];
  readonly importance: number;
}

function contrastsOf(fit: Fit, goal: ProposalGoal): Contrast[] {
  const n = fit.models.length;
  checkChoice("goal.type", goal.type, ["all", "place", "top"]);
  const single = (model: number): Contrast => ({ weights: [[model, 1]], importance: 1 });
  if (goal.type === "all") return Array.from({ length: n }, (_, model) => single(model));
  if (goal.type === "place") {
    const model = fit.models.indexOf(goal.model);
    if (model < 0) throw new EloError("bad-input", `There is no model ${goal.model}.`);
    return [single(model)];
  }
  if (!(Number.isInteger(goal.k) && goal.k >= 1 && goal.k < n))
    throw new EloError("bad-input", `k is ${goal.k}, but must be from 1 to ${n - 1}.`);
  const order = [...fit.theta.keys()].toSorted((one, other) => at(fit.theta, other) - at(fit.theta, one));
  // Each pair across the line counts as much as its order is in doubt.
  return order.slice(0, goal.k).flatMap((inside) =>
    order.slice(goal.k).map((outside) => {
      const t = (at(fit.theta, inside) - at(fit.theta, outside)) / errorOfDifference(fit, inside, outside);
      return {
        weights: [
          [inside, 1],
          [outside, -1],
        ] as const,
        importance: Math.exp((-t * t) / 2),
      };
    }),
  );
}
