import { categoryDifferences } from "../../board/categories.ts";
import { EloError } from "../../errors.ts";
import { normalQuantile } from "../../math/normal-quantile.ts";
import { shown } from "../../votes/messages.ts";
import { pairCountsFromColumns } from "../../votes/pair-counts.ts";
import { confidenceOf, defineCommand, fileOf } from "../command.ts";
import { groupsOf, readInput, singleVotes } from "../input.ts";

export const categoriesCommand = defineCommand({
  name: "categories",
  arguments: "[file | -]",
  details: ["--by <column>   the column of the category   --confidence 0.95"],
  options: { by: { type: "string" }, confidence: { type: "string", default: "0.95" } },
  async report(positionals, values) {
    const { by } = values;
    if (by === undefined) throw new EloError("bad-input", "categories needs --by <column>.");
    const z = normalQuantile((1 + confidenceOf(values.confidence)) / 2);
    const input = singleVotes(await readInput(fileOf(positionals), values, { texts: [by] }), "categories");
    const all = pairCountsFromColumns(input.columns);
    const notes: string[] = [];
    const records = groupsOf(input, by).flatMap(({ value, votes }) => {
      try {
        return categoryDifferences(pairCountsFromColumns(votes.columns), all).map(({ model, difference, se }) => ({
          category: value,
          model,
          difference,
          se,
          low: difference - z * se,
          high: difference + z * se,
        }));
      } catch (error) {
        if (!EloError.isInstance(error)) throw error;
        notes.push(`${shown(value)} is left out. ${error.message}`);
        return [];
      }
    });
    if (records.length === 0) throw new EloError("no-maximum", `No value of ${shown(by)} can be rated. ${notes[0] ?? ""}`);
    return {
      data: { by, differences: records, notes },
      records,
      tables: [
        {
          headings: [
            "category",
            "model",
            "difference",
            `${values.confidence === "0.95" ? "95" : 100 * Number(values.confidence)} % interval`,
          ],
          rows: records.map(({ category, model, difference, low, high }) => [
            category,
            model,
            Math.round(difference),
            `${Math.round(low)} to ${Math.round(high)}${low > 0 || high < 0 ? " *" : ""}`,
          ]),
        },
      ],
      notes: ["* The interval does not hold 0.", ...notes],
    };
  },
});
