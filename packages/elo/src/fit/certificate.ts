import { EloError } from "../errors.ts";
import { at } from "../math/access.ts";

/** A standard error of so many log-odds is rounding in the inverse of a singular matrix. */
const SINGULAR = 1e4;

/**
 * Whether a point that a fit ended at lies beside a maximum, or on the way to infinity, where gradients become small as well.
 *
 * Let F be minus the log-likelihood of logistic terms in x_k'b, H its matrix of second derivatives at the point, g the gradient, and M(h) =
 * max |x_k'h|. Then F(b + h) >= F(b) - g'h + |h|_H^2 (e^-M + M - 1) / M^2 (Bach, Electronic Journal of Statistics 4, 2010, proposition 1;
 * |h|_H^2 = h'H h). Take K = max |x_k|_{H^-1}, so that M(h) <= K |h|_H, and all h with |h|_H = 1 / K: there F(b + h) - F(b) >= -v / K +
 * e^-1 / K^2 with v = |g|_{H^-1}. Where v K < 1 / e this is above 0 on the whole sphere, so by convexity a minimum lies inside it, and it is
 * the only one as H is positive definite. On the way to infinity v K stays about 1: H and g shrink together.
 *
 * @param reach A bound on K.
 */
export function isBesideMaximum(gradient: Float64Array, step: Float64Array, reach: number): boolean {
  const decrement = gradient.reduce((sum, value, k) => sum + value * at(step, k), 0);
  return reach < SINGULAR && Math.sqrt(Math.max(0, decrement)) * reach < 1 / Math.E;
}

/** A fit that fails for want of a maximum fails with the error of `open`, which names what the votes leave open. */
export function orElse<Found>(fit: () => Found, open: () => EloError): Found {
  try {
    return fit();
  } catch (error) {
    throw EloError.isInstance(error) && error.code !== "bad-input" ? open() : error;
  }
}
