import { EloError } from "../../errors.ts";
import { simulateRigging } from "../../integrity/rigging.ts";
import { defineCommand, fileOf, integerOf, numberOf, oneOf } from "../command.ts";
import { showSteps } from "../progress.ts";
import { checkModel, readInput, singleVotes } from "../input.ts";

export const simulateCommand = defineCommand({
  name: "simulate",
  arguments: "[file | -] --target <model>",
  details: [
    "--target <model>   --strategy target-only|omnipresent   --accuracy 1",
    "--votes 100,1000   --votes-per-voter 20   --voter <column>   --seed 1",
  ],
  options: {
    target: { type: "string" },
    strategy: { type: "string", default: "target-only" },
    accuracy: { type: "string", default: "1" },
    votes: { type: "string", default: "100,1000,10000" },
    "votes-per-voter": { type: "string", default: "20" },
    voter: { type: "string" },
    seed: { type: "string", default: "1" },
  },
  async report(positionals, values) {
    const { target, voter } = values;
    if (target === undefined) throw new EloError("bad-input", "simulate needs --target <model>.");
    const strategy = oneOf(values.strategy, "--strategy", ["target-only", "omnipresent"] as const);
    const steps = values.votes.split(",").map((text) => integerOf(text, "--votes", 1, 1e8));
    const accuracy = numberOf(values.accuracy, "--accuracy", 0, 1);
    const votesPerVoter = integerOf(values["votes-per-voter"], "--votes-per-voter", 1, 1e8);
    const seed = integerOf(values.seed, "--seed", 0, 2 ** 31);
    const input = singleVotes(await readInput(fileOf(positionals), values, { texts: voter === undefined ? [] : [voter] }), "simulate");
    checkModel(input.columns.models, target);
    const voters = (voter === undefined ? undefined : input.texts.get(voter)?.codes) ?? Int32Array.from(input.columns.a.keys());
    const results = simulateRigging(input.columns, voters, {
      attack: { strategy, target, accuracy, votesPerVoter },
      steps: steps.toSorted((left, right) => left - right),
      seed,
      onStep: showSteps,
    });
    return {
      data: results,
      records: results.map((row) => ({ ...row })),
      tables: [
        {
          headings: [
            "rigged votes",
            "battles opened",
            "rank",
            "rank with filter",
            "attackers found",
            "honest voters rejected",
            "votes per rank",
          ],
          rows: results.map((row) => [
            row.votes,
            row.battles,
            row.rank,
            row.rankFiltered ?? "separated",
            row.rejectedAttackers,
            row.rejectedHonest,
            row.votesPerRank === null ? "none gained" : Math.round(row.votesPerRank),
          ]),
        },
      ],
      notes: [],
    };
  },
});
