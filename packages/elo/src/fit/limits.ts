import { EloError } from "../errors.ts";

/** Intervals need the covariance of every two models: 5,000 models take 200 MB for each of a few matrices. */
const MODELS_MAX = 5000;

/**
 * Refuses boards whose covariance would not fit, before any memory is taken.
 *
 * @throws EloError `bad-input` with the limit.
 */
export function checkSize(models: number): void {
  if (models > MODELS_MAX)
    throw new EloError(
      "bad-input",
      `There are ${models} models; ratings with intervals go up to ${MODELS_MAX}. Leave out those with few votes.`,
    );
}
