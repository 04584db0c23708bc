import { smallestFlip } from "../../integrity/influence.ts";
import { defineCommand, fileOf } from "../command.ts";
import { countsOf, readInput } from "../input.ts";

export const flipCommand = defineCommand({
  name: "flip",
  arguments: "[file | -]",
  details: [],
  options: {},
  async report(positionals, values) {
    const found = smallestFlip(countsOf(await readInput(fileOf(positionals), values)));
    if (!found)
      return { data: null, records: [], tables: [], notes: ["No set of votes was found that can be left out to change the leader."] };
    const { leader, runnerUp, votes, leadWithout, removed } = found;
    const ends = { first: "first wins", second: "second wins", tie: "tie" } as const;
    return {
      data: found,
      records: removed.map(({ first, second, outcome, votes: own }) => ({ first, second, outcome, votes: own })),
      heading: `Without ${votes} ${votes === 1 ? "vote" : "votes"}, ${runnerUp} would lead before ${leader}, by ${(-leadWithout).toFixed(1)} Elo.`,
      tables: [
        {
          headings: ["shown first", "shown second", "outcome", "votes"],
          rows: removed.map(({ first, second, outcome, votes: own }) => [first, second, ends[outcome], own]),
        },
      ],
      notes: [],
    };
  },
});
