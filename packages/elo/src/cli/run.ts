import { readFileSync } from "node:fs";
import { EloError } from "../errors.ts";
import { shown } from "../votes/messages.ts";
import type { Command } from "./command.ts";
import { categoriesCommand } from "./commands/categories.ts";
import { compareCommand } from "./commands/compare.ts";
import { flipCommand } from "./commands/flip.ts";
import { fraudCommand } from "./commands/fraud.ts";
import { matrixCommand } from "./commands/matrix.ts";
import { pairsCommand } from "./commands/pairs.ts";
import { rankCommand } from "./commands/rank.ts";
import { recomputeCommand } from "./commands/recompute.ts";
import { simulateCommand } from "./commands/simulate.ts";

const commands: ReadonlyMap<string, Command> = new Map([
  ["rank", rankCommand],
  ["matrix", matrixCommand],
  ["compare", compareCommand],
  ["categories", categoriesCommand],
  ["pairs", pairsCommand],
  ["flip", flipCommand],
  ["fraud", fraudCommand],
  ["simulate", simulateCommand],
  ["recompute", recomputeCommand],
]);

const USAGE = `usage: llmlist-elo <command> [file | -] [options]

${Array.from(commands, ([name, { summary }]) => `  ${name.padEnd(12)}${summary}`).join("\n")}

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
  const command = commands.get(name);
  if (!command) throw new EloError("bad-input", `There is no command ${shown(name)}; there are ${[...commands.keys()].join(", ")}.`);
  return command.run(rest);
}

function version(): string {
  const file = readFileSync(new URL("../../package.json", import.meta.url), "utf8");
  return (JSON.parse(file) as { version: string }).version;
}
