import { defaultModels } from "../src/models/default-models.ts";
import { modelsFolder, pullArtifact } from "../src/models/index.ts";
import { createRemoteEngine } from "../src/remote/remote-engine.ts";
import { listen } from "../src/server/index.ts";
import { joinEngines } from "../src/queue/join-engines.ts";
import type { MemoryBudget } from "../src/local/memory-budget.ts";
import { createWorkerPool } from "../src/local/worker-pool.ts";
import { createScriptedEngine } from "../src/testing/index.ts";
import { describeEngine, opened } from "./conformance.ts";

const KEY = "a-key-of-the-test";
const model = defaultModels[0]?.id ?? "";

const GB = 1e9;

/** A pool with one model, which can be added again under other ids; in a memory budget two of them have room. */
async function openPool(memory?: MemoryBudget) {
  const [artifact] = defaultModels;
  if (!artifact) throw new Error("There is no default model.");
  const local = await pullArtifact(artifact, { folder: modelsFolder() });
  const pool = createWorkerPool({ models: [local], ...opened, threads: 1, ...(memory ? { memory } : {}) });
  const add = (id: string) => pool.add({ ...local, id }, memory ? GB : undefined);
  return { engine: pool, model, add, remove: (id: string) => pool.remove(id) };
}

describeEngine("the local engine", {
  open: openPool,
  countsAborted: true,
  tokenizes: true,
  scores: true,
  writesJson: true,
});

describeEngine("the local engine with a memory budget, joined with a scripted engine", {
  async open() {
    const local = await openPool({ bytes: 2.5 * GB, needed: new Map([[model, GB]]) });
    const engine = joinEngines([createScriptedEngine({ models: { script: { answers: {} } } }), local.engine]);
    return { ...local, engine };
  },
  countsAborted: true,
  tokenizes: true,
  scores: true,
  writesJson: true,
});

describeEngine("the remote engine over the package's own server", {
  async open() {
    const { engine: pool } = await openPool();
    await pool.whenReady();
    const log = () => {};
    const server = await listen(pool, { port: 0, host: "127.0.0.1", apiKeys: [KEY], limits: { timeoutMs: 60_000 }, log });
    const address = { baseUrl: `${server.url}/v1`, apiKey: KEY, model };
    const engine = createRemoteEngine({
      models: { far: address },
      sequences: opened.sequences,
      maxWaiting: opened.maxWaiting,
    });
    return {
      engine,
      model: "far",
      add: (id) => engine.add(id, address),
      remove: (id) => engine.remove(id),
      async end() {
        await server.close();
        await pool.close();
      },
    };
  },
  countsAborted: false,
  tokenizes: true,
  scores: true,
  writesJson: true,
});
