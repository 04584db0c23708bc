import { renderAwesomeList } from "../../awesome-list.ts";
import { conflictsOf, sourcesOf } from "../../provenance.ts";
import { oneOf } from "../arguments.ts";
import { CatalogCommandError, type Command } from "../command.ts";

export const source: Command = {
  name: "source",
  operands: "<model, device, file or benchmark> [field or benchmark]",
  summary: "Shows who says a fact or a result, and in which words; without a field, where sources disagree.",
  options: {},
  examples: ['source "Llama 3.1 8B" pretraining.tokens', "source llama3:8b mmlu"],
  run(call) {
    const [name, field] = call.operands;
    if (name === undefined) throw new CatalogCommandError("source needs a name, such as: source llama3:8b mmlu.");
    const found = field === undefined ? conflictsOf(name) : { [field]: sourcesOf(name, field) };
    if (field !== undefined && found[field]?.length === 0) throw new CatalogCommandError(`No source gives ${field} of ${name}.`);
    return call.print(found, () =>
      Object.entries(found)
        .flatMap(([path, claims]) => claims.map(({ value, quote, url }) => `${path} = ${JSON.stringify(value)}\n  "${quote}"\n  ${url}`))
        .join("\n"),
    );
  },
};

export const awesomeList: Command = {
  name: "awesome-list",
  summary: "Prints the whole catalog as an awesome list in Markdown.",
  options: { language: { value: "en|zh", summary: "of the list", default: "en" } },
  examples: ["awesome-list --language zh"],
  run: (call) => renderAwesomeList({ language: oneOf(call, "language", ["en", "zh"]) ?? "en" }).trimEnd(),
};
