import { EloError } from "../../errors.ts";
import { itemAt } from "../../math/access.ts";
import { fitBradleyTerry } from "../../fit/bradley-terry.ts";
import { ELO_PER_LOG_ODDS, logistic, errorOfDifference } from "../../fit/fit.ts";
import { normalQuantile, normalUpperTail } from "../../math/normal-quantile.ts";
import type { PairCounts } from "../../votes/pair-counts.ts";
import { confidenceOf, defineCommand, fileOf, oneOf } from "../command.ts";
import { checkModel, countsOf, readInput } from "../input.ts";
import { covarianceOf, intervals } from "../rank.ts";

/**
 * How many more direct votes would put the difference outside of its interval, if it stays what it is now: a vote adds the information
 * v = p (1 - p), so m votes make the variance 1 / (1 / se^2 + m v), and z times its root must not exceed the difference.
 *
 * @returns 0 when it is outside already; Infinity when there is no difference.
 */
export function votesNeeded(difference: number, se: number, z: number): number {
  const p = logistic(difference);
  const wanted = (z / difference) ** 2;
  return Math.max(0, Math.ceil((wanted - 1 / se ** 2) / (p * (1 - p))));
}

/** Direct meetings of two models, whoever was shown first. */
function record({ first, second, winsFirst, winsSecond, ties, bothBad }: PairCounts, a: number, b: number) {
  const sum = { wins: 0, losses: 0, ties: 0 };
  first.forEach((i, k) => {
    const j = itemAt(second, k);
    if ((i !== a || j !== b) && (i !== b || j !== a)) return;
    const [won, lost] = i === a ? [winsFirst, winsSecond] : [winsSecond, winsFirst];
    sum.wins += itemAt(won, k);
    sum.losses += itemAt(lost, k);
    sum.ties += itemAt(ties, k) + itemAt(bothBad, k);
  });
  return sum;
}

export const compareCommand = defineCommand({
  name: "compare",
  arguments: "<model> <model> [file | -]",
  details: ["--interval adjusted|sandwich|hc2|hc3|fisher   --confidence 0.95   --ties half|drop"],
  options: { interval: { type: "string" }, confidence: { type: "string", default: "0.95" }, ties: { type: "string", default: "half" } },
  async report(positionals, values) {
    const [a, b, ...rest] = positionals;
    if (a === undefined || b === undefined) throw new EloError("bad-input", "compare needs two models: compare <model> <model> [file].");
    if (a === b) throw new EloError("bad-input", "compare needs two different models.");
    const confidence = confidenceOf(values.confidence);
    const ties = oneOf(values.ties, "--ties", ["half", "drop"] as const);
    const interval = values.interval === undefined ? null : oneOf(values.interval, "--interval", intervals);
    if (interval === "bootstrap") throw new EloError("bad-input", "compare has no --interval bootstrap.");
    const counts = countsOf(await readInput(fileOf(rest), values));
    for (const model of [a, b]) checkModel(counts.models, model);
    const covariance = covarianceOf(interval);
    const fit = fitBradleyTerry(counts, covariance ? { ties, covariance } : { ties });
    const [i, j] = [fit.models.indexOf(a), fit.models.indexOf(b)];
    const difference = itemAt(fit.theta, i) - itemAt(fit.theta, j);
    // The interval lies around what few votes and the spread of the board say together.
    const centre = itemAt(fit.centre, i) - itemAt(fit.centre, j);
    const se = errorOfDifference(fit, i, j);
    const z = normalQuantile((1 + confidence) / 2);
    const needed = votesNeeded(centre, se, z);
    const data = {
      a,
      b,
      difference: ELO_PER_LOG_ODDS * difference,
      se: ELO_PER_LOG_ODDS * se,
      low: ELO_PER_LOG_ODDS * (centre - z * se),
      high: ELO_PER_LOG_ODDS * (centre + z * se),
      probabilityBetter: normalUpperTail(-centre / se),
      expectedScore: logistic(difference),
      votesNeeded: Number.isFinite(needed) ? needed : null,
      ...record(counts, i, j),
    };
    const sign = (value: number) => `${value >= 0 ? "+" : ""}${value.toFixed(1)}`;
    const rows: (readonly [string, string])[] = [
      ["difference", `${sign(data.difference)} Elo (${100 * confidence} %: ${sign(data.low)} to ${sign(data.high)})`],
      ["probability that it is above 0", `${(100 * data.probabilityBetter).toFixed(1)} %`],
      ["expected score of the first", `${(100 * data.expectedScore).toFixed(1)} %`],
      ["direct meetings", `${data.wins} won, ${data.losses} lost, ${data.ties} tied`],
      ["direct votes still needed", neededText(needed)],
    ];
    const verdict = needed > 0 ? "The votes do not tell which of the two is better." : `${difference > 0 ? a : b} is better.`;
    return { data, records: [data], tables: [{ headings: [`${a} against ${b}`, ""], rows }], notes: [verdict] };
  },
});

function neededText(needed: number): string {
  if (needed === 0) return "none: the interval does not hold 0";
  return Number.isFinite(needed) ? `about ${needed}, if the difference stays what it is` : "no number is enough: there is no difference";
}
