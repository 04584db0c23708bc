import { createWorkerPool, type Engine, type LocalModel, machineEnergy } from "@llmlist/inference";
import { defaultModels, listLocalModels, localModelOf, modelsFolder } from "@llmlist/inference/models";
import { namesOf } from "@/features/battle/server";
import { downloadDefaultModels, type DownloadState, registerContestants } from "@/features/models/server";
import type { Database } from "@/server/db/database";
import { contestant } from "@/server/db/schema";
import type { Settings } from "../../settings.mjs";
import { createDevelopmentEngine, scriptedContestants } from "./scripted-engine";

const SEQUENCES_PER_MODEL = 4;
const CONTEXT_TOKENS = 4096;

/** The models of this process: what answers, who it is, and how far the downloads are. */
export interface OpenModels {
  readonly engine: Engine;
  /** By id; default models are added when their files are complete. */
  readonly contestants: ReadonlyMap<string, LocalModel>;
  /** Names that answers must not show before the vote: of every contestant that was ever registered, and of those that download. */
  names(): readonly string[];
  starter(): DownloadState;
  close(): Promise<void>;
}

/** Of the bundled models those that the operator wants: by default the best file of each size. */
function isWanted({ bundled, quantization }: LocalModel, { pocketModels }: Settings): boolean {
  return !bundled || pocketModels === "all" || (pocketModels === "sizes" && quantization === "Q8_0");
}

/** Registers and starts the models that are there, and downloads the default ones. */
export async function openModels(db: Database, settings: Settings, onAdded: () => void): Promise<OpenModels> {
  const folder = modelsFolder();
  const isScripted = settings.engine === "scripted";
  const found = isScripted ? scriptedContestants : (await listLocalModels(folder)).filter((model) => isWanted(model, settings));
  const models = await registerContestants(db, found);
  const pool = isScripted
    ? null
    : createWorkerPool({ models, sequences: SEQUENCES_PER_MODEL, contextTokens: CONTEXT_TOKENS, energy: machineEnergy() });
  const engine = pool ?? createDevelopmentEngine(SEQUENCES_PER_MODEL);
  const contestants = new Map(models.map((model) => [model.id, model]));
  const artifacts = settings.pullsStarter ? defaultModels : [];
  const downloading = artifacts.map((artifact) => localModelOf(artifact, folder));
  const readNames = async () => namesOf([...downloading, ...contestants.values(), ...(await db.select().from(contestant))]);
  let names = await readNames();
  const download = downloadDefaultModels({
    folder,
    artifacts,
    join: async (model) => {
      for (const added of await registerContestants(db, [model])) {
        pool?.add(added);
        contestants.set(added.id, added);
      }
      names = await readNames();
      onAdded();
    },
    say: (sentence) => console.log(`llmlist: ${sentence}`), // oxlint-disable-line no-console -- the operator's console
  });
  return {
    engine,
    contestants,
    names: () => names,
    starter: download.state,
    async close() {
      await download.close();
      await engine.close();
    },
  };
}
