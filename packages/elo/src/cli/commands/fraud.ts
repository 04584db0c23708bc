import { itemAt } from "../../math/access.ts";
import { benjaminiHochberg } from "../../integrity/benjamini-hochberg.ts";
import { testVoters } from "../../integrity/fraud.ts";
import { defineCommand, fileOf, numberOf } from "../command.ts";
import { readInput, singleVotes } from "../input.ts";

const z = (value: number) => value.toFixed(1);

export const fraudCommand = defineCommand({
  name: "fraud",
  arguments: "[file | -]",
  details: ["--voter voter   the column of the voter   --rate 0.05   share of false alarms among those named"],
  options: { voter: { type: "string", default: "voter" }, rate: { type: "string", default: "0.05" } },
  async report(positionals, values) {
    const rate = numberOf(values.rate, "--rate", 0, 1);
    const { columns, texts } = singleVotes(await readInput(fileOf(positionals), values, { texts: [values.voter] }), "fraud");
    const voters = texts.get(values.voter);
    if (!voters) throw new RangeError(`The column ${values.voter} was not read.`);
    const tests = testVoters(columns, voters.codes);
    const rejected = benjaminiHochberg(
      tests.map(({ p }) => p),
      rate,
    );
    const rows = tests.map((test, k) => ({ ...test, voter: itemAt(voters.values, test.voter), rejected: itemAt(rejected, k) }));
    const found = rows.filter((row) => row.rejected);
    return {
      data: rows,
      records: rows.map((row) => ({ ...row, rejected: row.rejected ? 1 : 0 })),
      heading: `${found.length} of ${rows.length} voters do not fit.`,
      tables: [
        {
          headings: ["voter", "votes", "consensus z", "first z", "target z", "p"],
          rows: found.map(({ voter, votes, consensusZ, firstZ, target, targetZ, p }) => [
            voter,
            votes,
            z(consensusZ),
            z(firstZ),
            `${target} ${z(targetZ)}`,
            p.toExponential(1),
          ]),
        },
      ],
      notes: [],
    };
  },
});
