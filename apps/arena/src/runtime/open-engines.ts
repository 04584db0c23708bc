import {
  createLlamaServerEngine,
  createRemoteEngine,
  createWorkerPool,
  type Engine,
  joinEngines,
  type LocalModel,
  machineEnergy,
} from "@llmlist/inference";
import type { EngineModel, RunnableContestant } from "@/features/models/server";

const SEQUENCES_PER_MODEL = 4;
const CONTEXT_TOKENS = 4096;

/** The engines of this process as one, and the way to change what they run. */
export interface OpenEngines {
  readonly engine: Engine;
  start(runnable: RunnableContestant): void;
  /** Resolves when the answers that run have ended. */
  stop(id: string, engine: EngineModel["engine"]): Promise<void>;
}

/** Opens workers for files, llama-servers and endpoints, joined so that a battle is admitted to both of its models at once. */
export function openEngines(files: readonly LocalModel[]): OpenEngines {
  const sequences = SEQUENCES_PER_MODEL;
  const pool = createWorkerPool({ models: files, sequences, contextTokens: CONTEXT_TOKENS, energy: machineEnergy() });
  // Each model names its own command; the engine's is for those that name none.
  const servers = createLlamaServerEngine({ models: {}, command: ["llama-server"], sequences, contextTokens: CONTEXT_TOKENS });
  const endpoints = createRemoteEngine({ models: {}, sequences });
  return {
    engine: joinEngines([pool, servers, endpoints]),
    start({ contestant, run }) {
      if (run.engine === "worker") pool.add(run.model);
      else if (run.engine === "llama-server") servers.add(contestant.id, run.model);
      else endpoints.add(contestant.id, run.model);
    },
    stop: (id, engine) => ({ worker: pool, "llama-server": servers, endpoint: endpoints })[engine].remove(id),
  };
}

/** The scripted engine of `npm run dev`, whose contestants do not change. */
export function fixedEngine(createEngine: (sequences: number) => Engine): OpenEngines {
  const refuse = () => {
    throw new Error("The scripted engine runs scripted models alone; set LLMLIST_ENGINE=local.");
  };
  return { engine: createEngine(SEQUENCES_PER_MODEL), start: refuse, stop: async () => refuse() };
}
