import { parseArgs, type ParseArgsConfig } from "node:util";
import { artifacts } from "../artifacts.ts";
import { renderAwesomeList } from "../awesome-list.ts";
import { describe } from "../describe.ts";
import { fileTypes } from "../memory/gguf-types.ts";
import { bitsPerWeight, type Quantization } from "../memory/bits-per-weight.ts";
import { availableMemory, judgeFit } from "../memory/fits.ts";
import type { Model } from "../model.ts";
import { contextOf, findModels, parametersOf, requireModel } from "../find-models.ts";
import { conflictsOf, sourcesOf } from "../provenance.ts";
import { results } from "../results.ts";
import { getHardware, hardware as devices, requireHardware, speeds } from "../speeds.ts";

/** A sentence for the user. */
export class CatalogCommandError extends Error {}

const USAGE = `usage: catalog <command> [options]

  list        models: --family <family>   --organization <organization>   --kind base|instruct|reasoning   --input text|image
  show <model>               all that is known of one   --language en|zh
  files       GGUF files with bytes and digest: --model <model>   --quantization Q4_K_M
  results     published values: --model <model>   --benchmark <benchmark>   --reporter <organization>
  compare <model> <model>... side by side
  fits        which models run in a memory: --memory 8GB, or --hardware <device>   --quantization Q4_K_M   --context 4096
  speeds      measured tokens per second: --hardware <device>   --count 2   --model <model>   --quantization Q4_K_M   --test tg1024
  hardware    devices, their memory and bandwidth
  source <model, device or file> <field>   who says so, and in which words; without a field, where sources disagree
  awesome-list --language en|zh

  A model is an id, a name or an alias, a device an id or a name. --json prints data, in base units (parameters, tokens, bytes).`;

const options = {
  json: { type: "boolean" },
  help: { type: "boolean", short: "h" },
  family: { type: "string" },
  organization: { type: "string" },
  kind: { type: "string" },
  input: { type: "string" },
  model: { type: "string" },
  benchmark: { type: "string" },
  reporter: { type: "string" },
  memory: { type: "string" },
  hardware: { type: "string" },
  count: { type: "string" },
  test: { type: "string" },
  quantization: { type: "string" },
  context: { type: "string", default: "4096" },
  language: { type: "string", default: "en" },
} as const satisfies ParseArgsConfig["options"];

const parse = (words: string[]) => parseArgs({ args: words, allowPositionals: true, options });
type Values = ReturnType<typeof parse>["values"];

/**
 * Runs a command line and returns what it prints.
 *
 * @throws CatalogCommandError with a sentence for the user.
 */
export function run(words: string[]): string {
  const { values, positionals } = parse(words);
  const [command, ...rest] = positionals;
  if (values.help || command === undefined) return USAGE;
  const action = commands[command];
  if (!action) throw new CatalogCommandError(`There is no command ${command}.\n${USAGE}`);
  return action(values, rest);
}

