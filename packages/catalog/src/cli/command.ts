import { parseArgs, type ParseArgsConfig } from "node:util";

/** A sentence for the user. */
export class CatalogCommandError extends Error {}

type Options = NonNullable<ParseArgsConfig["options"]>;
type Values = Readonly<Record<string, string | boolean | undefined>>;

/** An option of a command: what follows it, and what it does. */
interface Option {
  /** How the value is written in the help; a switch has none. */
  readonly value?: string;
  readonly summary: string;
  readonly default?: string;
}

/** What a command was called with. */
export interface Call {
  readonly operands: readonly string[];
  /** The value of an option, its default, or undefined. */
  text(option: string): string | undefined;
  isSet(option: string): boolean;
  /** JSON where it was asked for, else the text. */
  print(data: unknown, text: () => string): string;
}

/** A command of the catalog: everything that its help says, and what it does. */
export interface Command {
  readonly name: string;
  readonly operands?: string;
  readonly summary: string;
  readonly options: Readonly<Record<string, Option>>;
  readonly examples: readonly string[];
  run(call: Call): string;
}

const shared: Readonly<Record<string, Option>> = {
  json: { summary: "print data, in base units (parameters, tokens, bytes)" },
  help: { summary: "print this help" },
};

/** The help of one command. */
function helpOf({ name, operands, summary, options, examples }: Command): string {
  const all = Object.entries({ ...options, ...shared }).map(([option, { value, summary: what, default: standard }]) => [
    `  --${option}${value === undefined ? "" : ` ${value}`}`,
    `${what}${standard === undefined ? "" : ` (default: ${standard})`}`,
  ]);
  const width = Math.max(...all.map(([left = ""]) => left.length));
  return [
    `usage: llmlist-catalog ${name}${operands === undefined ? "" : ` ${operands}`} [options]`,
    "",
    summary,
    "",
    ...all.map(([left = "", right]) => `${left.padEnd(width)}  ${right}`),
    "",
    ...examples.map((example) => `  llmlist-catalog ${example}`),
  ].join("\n");
}

/**
 * Runs one command.
 *
 * @throws CatalogCommandError for an option that the command does not have, or a value that is missing.
 */
export function runCommand(command: Command, argv: readonly string[]): string {
  const all = { ...command.options, ...shared };
  const options: Options = Object.fromEntries(
    Object.entries(all).map(([name, { value }]) => [name, { type: value === undefined ? "boolean" : "string" } as const]),
  );
  const { values, positionals } = parsed(command, [...argv], options);
  if (values.help === true) return helpOf(command);
  if (command.operands === undefined && positionals.length > 0)
    throw new CatalogCommandError(
      `${command.name} takes no ${JSON.stringify(positionals[0])}; see llmlist-catalog ${command.name} --help.`,
    );
  return command.run({
    operands: positionals,
    text: (option) => {
      const value = values[option];
      return typeof value === "string" ? value : all[option]?.default;
    },
    isSet: (option) => values[option] === true,
    print: (data, text) => (values.json === true ? JSON.stringify(data, null, 2) : text()),
  });
}

function parsed(command: Command, argv: string[], options: Options): { readonly values: Values; readonly positionals: readonly string[] } {
  try {
    return parseArgs({ args: argv, allowPositionals: true, options }) as { values: Values; positionals: string[] };
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    const [, unknown] = /^Unknown option '(--?[^']+)'/u.exec(error.message) ?? [];
    const sentence =
      unknown === undefined
        ? (error.message.split(". ")[0] ?? error.message)
        : `${command.name} has no option ${unknown}; it has ${Object.keys(options)
            .map((name) => `--${name}`)
            .join(", ")}`;
    throw new CatalogCommandError(`${sentence}.`);
  }
}
