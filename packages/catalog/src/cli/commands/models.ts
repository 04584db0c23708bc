import { describe } from "../../describe.ts";
import { contextOf, findModels, parametersOf, requireModel, searchModels } from "../../find-models.ts";
import { modalities, type Model, modelKinds } from "../../model.ts";
import { given, oneOf, parameters, wholeNumber } from "../arguments.ts";
import { CatalogCommandError, type Command } from "../command.ts";
import { countText, flat, table, tokensText } from "../format.ts";

const languages = ["en", "zh"] as const;

const columns = ["id", "name", "released", "parameters", "context", "licence"];
const cells = (model: Model): string[] => [
  model.id,
  model.name,
  model.released ?? "",
  countText(parametersOf(model)),
  tokensText(contextOf(model)),
  model.license?.id ?? "",
];

export const list: Command = {
  name: "list",
  summary: "Lists models that meet every condition.",
  options: {
    family: { value: "<family>", summary: "of one family" },
    organization: { value: "<name>", summary: "of one maker" },
    kind: { value: modelKinds.join("|"), summary: "of one kind" },
    input: { value: modalities.join("|"), summary: "that read this" },
    "commercial-use": { value: "yes|conditional|no", summary: "whose licence lets a company use them" },
    language: { value: "<tag>", summary: "that know a language, as en or zh" },
    "released-after": { value: "<date>", summary: "released after 2025, 2025-06 or 2025-06-30" },
    "max-parameters": { value: "<number>", summary: "with no more than 8B or 270M parameters" },
    "min-context": { value: "<tokens>", summary: "with a context of so many tokens or more" },
    sort: { value: "id|released|parameters|context", summary: "order: the newest, the largest or the longest first", default: "id" },
    limit: { value: "<number>", summary: "the first so many" },
  },
  examples: ["list --max-parameters 8B --commercial-use yes --sort released --limit 10", "list --input image --organization google"],
  run(call) {
    const max = parameters(call, "max-parameters");
    const min = wholeNumber(call, "min-context");
    const found = findModels(
      given({
        family: call.text("family"),
        organization: call.text("organization"),
        kind: oneOf(call, "kind", modelKinds),
        input: oneOf(call, "input", modalities),
        commercialUse: oneOf(call, "commercial-use", ["yes", "conditional", "no"]),
        language: call.text("language"),
        releasedAfter: call.text("released-after"),
        parameters: max === undefined ? undefined : { max },
        context: min === undefined ? undefined : { min },
        sort: oneOf(call, "sort", ["id", "released", "parameters", "context"]),
        limit: wholeNumber(call, "limit"),
      }),
    );
    return call.print(found, () => table(columns, found.map(cells)));
  },
};

export const search: Command = {
  name: "search",
  operands: "<words>",
  summary: "Finds models whose names are like the words, misspellings forgiven, the best first.",
  options: { limit: { value: "<number>", summary: "the first so many", default: "10" } },
  examples: ["search lama 3 8b"],
  run(call) {
    if (call.operands.length === 0) throw new CatalogCommandError("search needs words, such as: search llama 3 8b.");
    const found = searchModels(call.operands.join(" "), given({ limit: wholeNumber(call, "limit") }));
    return call.print(found, () => table(columns, found.map(cells)));
  },
};

export const show: Command = {
  name: "show",
  operands: "<model>",
  summary: "Shows all that is known of a model, by any of its names.",
  options: { language: { value: languages.join("|"), summary: "of the sentence", default: "en" } },
  examples: ['show "Llama 3.1 8B"', "show llama3.1:8b --json"],
  run(call) {
    const model = modelOf(call.operands);
    const language = oneOf(call, "language", languages) ?? "en";
    return call.print(model, () => {
      const fields = Object.entries(flat(model));
      const width = Math.max(...fields.map(([field]) => field.length));
      return [describe(model, language), "", ...fields.map(([field, value]) => `${field.padEnd(width)}  ${value}`)].join("\n");
    });
  },
};

export const compare: Command = {
  name: "compare",
  operands: "<model> <model>...",
  summary: "Shows models side by side, field by field.",
  options: {},
  examples: ["compare qwen2.5:7b llama3.1:8b"],
  run(call) {
    if (call.operands.length < 2) throw new CatalogCommandError("compare needs two models or more.");
    const models = call.operands.map((name) => requireModel(name));
    return call.print(models, () => {
      const all = models.map((model) => new Map(Object.entries(flat(model))));
      const fields = [...new Set(all.flatMap((one) => [...one.keys()]))];
      return table(
        ["", ...models.map(({ name }) => name)],
        fields.map((field) => [field, ...all.map((one) => one.get(field) ?? "")]),
      );
    });
  },
};

/** The model that the words name, with or without quotes. */
function modelOf(operands: readonly string[]): Model {
  if (operands.length === 0) throw new CatalogCommandError("Which model? Give an id, a name or an alias; `search` finds one.");
  return requireModel(operands.join(" "));
}
