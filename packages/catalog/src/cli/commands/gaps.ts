import { getModel } from "../../find-models.ts";
import { oneOf, wholeNumber } from "../arguments.ts";
import { CatalogCommandError, type Command } from "../command.ts";
import { table } from "../format.ts";
import { type ListedModel, listings, readListing } from "../gaps/listings.ts";

const isKnown = ({ names }: ListedModel): boolean => names.some((name) => getModel(name) !== undefined);

/** The most offered first, then the newest. */
const byUse = (left: ListedModel, right: ListedModel): number =>
  (right.servedBy ?? 0) - (left.servedBy ?? 0) || (right.released ?? "").localeCompare(left.released ?? "");

export const gaps: Command = {
  name: "gaps",
  operands: "<folder>",
  summary: "Lists models with open weights that another list has and the catalog lacks, the most served first.",
  options: {
    against: { value: listings.join("|"), summary: "the list, of which <folder> is a checkout" },
    limit: { value: "<number>", summary: "the first so many" },
  },
  examples: ["gaps --against models.dev ../models.dev", "gaps --against xinference ../inference --limit 20"],
  run(call) {
    const listing = oneOf(call, "against", listings);
    const [folder, ...rest] = call.operands;
    if (listing === undefined || folder === undefined || rest.length > 0)
      throw new CatalogCommandError("gaps takes one folder and --against; see llmlist-catalog gaps --help.");
    const listed = readListing(listing, folder);
    const absent = listed.filter((model) => !isKnown(model)).toSorted(byUse);
    const shown = absent.slice(0, wholeNumber(call, "limit"));
    return call.print(shown, () =>
      [
        `${absent.length} of ${listed.length} models with open weights of ${listing} are not in the catalog.`,
        ...(shown.length === 0
          ? []
          : [
              "",
              table(
                ["model", "released", "services"],
                shown.map(({ name, released, servedBy }) => [name, released ?? "", `${servedBy ?? ""}`]),
              ),
            ]),
      ].join("\n"),
    );
  },
};
