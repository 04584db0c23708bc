import { EloError } from "../../errors.ts";
import { fitBradleyTerry } from "../../fit/bradley-terry.ts";
import { describeExistence } from "../../fit/existence.ts";
import { fitPenalized } from "../../fit/penalized.ts";
import { proposePairs, type ProposalGoal } from "../../sampling/pair-proposals.ts";
import { shown } from "../../votes/messages.ts";
import { addPairCounts, pairCountsFromRows } from "../../votes/pair-counts.ts";
import { defineCommand, fileOf, integerOf, numberOf } from "../command.ts";
import { countsOf, readInput } from "../input.ts";

export const pairsCommand = defineCommand({
  name: "pairs",
  arguments: "[file | -]",
  details: ["--goal all|top:<k>|place:<model>   --count 10   --uniform 0.1"],
  options: {
    goal: { type: "string", default: "all" },
    count: { type: "string", default: "10" },
    uniform: { type: "string", default: "0.1" },
  },
  async report(positionals, values) {
    const uniformShare = numberOf(values.uniform, "--uniform", 0, 1);
    const count = integerOf(values.count, "--count", 1, 1e9);
    const input = countsOf(await readInput(fileOf(positionals), values));
    const goal = goalOf(values.goal, input.models.length);
    const counts = goal.type === "place" ? addPairCounts([input, 1], [pairCountsFromRows([], { models: [goal.model] }), 1]) : input;
    // Where a model has only won, only lost or not played yet, its variance is what its board's spread says.
    const { exists } = describeExistence(counts);
    const fit = exists ? fitBradleyTerry(counts, { covariance: "fisher" }) : fitPenalized(counts);
    const proposals = proposePairs(fit, { goal, uniformShare }).slice(0, count);
    return {
      data: proposals,
      records: proposals.map(({ a, b, gain, propensity }) => ({ a, b, gain, propensity })),
      tables: [
        {
          headings: ["model", "against", "propensity"],
          rows: proposals.map(({ a, b, propensity }) => [a, b, Number(propensity.toPrecision(3))]),
        },
      ],
      notes: exists ? [] : ["Some models have too few votes to be rated; penalised ratings stand in for them."],
    };
  },
});

function goalOf(text: string, models: number): ProposalGoal {
  const split = text.indexOf(":");
  const [type, rest] = split < 0 ? [text, ""] : [text.slice(0, split), text.slice(split + 1)];
  if (text === "all") return { type: "all" };
  if (type === "top") return { type, k: integerOf(rest, "--goal top", 1, models - 1) };
  if (type === "place" && rest !== "") return { type, model: rest };
  throw new EloError("bad-input", `--goal is ${shown(text)}, but must be all, top:<k> or place:<model>.`);
}
