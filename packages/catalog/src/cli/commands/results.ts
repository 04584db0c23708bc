import { fileTypes } from "../../memory/gguf-types.ts";
import { rankModels } from "../../results.ts";
import { results } from "../../results.ts";
import { count, given, oneOf, wholeNumber } from "../arguments.ts";
import { CatalogCommandError, type Command } from "../command.ts";
import { gigabytes, table } from "../format.ts";
import { memoryOf, memoryOptions } from "./memory.ts";

const how = {
  shots: { value: "<number>", summary: "with so many examples in the prompt" },
  metric: { value: "<metric>", summary: "by one metric, as the source writes it" },
  reporter: { value: "<organization>", summary: "published by one organization" },
} as const;

export const resultsCommand: Command = {
  name: "results",
  summary: "Lists published results, as they stand in their sources.",
  options: {
    model: { value: "<model>", summary: "of one model" },
    benchmark: { value: "<benchmark>", summary: "on one benchmark" },
    ...how,
    sort: { value: "value", summary: "order: the highest value first" },
    limit: { value: "<number>", summary: "the first so many" },
  },
  examples: ["results --benchmark gsm8k --shots 8 --sort value --limit 10", "results --model llama3.1:8b"],
  run(call) {
    const query = {
      model: call.text("model"),
      benchmark: call.text("benchmark"),
      reporter: call.text("reporter"),
      shots: count(call, "shots"),
      metric: call.text("metric"),
    };
    const all = results(given(query));
    const sorted = oneOf(call, "sort", ["value"]) === undefined ? all : all.toSorted((left, right) => right.value - left.value);
    const found = sorted.slice(0, wholeNumber(call, "limit"));
    return call.print(found, () =>
      table(
        ["model", "benchmark", "value", "unit", "shots", "CoT", "metric", "split", "variant", "implementation", "reported by", "source"],
        found.map((row) => [
          row.model,
          row.benchmark,
          `${row.value}`,
          row.unit,
          `${row.shots ?? ""}`,
          row.chainOfThought ? "yes" : "",
          row.metric ?? "",
          row.split ?? "",
          row.variant ?? "",
          row.implementation ?? "",
          row.reporter,
          row.source,
        ]),
      ),
    );
  },
};

export const best: Command = {
  name: "best",
  operands: "<benchmark>",
  summary: "Ranks the models with a result on a benchmark that fit into a memory, and names those that could not be judged.",
  options: { ...memoryOptions, ...how, limit: { value: "<number>", summary: "the first so many", default: "20" } },
  examples: ["best mmlu --memory 8GB", 'best gsm8k --hardware "RTX 4090" --quantization Q8_0'],
  run(call) {
    const benchmark = call.operands.join(" ");
    if (benchmark === "") throw new CatalogCommandError("best needs a benchmark, such as: best mmlu --memory 8GB.");
    const options = {
      quantization: oneOf(call, "quantization", fileTypes) ?? "Q4_K_M",
      context: wholeNumber(call, "context") ?? 4096,
      ...given({ shots: count(call, "shots"), metric: call.text("metric"), reporter: call.text("reporter") }),
    };
    const { ranked, unjudged } = rankModels({ benchmark, memory: memoryOf(call), ...options });
    const shown = ranked.slice(0, wholeNumber(call, "limit"));
    return call.print({ ranked: shown, unjudged }, () =>
      [
        table(
          ["model", "value", "shots", "metric", "reported by", "memory GB"],
          shown.map(({ model, result, needed }) => [
            model,
            `${result.value}`,
            `${result.shots ?? ""}`,
            result.metric ?? "",
            result.reporter,
            gigabytes(needed.total),
          ]),
        ),
        "",
        `${ranked.length} models with a result fit; ${unjudged.length} with a result could not be judged (--json says why).`,
      ].join("\n"),
    );
  },
};
