import { readFileSync } from "node:fs";
import { EloError } from "../errors.ts";
import { shown } from "../votes/messages.ts";
import type { Command } from "./command.ts";
import { type CommandName, SUMMARIES } from "./summaries.ts";

/** A command is loaded when it is asked for: a program that starts for every file should start quickly. */
const loaders: Readonly<Record<CommandName, () => Promise<Command>>> = {
  rank: async () => (await import("./commands/rank.ts")).rankCommand,
  matrix: async () => (await import("./commands/matrix.ts")).matrixCommand,
  compare: async () => (await import("./commands/compare.ts")).compareCommand,
  categories: async () => (await import("./commands/categories.ts")).categoriesCommand,
  pairs: async () => (await import("./commands/pairs.ts")).pairsCommand,
  flip: async () => (await import("./commands/flip.ts")).flipCommand,
  fraud: async () => (await import("./commands/fraud.ts")).fraudCommand,
  simulate: async () => (await import("./commands/simulate.ts")).simulateCommand,
  recompute: async () => (await import("./commands/recompute.ts")).recomputeCommand,
};

const USAGE = `usage: llmlist-elo <command> [file | -] [options]

${Object.entries(SUMMARIES)
  .map(([name, summary]) => `  ${name.padEnd(12)}${summary}`)
  .join("\n")}

  llmlist-elo <command> --help says what its options are; --version prints the version.

The input is CSV with a header (also with ; or tabs), JSON lines, a JSON list, any of these as .gz, or Parquet; without a file, or with -, it is read
from standard input. Votes have the columns model_a, model_b, winner (model_a, model_b, tie, both_bad), as in LMArena's releases; the columns of
Kaggle's and of ComparIA's sets, and winner, loser are known, too. Pair counts have model_a, model_b, wins_a, wins_b, ties.
--columns and --values say what other names mean.`;

/**
 * Runs a command line and returns what it prints.
 *
 * @throws EloError with a sentence for the user.
 */
export async function run(argv: readonly string[]): Promise<string> {
  const [name, ...rest] = argv;
  if (name === undefined || name === "--help" || name === "-h" || name === "help") return USAGE;
  if (name === "--version" || name === "-v") return version();
  if (!isCommand(name))
    throw new EloError("bad-input", `There is no command ${shown(name)}; there are ${Object.keys(SUMMARIES).join(", ")}.`);
  return (await loaders[name]()).run(rest);
}

const isCommand = (name: string): name is CommandName => Object.hasOwn(SUMMARIES, name);

function version(): string {
  const file = readFileSync(new URL("../../package.json", import.meta.url), "utf8");
  return (JSON.parse(file) as { version: string }).version;
}
