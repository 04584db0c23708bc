import { parseArgs, type ParseArgsConfig } from "node:util";
import { EloError } from "../errors.ts";
import { shown } from "../votes/messages.ts";
import { type CommandName, SUMMARIES } from "./summaries.ts";
import { type Format, formats, printReport, type Report } from "./output/report.ts";

type Options = NonNullable<ParseArgsConfig["options"]>;
type ValuesOf<Own extends Options> = ReturnType<typeof parseArgs<{ options: Own; allowPositionals: true }>>["values"];

/** Options of every command that reads votes and prints a report. */
const COMMON_OPTIONS = {
  columns: { type: "string" },
  values: { type: "string" },
  format: { type: "string", default: "table" },
  json: { type: "boolean" },
  help: { type: "boolean", short: "h" },
} as const satisfies Options;

export type CommonValues = ValuesOf<typeof COMMON_OPTIONS>;

/** A command of the program. */
export interface Command {
  readonly usage: string;
  run(argv: readonly string[]): Promise<string>;
}

interface Definition<Own extends Options> {
  readonly name: CommandName;
  /** What stands between the name and the options, for the usage. */
  readonly arguments: string;
  /** A line for each option, without those that all commands have. */
  readonly details: readonly string[];
  readonly options: Own;
  report(positionals: readonly string[], values: ValuesOf<Own> & CommonValues): Promise<Report>;
}

const COMMON_DETAILS = [
  "--columns a=<name>,b=<name>,winner=<name>   which column is which; also loser, count, wins_a, wins_b, ties, both_bad",
  "--values a=<x|y>,b=<z>,tie=<t>,both-bad=<u> what the winner's column says",
  "--format table|json|csv|markdown|svg        --json is short for --format json",
];

/** A command whose options are its own and the common ones; any other is an error. */
export function defineCommand<const Own extends Options>(definition: Definition<Own>): Command {
  const { name } = definition;
  const options = { ...COMMON_OPTIONS, ...definition.options };
  const usage = [
    `usage: llmlist-elo ${name} ${definition.arguments} [options]`,
    "",
    `  ${SUMMARIES[name]}`,
    "",
    ...[...definition.details, ...COMMON_DETAILS].map((text) => `  ${text}`),
  ].join("\n");
  return {
    usage,
    async run(argv) {
      const { values, positionals } = parse<ValuesOf<Own> & CommonValues>(name, argv, options);
      if (values.help) return usage;
      const format = values.json ? "json" : oneOf<Format>(values.format, "--format", formats);
      return printReport(await definition.report(positionals, values), format);
    },
  };
}

function parse<Values>(name: string, argv: readonly string[], options: Options): { values: Values; positionals: readonly string[] } {
  try {
    const { values, positionals } = parseArgs({ args: [...argv], allowPositionals: true, options });
    return { values: values as Values, positionals };
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "";
    if (!(error instanceof Error) || !code.startsWith("ERR_PARSE_ARGS")) throw error;
    const [sentence = ""] = error.message.split(". To specify");
    const known = Object.keys(options).map((option) => `--${option}`);
    const hint = code === "ERR_PARSE_ARGS_UNKNOWN_OPTION" ? ` The command ${name} takes ${known.join(", ")}.` : "";
    throw new EloError("bad-input", `${shown(sentence)}${sentence.endsWith(".") ? "" : "."}${hint}`);
  }
}

/** The one file of a command, `-` (standard input) where none is given. */
export function fileOf(positionals: readonly string[]): string {
  const [file = "-", ...rest] = positionals;
  if (rest.length > 0) throw new EloError("bad-input", `One input at a time; ${rest.map(shown).join(", ")} is too many.`);
  return file;
}

/** @throws EloError `bad-input` for any other text. */
export function oneOf<Choice extends string>(text: string, option: string, choices: readonly Choice[]): Choice {
  const found = choices.find((choice) => choice === text);
  if (found === undefined) throw new EloError("bad-input", `${option} is ${shown(text)}, but must be one of: ${choices.join(", ")}.`);
  return found;
}

/** @throws EloError `bad-input` for a text that is no number in the range. */
export function numberOf(text: string, option: string, least: number, most: number): number {
  const value = text.trim() === "" ? Number.NaN : Number(text);
  if (!(value >= least && value <= most))
    throw new EloError("bad-input", `${option} is ${shown(text)}, but must be a number from ${least} to ${most}.`);
  return value;
}

/** @throws EloError `bad-input` for a text that is no whole number in the range. */
export function integerOf(text: string, option: string, least: number, most: number): number {
  const value = numberOf(text, option, least, most);
  if (!Number.isInteger(value)) throw new EloError("bad-input", `${option} is ${shown(text)}, but must be a whole number.`);
  return value;
}

/** @throws EloError `bad-input` for a text that is no share strictly between 0 and 1. */
export function confidenceOf(text: string): number {
  const value = numberOf(text, "--confidence", 0, 1);
  if (value === 0 || value === 1)
    throw new EloError("bad-input", `--confidence is ${shown(text)}, but must lie between 0 and 1, as 0.95 does.`);
  return value;
}