const commands: Readonly<Record<string, (values: Values, words: string[]) => string>> = {
  list: (values) => {
    const kind = oneOf(values.kind, "--kind", ["base", "instruct", "reasoning"] as const);
    const input = oneOf(values.input, "--input", ["text", "image"] as const);
    const found = findModels({
      ...(values.family === undefined ? {} : { family: values.family }),
      ...(values.organization === undefined ? {} : { organization: values.organization }),
      ...(kind === undefined ? {} : { kind }),
      ...(input === undefined ? {} : { input }),
    });
    return present(values, found, () =>
      table(
        ["id", ...columns],
        found.map((model) => [model.id, ...cells(model)]),
      ),
    );
  },
  show: (values, [name]) => {
    const model = modelOf(name);
    return present(values, model, () => [describe(model, languageOf(values)), "", ...lines(model)].join("\n"));
  },
  results: (values) => {
    const found = results({
      ...(values.model === undefined ? {} : { model: modelOf(values.model).id }),
      ...(values.benchmark === undefined ? {} : { benchmark: values.benchmark }),
      ...(values.reporter === undefined ? {} : { reporter: values.reporter }),
    });
    return present(values, found, () =>
      table(
        ["model", "benchmark", "value", "unit", "shots", "implementation", "reported by", "source"],
        found.map((row) => [
          row.model,
          row.benchmark,
          `${row.value}`,
          row.unit,
          `${row.shots ?? ""}`,
          row.implementation ?? "",
          row.reporter,
          row.source,
        ]),
      ),
    );
  },
  compare: (values, names) => {
    if (names.length < 2) throw new CatalogCommandError("compare needs two models or more.");
    const models = names.map(modelOf);
    return present(values, models, () => {
      const sides = models.map((model) => new Map(Object.entries(flat(model))));
      const fields = [...new Set(sides.flatMap((side) => [...side.keys()]))];
      return table(
        ["", ...models.map(({ name }) => name)],
        fields.map((field) => [field, ...sides.map((side) => side.get(field) ?? "")]),
      );
    });
  },
  fits: (values) => {
    const memory = memoryOf(values);
    const quantization = oneOf(values.quantization, "--quantization", formats) ?? "Q4_K_M";
    const context = wholeNumber(values.context, "--context");
    const judged = findModels().map((model) => ({ model: model.id, ...judgeFit(model, memory, { quantization, context }) }));
    const found = judged.flatMap((fit) => (fit.answer === "yes" ? [{ model: fit.model, ...fit.needed }] : []));
    found.sort((left, right) => right.total - left.total);
    const unknown = judged.filter(({ answer }) => answer === "unknown").length;
    const gigabytes = (bytes: number) => (bytes / 1e9).toFixed(2);
    return present(
      values,
      { fits: found, unknown: judged.flatMap((fit) => (fit.answer === "unknown" ? [{ model: fit.model, reason: fit.reason }] : [])) },
      () =>
        [
          table(
            ["model", "weights GB", "cache GB", "runtime GB", "vision GB", "total GB"],
            found.map((row) => [row.model, ...[row.weights, row.kvCache, row.runtime, row.vision, row.total].map(gigabytes)]),
          ),
          "",
          `${found.length} of ${judged.length} models fit; ${unknown} could not be judged, since no source gives a dimension that it takes (--json names it).`,
        ].join("\n"),
    );
  },
  files: (values) => {
    const quantization = oneOf(values.quantization?.toUpperCase(), "--quantization", fileTypes);
    const found = artifacts({
      ...(values.model === undefined ? {} : { model: modelOf(values.model).id }),
      ...(quantization === undefined ? {} : { quantization }),
    });
    return present(values, found, () =>
      table(
        ["model", "quantization", "bytes", "file", "digest"],
        found.map((file) => [
          file.model,
          file.quantization,
          `${file.bytes}`,
          file.id,
          file.sha256 === undefined ? `md5 ${file.md5 ?? ""}` : `sha256 ${file.sha256}`,
        ]),
      ),
    );
  },
  speeds: (values) => {
    const found = speeds({
      ...(values.hardware === undefined ? {} : { hardware: values.hardware }),
      ...(values.count === undefined ? {} : { count: wholeNumber(values.count, "--count") }),
      ...(values.model === undefined ? {} : { model: modelOf(values.model).id }),
      ...(values.quantization === undefined ? {} : { quantization: values.quantization.toUpperCase() }),
      ...(values.test === undefined ? {} : { test: values.test }),
    });
    return present(values, found, () =>
      table(
        ["hardware", "count", "model", "quantization", "test", "tokens/s", "±", "build", "source"],
        found.map((row) => [
          row.hardware,
          `${row.count}`,
          row.model,
          row.quantization,
          row.test,
          row.outOfMemory ? "out of memory" : `${row.tokensPerSecond}`,
          `${row.standardDeviation ?? ""}`,
          row.build ?? "",
          row.source,
        ]),
      ),
    );
  },
  hardware: (values) =>
    present(values, devices, () =>
      table(
        ["id", "name", "memory GiB", "usable GiB", "bandwidth GB/s"],
        devices.map(({ id, name, memory, usableMemory, bandwidth }) => [
          id,
          name,
          memory === undefined ? "" : `${memory / 1024 ** 3}`,
          usableMemory === undefined ? "" : (usableMemory / 1024 ** 3).toFixed(2),
          bandwidth === undefined ? "" : `${bandwidth / 1e9}`,
        ]),
      ),
    ),
  source: (values, [name, field]) => {
    const { id } = getHardware(name ?? "") ?? artifacts().find((file) => file.id === name) ?? modelOf(name);
    const found = field === undefined ? conflictsOf(id) : { [field]: sourcesOf(id, field) };
    if (field !== undefined && found[field]?.length === 0) throw new CatalogCommandError(`No source gives ${field} of ${id}.`);
    return present(values, found, () =>
      Object.entries(found)
        .flatMap(([path, claims]) => claims.map(({ value, quote, url }) => `${path} = ${JSON.stringify(value)}\n  "${quote}"\n  ${url}`))
        .join("\n"),
    );
  },
  "awesome-list": (values) => renderAwesomeList({ language: languageOf(values) }).trimEnd(),
};

