import { add, at, sumOf } from "../math/access.ts";
import type { Evaluate } from "../math/maximize.ts";
import type { Hold } from "./maximize-cells.ts";
import { addInformation } from "./small-sample.ts";

/**
 * Any likelihood with its ratings held, with strengths `holds`, to their mean by `weights`. Both are unchanged where all ratings move together, as
 * the likelihood is.
 */
export function withHold(evaluate: Evaluate, hold: Hold): Evaluate {
  const { holds, weights } = hold;
  return (x, gradient, information) => {
    let value = evaluate(x, gradient, information);
    const mean = weights.reduce((sum, weight, k) => sum + weight * at(x, k), 0);
    const pulls = holds.map((strength, k) => strength * (at(x, k) - mean));
    const all = sumOf(pulls);
    pulls.forEach((pull, k) => {
      value -= (pull * (at(x, k) - mean)) / 2;
      add(gradient, k, at(weights, k) * all - pull);
    });
    if (information) addInformation(information, x.length, hold);
    return value;
  };
}
