import { parseArgs, type ParseArgsConfig } from "node:util";
import { EvalError } from "../errors.ts";
import type { ModeId } from "../tasks/task.ts";
import { modes } from "../tasks/find-tasks.ts";

type Options = NonNullable<ParseArgsConfig["options"]>;

/** What a command line holds. */
export interface Parsed<Own extends Options> {
  readonly values: ReturnType<typeof parseArgs<{ options: Own; allowPositionals: true }>>["values"];
  readonly positionals: readonly string[];
}

/** @throws EvalError `bad-input` for an option that the command does not have. */
export function parseCommand<const Own extends Options>(argv: readonly string[], options: Own): Parsed<Own> {
  try {
    const { values, positionals } = parseArgs({ args: [...argv], allowPositionals: true, options });
    return { values, positionals };
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "";
    if (!(error instanceof Error) || !code.startsWith("ERR_PARSE_ARGS")) throw error;
    const known = Object.keys(options).map((option) => `--${option}`);
    throw new EvalError(
      "bad-input",
      `${(error.message.split(". To specify")[0] ?? "").replace(/\.?$/u, ".")} The command takes ${known.join(", ")}.`,
    );
  }
}

/** A whole number of an option; undefined where it is left out. */
export function wholeNumber(text: string | undefined, name: string, least: number, most = 1_000_000_000): number | undefined {
  if (text === undefined) return undefined;
  const value = /^\d+$/u.test(text) ? Number(text) : Number.NaN;
  if (value >= least && value <= most) return value;
  throw new EvalError("bad-input", `--${name} is ${text}, but must be a whole number from ${least} to ${most}.`);
}

/** Names between commas. */
export const namesOf = (text: string | undefined): string[] =>
  (text ?? "")
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "");

/** @throws EvalError `bad-input` for a mode that there is not. */
export function modeOf(text: string): ModeId {
  const mode = modes.find((known) => known === text);
  if (mode === undefined) throw new EvalError("bad-input", `--mode is ${text}, but must be one of: ${modes.join(", ")}.`);
  return mode;
}

/** Row numbers such as 0-3,17, which count from 0; undefined where the option is left out. */
export function rowsOf(text: string | undefined): ReadonlySet<number> | undefined {
  if (text === undefined) return undefined;
  const rows = new Set<number>();
  for (const part of namesOf(text)) {
    const [, from, to = from] = /^(\d+)(?:-(\d+))?$/u.exec(part) ?? [];
    if (from === undefined || Number(to) < Number(from))
      throw new EvalError("bad-input", `--rows has ${part}, but takes numbers and ranges, such as 0-3,17.`);
    for (let row = Number(from); row <= Number(to); row++) rows.add(row);
  }
  return rows;
}

/** @throws EvalError `bad-input` for any other text; undefined where the option is left out. */
export function oneOf<Choice extends string>(text: string | undefined, name: string, choices: readonly Choice[]): Choice | undefined {
  if (text === undefined) return undefined;
  const found = choices.find((choice) => choice === text);
  if (found === undefined) throw new EvalError("bad-input", `--${name} is ${text}, but must be one of: ${choices.join(", ")}.`);
  return found;
}
