import { existsSync, statSync } from "node:fs";
import { delimiter, join, resolve } from "node:path";
import { getModel, requireModel, UnknownNameError } from "@llmlist/catalog";
import { ModelFileError, type PromptFormat, promptFormatOf, readModel, sizeOf } from "@llmlist/inference/models";
import { type ContestantEntry, sources } from "./schema";
import { suggestionFor } from "./check-shape";

/** Where the answers of a configured contestant come from, checked and with every path absolute. */
type ContestantSource =
  | {
      readonly type: "file";
      readonly path: string;
      readonly bytes: number;
      readonly kind: "base" | "instruct";
      readonly promptFormat: PromptFormat;
    }
  | {
      readonly type: "endpoint";
      readonly baseUrl: string;
      readonly model: string;
      readonly apiKey: string | undefined;
      readonly version: string | null;
    }
  | {
      readonly type: "llama-server";
      readonly path: string;
      readonly bytes: number;
      readonly kind: "base" | "instruct";
      readonly projector: string | undefined;
      readonly command: readonly string[];
    };

/** A contestant of the file that can be started. */
export type ConfiguredContestant = Omit<ContestantEntry, (typeof sources)[number]> & { readonly source: ContestantSource };

/** What a configuration is read against. */
export interface ConfigContext {
  /** Paths in the file are relative to it. */
  readonly folder: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** Takes the mistakes of one contestant: the keys below it, what is wrong, and what to do. */
export type Report = (path: readonly string[], message: string, hint?: string | null) => void;

/** Checks what a schema cannot: files, variables and names. Null where something was reported. */
export async function resolveContestant(
  entry: ContestantEntry,
  context: ConfigContext,
  report: Report,
): Promise<ConfiguredContestant | null> {
  const { file: _file, endpoint: _endpoint, llamaServer: _server, ...facts } = entry;
  checkCatalogId(entry.catalogId, report);
  const given = sources.filter((source) => entry[source] !== undefined);
  if (given.length !== 1) {
    const all = sources.map((source) => JSON.stringify(source)).join(", ");
    const message =
      given.length === 0
        ? `One of ${all} is missing.`
        : `Only one of ${given.map((one) => JSON.stringify(one)).join(" and ")} can stand here.`;
    report(
      given[1] === undefined ? [] : [given[1]],
      message,
      given.length === 0 ? "It says where the answers come from." : "Make two contestants of it.",
    );
    return null;
  }
  const source = await sourceOf(entry, context, report);
  return source === null ? null : { ...facts, source };
}

async function sourceOf(
  { file, endpoint, llamaServer }: ContestantEntry,
  context: ConfigContext,
  report: Report,
): Promise<ContestantSource | null> {
  if (file !== undefined) {
    const model = await readFileAt(["file"], file, context, report);
    return model && { type: "file", ...model };
  }
  if (endpoint) return resolveEndpoint(endpoint, context, report);
  if (!llamaServer) return null;
  const model = await readFileAt(["llamaServer", "file"], llamaServer.file, context, report);
  const command = resolveCommand(llamaServer.command, context, report);
  const projector = llamaServer.projector === undefined ? undefined : resolve(context.folder, llamaServer.projector);
  if (projector !== undefined && !existsSync(projector)) {
    report(["llamaServer", "projector"], `${projector} does not exist.`, relativeHint(llamaServer.projector, context));
    return null;
  }
  if (!model || !command) return null;
  const { path, bytes, kind } = model;
  return { type: "llama-server", path, bytes, kind, projector, command };
}

async function readFileAt(key: readonly string[], file: string, context: ConfigContext, report: Report) {
  const path = resolve(context.folder, file);
  if (!existsSync(path)) {
    report(key, `${path} does not exist.`, relativeHint(file, context));
    return null;
  }
  try {
    const header = await readModel(path);
    const kind: "base" | "instruct" = header.chatTemplate === null ? "base" : "instruct";
    return { path, bytes: sizeOf(path), kind, promptFormat: promptFormatOf(header) };
  } catch (error) {
    if (!ModelFileError.isInstance(error)) throw error;
    report(key, error.message);
    return null;
  }
}

const relativeHint = (file: string | undefined, { folder }: ConfigContext) =>
  file?.startsWith("~") ? "~ is not replaced here; write the whole path." : `Paths are relative to ${folder}.`;

function resolveEndpoint(
  endpoint: NonNullable<ContestantEntry["endpoint"]>,
  { environment }: ConfigContext,
  report: Report,
): ContestantSource | null {
  const { baseUrl, model, apiKeyVariable, version = null } = endpoint;
  let isRight = true;
  const refuse: Report = (path, message, hint) => {
    isRight = false;
    report(["endpoint", ...path], message, hint);
  };
  const url = URL.canParse(baseUrl) ? new URL(baseUrl) : null;
  if (!url || !/^https?:$/u.test(url.protocol)) refuse(["baseUrl"], "The address must begin with http:// or https://.");
  else if (url.username !== "" || url.password !== "")
    refuse(["baseUrl"], "The address holds a password.", "Put the key into an environment variable and name it as apiKeyVariable.");
  else if (url.search !== "" || url.hash !== "") refuse(["baseUrl"], "The address has a part after ? or #, which no request could keep.");
  const apiKey = apiKeyVariable === undefined ? undefined : environment[apiKeyVariable];
  if (apiKeyVariable !== undefined && !apiKey) {
    const meant = suggestionFor(apiKeyVariable, Object.keys(environment));
    refuse(
      ["apiKeyVariable"],
      `The environment variable ${apiKeyVariable} is not set.`,
      meant === null ? "Set it before the arena starts." : `Did you mean ${meant}?`,
    );
  } else if (apiKey !== undefined && !/^[\u0021-\u007E]+$/u.test(apiKey)) {
    refuse(["apiKeyVariable"], `The environment variable ${apiKeyVariable} holds a space, a line break or a character that no key has.`);
  }
  return isRight ? { type: "endpoint", baseUrl, model, apiKey, version } : null;
}

function resolveCommand(command: string | readonly string[] | undefined, context: ConfigContext, report: Report): readonly string[] | null {
  const [program = "llama-server", ...rest] = typeof command === "string" ? [command] : (command ?? []);
  const found = /[\\/]/u.test(program) ? existing(resolve(context.folder, program)) : onPath(program, context.environment);
  if (found !== null) return [found, ...rest];
  if (command === undefined)
    report(
      ["llamaServer"],
      "There is no llama-server on the PATH.",
      "Install llama.cpp (brew install llama.cpp, winget install llama.cpp, or a release from its GitHub page), or name the program as command.",
    );
  else
    report(
      ["llamaServer", "command"],
      `${program} was not found.`,
      /[\\/]/u.test(program) ? relativeHint(program, context) : "It is looked for on the PATH.",
    );
  return null;
}

const existing = (path: string) => (statSync(path, { throwIfNoEntry: false })?.isFile() ? path : null);

function onPath(program: string, environment: ConfigContext["environment"]): string | null {
  const folders = (environment.PATH ?? environment.Path ?? "").split(delimiter).filter((folder) => folder !== "");
  const names = process.platform === "win32" ? [`${program}.exe`, `${program}.cmd`, program] : [program];
  return folders.flatMap((folder) => names.map((name) => existing(join(folder, name)))).find((path) => path !== null) ?? null;
}

function checkCatalogId(id: string | undefined, report: Report): void {
  if (id === undefined || getModel(id)) return;
  try {
    requireModel(id);
  } catch (error) {
    if (!(error instanceof UnknownNameError)) throw error;
    report(
      ["catalogId"],
      `The catalog has no model ${JSON.stringify(id)}.`,
      error.nearest.length === 0 ? null : `Did you mean ${error.nearest.join(", ")}?`,
    );
  }
}
