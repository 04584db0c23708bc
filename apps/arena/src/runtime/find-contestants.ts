import { statSync } from "node:fs";
import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { defaultModels, listLocalModels, type LocalModel } from "@llmlist/inference/models";
import {
  type ArenaConfig,
  type BundledModels,
  ConfigError,
  contestantOfFile,
  createFileDigests,
  readConfig,
  type RunnableContestant,
  runnableOf,
} from "@/features/models/server";
import type { Settings } from "../../settings.mjs";

/** What the configuration file and the folder of model files hold now. */
interface FoundContestants {
  readonly runnables: readonly RunnableContestant[];
  readonly bundledModels: BundledModels;
}

/** Finds contestants, again whenever files change. */
export interface ContestantFinder {
  /**
   * Null where nothing changed since the last call.
   *
   * @throws ConfigError for a configuration file with mistakes, and ModelFileError for a broken manifest.
   */
  find(): Promise<FoundContestants | null>;
  /** What was found could not be used: the next call finds it again. */
  lookAgain(): void;
}

interface FinderOptions {
  readonly settings: Pick<Settings, "config" | "bundledModels" | "dataFolder">;
  readonly folder: string;
  readonly environment: NodeJS.ProcessEnv;
}

const defaultIds = new Set(defaultModels.map(({ id }) => id));
const isAdded = ({ id, bundled }: LocalModel) => !bundled && !defaultIds.has(id);

export function createContestantFinder({ settings, folder, environment }: FinderOptions): ContestantFinder {
  const digestOf = createFileDigests(join(settings.dataFolder, "file-digests.json"));
  let seen: string | null = null;
  let named: readonly string[] = [];
  return {
    async find() {
      const now = await signatureOf([settings.config.file, ...named], folder);
      if (now === seen) return null;
      // Until all of it was right, each call looks again: a file that is named may appear later.
      seen = null;
      const local = await listLocalModels(folder);
      const addedIds = new Set(local.filter(isAdded).map(({ id }) => id));
      const config = await readConfig(settings.config.file, { environment, isRequired: settings.config.isRequired, addedIds });
      const runnables = [
        ...filesOf(local, config, settings),
        ...(await Promise.all(config.contestants.map((one) => runnableOf(one, digestOf)))),
      ];
      // Where these are others than before, the next call finds once more, so that no change of theirs is missed in between.
      named = config.contestants.flatMap(({ source }) => (source.type === "endpoint" ? [] : [source.path]));
      seen = now;
      return { runnables, bundledModels: config.bundledModels ?? settings.bundledModels.answer };
    },
    lookAgain: () => void (seen = null),
  };
}

/** Of the bundled models those that the operator wants: by default the best file of each size. */
function filesOf(local: readonly LocalModel[], config: ArenaConfig, { bundledModels }: FinderOptions["settings"]): RunnableContestant[] {
  const answer = config.bundledModels ?? bundledModels.answer;
  const isWanted = ({ bundled, quantization }: LocalModel) =>
    !bundled || (answer !== "never" && (bundledModels.files === "all" || quantization === "Q8_0"));
  return local
    .filter(isWanted)
    .map((model) => ({ contestant: contestantOfFile(model, { isRequested: isAdded(model) }), run: { engine: "worker", model } }));
}

/** Changes whenever one of these files, a manifest or a complete model file of the folder does. */
async function signatureOf(paths: readonly string[], folder: string): Promise<string> {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return [];
    throw error;
  });
  const files = names.filter((name) => !name.endsWith(".part")).toSorted();
  const stats = await Promise.all([...paths, ...files.map((name) => join(folder, name))].map((path) => stat(path).catch(() => null)));
  return JSON.stringify([paths, files, stats.map((one) => one && [one.size, one.mtimeMs, one.ino])]);
}

/** For the operator: each mistake on a line, with the file where it is whole. */
export function describeFindError(error: unknown, configFile: string): string {
  if (error instanceof ConfigError) {
    const isThere = statSync(configFile, { throwIfNoEntry: false }) !== undefined;
    return `${configFile} ${isThere ? "has mistakes" : "is gone"}:\n${error.message}`;
  }
  return error instanceof Error ? error.message : String(error);
}
