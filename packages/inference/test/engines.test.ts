import { defaultModels } from "../src/models/default-models.ts";
import { modelsFolder, pullArtifact } from "../src/models/index.ts";
import { createRemoteEngine } from "../src/remote/remote-engine.ts";
import { listen } from "../src/server/index.ts";
import { createWorkerPool } from "../src/local/worker-pool.ts";
import { describeEngine, opened } from "./conformance.ts";

const KEY = "a-key-of-the-test";
const model = defaultModels[0]?.id ?? "";

async function openPool() {
  const models = await Promise.all(defaultModels.slice(0, 1).map((artifact) => pullArtifact(artifact, { folder: modelsFolder() })));
  return createWorkerPool({ models, ...opened, threads: 1 });
}

describeEngine("the local engine", {
  open: async () => ({ engine: await openPool(), model }),
  countsAborted: true,
  tokenizes: true,
  scores: true,
  writesJson: true,
});

describeEngine("the remote engine over the package's own server", {
  async open() {
    const pool = await openPool();
    await pool.whenReady();
    const log = () => {};
    const server = await listen(pool, { port: 0, host: "127.0.0.1", apiKeys: [KEY], limits: { timeoutMs: 60_000 }, log });
    const engine = createRemoteEngine({
      models: { far: { baseUrl: `${server.url}/v1`, apiKey: KEY, model } },
      sequences: opened.sequences,
      maxWaiting: opened.maxWaiting,
    });
    return {
      engine,
      model: "far",
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
