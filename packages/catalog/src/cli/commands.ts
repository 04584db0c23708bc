import { readFileSync } from "node:fs";
import { CatalogCommandError, type Command, runCommand } from "./command.ts";
import { gaps } from "./commands/gaps.ts";
import { files, fits } from "./commands/memory.ts";
import { compare, list, search, show } from "./commands/models.ts";
import { best, resultsCommand } from "./commands/results.ts";
import { awesomeList, source } from "./commands/sources.ts";
import { hardware, speeds } from "./commands/speeds.ts";

export { CatalogCommandError };

const commands: readonly Command[] = [
  search,
  show,
  list,
  compare,
  resultsCommand,
  best,
  fits,
  files,
  speeds,
  hardware,
  source,
  gaps,
  awesomeList,
];

function usage(): string {
  const width = Math.max(...commands.map(({ name, operands = "" }) => `${name} ${operands}`.length));
  return [
    "usage: llmlist-catalog <command> [options]",
    "",
    ...commands.map(({ name, operands = "", summary }) => `  ${`${name} ${operands}`.padEnd(width)}  ${summary}`),
    "",
    "A model, device or benchmark may have any of its names. `<command> --help` lists the options of a command, --version the version.",
  ].join("\n");
}

const version = (): string => {
  const manifest = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8")) as { version: string };
  return manifest.version;
};

/**
 * Runs a command line.
 *
 * @returns What it prints.
 * @throws CatalogCommandError with a sentence for the user; UnknownNameError and RangeError of the functions behind the commands.
 */
export function run(argv: readonly string[]): string {
  const [name, ...rest] = argv;
  if (name === undefined || name === "--help" || name === "-h" || name === "help") return usage();
  if (name === "--version" || name === "-v") return version();
  const command = commands.find((one) => one.name === name);
  if (!command) throw new CatalogCommandError(`There is no command ${name}.\n${usage()}`);
  return runCommand(command, rest);
}
