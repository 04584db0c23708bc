import { EloError } from "../errors.ts";
import { ELO_PER_LOG_ODDS, type Fit, errorOfDifference } from "../fit/fit.ts";
import { at, idAt } from "../math/access.ts";
import { normalQuantile, normalUpperTail } from "../math/normal-quantile.ts";
import { checkBetween, checkKeys } from "../options.ts";

/** How far one model stands above another, in Elo points. */
export interface Comparison {
  readonly difference: number;
  readonly se: number;
  readonly low: number;
  readonly high: number;
  /** The probability that the first is the better one, by the normal approximation. */
  readonly probability: number;
}

/**
 * Whether one model is better than another: the interval of their difference. Two single intervals that overlap are no test of it.
 *
 * @throws EloError `bad-input` for an unknown model, one without a vote, or two that never met even through others.
 * @example
 * ```ts
 * compareModels(fitBradleyTerry(counts), "llama", "qwen"); // { difference: 31.2, low: 4.9, high: 57.5, ... }
 * ```
 */
export function compareModels(fit: Fit, first: string, second: string, options: { readonly confidence?: number } = {}): Comparison {
  checkKeys("compareModels", options, ["confidence"]);
  const { confidence = 0.95 } = options;
  checkBetween("confidence", confidence, 0, 1);
  const [i, j] = [first, second].map((model) => {
    const index = fit.models.indexOf(model);
    if (index < 0) throw new EloError("bad-input", `There is no model ${model}.`);
    if (at(fit.votesOfModel, index) === 0) throw new EloError("bad-input", `${model} has no vote.`);
    return index;
  }) as [number, number];
  if (fit.group && idAt(fit.group, i) !== idAt(fit.group, j))
    throw new EloError("bad-input", `${first} and ${second} never met, directly or through others.`);
  const lead = ELO_PER_LOG_ODDS * (at(fit.centre, i) - at(fit.centre, j));
  const difference = ELO_PER_LOG_ODDS * (at(fit.theta, i) - at(fit.theta, j));
  const se = ELO_PER_LOG_ODDS * errorOfDifference(fit, i, j);
  const half = normalQuantile((1 + confidence) / 2) * se;
  const probability = se > 0 ? 1 - normalUpperTail(lead / se) : 0.5;
  return { difference, se, low: Math.min(difference, lead - half), high: Math.max(difference, lead + half), probability };
}
