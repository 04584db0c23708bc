import { readFile } from "node:fs/promises";
import { basename, dirname } from "node:path";
import { defaultModels, pocketModels } from "@llmlist/inference/models";
import { checkShape } from "./check-shape";
import { type ConfigPath, type ConfigProblem, locateJson } from "./locate";
import { type ConfigContext, type ConfiguredContestant, resolveContestant } from "./resolve-contestant";
import type { BundledModels } from "./schema";

/** What the operator configured. */
export interface ArenaConfig {
  /** Null where the file does not set it. */
  readonly bundledModels: BundledModels | null;
  readonly contestants: readonly ConfiguredContestant[];
}

/** The file cannot be used: every mistake with its line and column. */
export class ConfigError extends Error {
  readonly problems: readonly ConfigProblem[];

  constructor(file: string, problems: readonly ConfigProblem[]) {
    const lines = problems.map(({ line, column, path, message, hint }) => {
      const where = path.length === 0 ? "" : `${pathText(path)}: `;
      return `${file}:${line}:${column}: ${where}${message}${hint === null ? "" : ` ${hint}`}`;
    });
    super(lines.join("\n"));
    this.name = "ConfigError";
    this.problems = problems;
  }
}

/** `contestants[0].endpoint.baseUrl` */
const pathText = (path: ConfigPath) =>
  path.map((key, index) => (typeof key === "number" ? `[${key}]` : `${index === 0 ? "" : "."}${key}`)).join("");

const empty: ArenaConfig = { bundledModels: null, contestants: [] };

interface ReadOptions {
  readonly environment: ConfigContext["environment"];
  /** Whether a file must be there, since a setting names it. */
  readonly isRequired: boolean;
  /** Ids of files that were added, which a contestant of the file cannot have. */
  readonly addedIds?: ReadonlySet<string>;
}

/**
 * Reads `arena.config.json`. Without a file the defaults hold.
 *
 * @throws ConfigError with every mistake of the file.
 */
export async function readConfig(file: string, options: ReadOptions): Promise<ArenaConfig> {
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === "ENOENT" && !options.isRequired) return empty;
    const hint = "Set LLMLIST_CONFIG to a file that can be read.";
    throw new ConfigError(file, [{ path: [], line: 1, column: 1, message: `The file cannot be read (${message}).`, hint }]);
  }
  return parseConfig(text, { ...options, file });
}

/** @throws ConfigError with every mistake of the text. */
export async function parseConfig(
  text: string,
  { file, environment, addedIds = new Set() }: Omit<ReadOptions, "isRequired"> & { file: string },
): Promise<ArenaConfig> {
  const json = locateJson(text);
  if (json.problems.length > 0) throw new ConfigError(basename(file), json.problems);
  const shape = checkShape(json);
  if ("problems" in shape) throw new ConfigError(basename(file), shape.problems);
  const { bundledModels = null, contestants = [] } = shape.config;
  const problems: ConfigProblem[] = [];
  const seen = new Map<string, number>();
  const resolved = await Promise.all(
    contestants.map((entry, index) => {
      const report = (path: readonly string[], message: string, hint: string | null = null) =>
        void problems.push(json.problemAt(["contestants", index, ...path], message, { hint }));
      const first = seen.get(entry.id);
      if (first !== undefined)
        report(["id"], `The id "${entry.id}" stands twice; contestants[${first}] has it.`, "Give each contestant an id of its own.");
      else seen.set(entry.id, index);
      const owner = ownerOfId(entry.id, addedIds);
      if (owner !== null) report(["id"], `The id "${entry.id}" is that of ${owner}.`, "Choose another id.");
      return resolveContestant(entry, { folder: dirname(file), environment }, report);
    }),
  );
  if (problems.length > 0)
    throw new ConfigError(
      basename(file),
      problems.toSorted((left, right) => left.line - right.line || left.column - right.column),
    );
  return { bundledModels, contestants: resolved.filter((one) => one !== null) };
}

function ownerOfId(id: string, addedIds: ReadonlySet<string>): string | null {
  if (pocketModels.some((model) => model.id === id)) return "a bundled model";
  if (defaultModels.some((model) => model.id === id)) return "a default model";
  return addedIds.has(id) ? "a file that was added with `npm run models -- add`" : null;
}