/** What weights can be stored in: a format for all, or a GGUF file that mixes several. */
const formats = [...new Set([...(Object.keys(bitsPerWeight) as Quantization[]), ...fileTypes])];

const columns = ["name", "released", "parameters", "context", "licence"];
const cells = (model: Model): string[] => [
  model.name,
  model.released ?? "",
  `${parametersOf(model) ?? ""}`,
  `${contextOf(model) ?? ""}`,
  model.license?.id ?? "",
];

/** The fields of a model by their paths, as text. */
function flat(value: object, prefix = ""): Record<string, string> {
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, own]: [string, unknown]) =>
      typeof own === "object" && own !== null && !Array.isArray(own)
        ? Object.entries(flat(own, `${prefix}${key}.`))
        : [[`${prefix}${key}`, Array.isArray(own) ? own.join(", ") : String(own)]],
    ),
  );
}

const lines = (model: Model): string[] => {
  const fields = Object.entries(flat(model));
  const width = Math.max(...fields.map(([field]) => field.length));
  return fields.map(([field, value]) => `${field.padEnd(width)}  ${value}`);
};

function table(headings: readonly string[], rows: readonly (readonly string[])[]): string {
  const all = [headings, ...rows];
  const widths = headings.map((_, column) => Math.max(...all.map((row) => (row[column] ?? "").length)));
  return all
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}

const present = <Data>(values: Values, data: Data, print: () => string): string => (values.json ? JSON.stringify(data, null, 2) : print());

function modelOf(name: string | undefined): Model {
  if (name === undefined) throw new CatalogCommandError("Which model? Give an id, a name or an alias; `list` shows all.");
  return requireModel(name);
}

function wholeNumber(text: string, option: string): number {
  const value = Number(text);
  if (!(Number.isInteger(value) && value > 0)) throw new CatalogCommandError(`${option} is ${text}, but must be a whole number above 0.`);
  return value;
}

/** What fits must be within: a size, or what one device gives. */
function memoryOf({ memory, hardware }: Values): number {
  if ((memory === undefined) === (hardware === undefined))
    throw new CatalogCommandError("fits needs --memory, such as --memory 8GB, or --hardware.");
  if (memory !== undefined) return bytesOf(memory);
  const found = requireHardware(hardware ?? "");
  const ids = found.map(({ id }) => id).join(" or ");
  const [available, ...others] = new Set(found.map(availableMemory));
  if (available === undefined) throw new CatalogCommandError(`No source gives the memory of ${ids}; give --memory.`);
  if (others.length > 0) throw new CatalogCommandError(`${hardware} is ${ids}, which differ in memory: name one.`);
  return available;
}

const languageOf = ({ language }: Values): "en" | "zh" => oneOf(language, "--language", ["en", "zh"] as const) ?? "en";

function oneOf<Choice extends string>(text: string | undefined, option: string, choices: readonly Choice[]): Choice | undefined {
  const found = choices.find((choice) => choice === text);
  if (text !== undefined && found === undefined)
    throw new CatalogCommandError(`${option} is ${text}, but must be one of: ${choices.join(", ")}.`);
  return found;
}

/** `8GB` is 8e9 bytes, `8GiB` 8 x 1024^3. */
function bytesOf(text: string): number {
  const match = /^(\d+(?:\.\d+)?)\s*([MGT])(i?)B$/iu.exec(text.trim());
  if (!match) throw new CatalogCommandError(`--memory is ${text}, but must be a size such as 8GB or 24GiB.`);
  const [, amount = "", unit = "", binary] = match;
  return Number(amount) * (binary ? 1024 : 1000) ** { M: 2, G: 3, T: 4 }[unit.toUpperCase() as "M" | "G" | "T"];
}
