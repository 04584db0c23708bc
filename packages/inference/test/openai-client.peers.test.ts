import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { defaultModels } from "../src/models/default-models.ts";
import { expect, it } from "vitest";
import { peersEnvironment, peersPython } from "../../../test/peers/venv.ts";
import { createWorkerPool } from "../src/local/worker-pool.ts";
import { modelsFolder, pullArtifact } from "../src/models/index.ts";
import { listen } from "../src/server/index.ts";

const KEY = "a-key-of-the-test";
const client = fileURLToPath(new URL("openai-client.py", import.meta.url));

it(
  "OpenAI's client for Python chats, streams, scores, parses, calls tools, and is told what is refused",
  { timeout: 120_000 },
  async () => {
    const [artifact] = defaultModels;
    if (!artifact) throw new Error("There is no default model.");
    const local = await pullArtifact(artifact, { folder: modelsFolder() });
    const pool = createWorkerPool({ models: [local], sequences: 2, contextTokens: 1024, threads: 1 });
    const server = await listen(pool, { port: 0, host: "127.0.0.1", apiKeys: [KEY], limits: { timeoutMs: 60_000 }, log: () => {} });
    try {
      await pool.whenReady();
      const parameters = [client, `${server.url}/v1`, KEY, artifact.id];
      const { stdout } = await promisify(execFile)(peersPython(), parameters, { env: peersEnvironment() });
      const answer = JSON.parse(stdout) as { text: string; streamed: string; logProbabilities: (number | null)[] };
      expect(answer).toMatchObject({ models: [artifact.id], finishReason: "stop", totalTokens: expect.any(Number), refused: true });
      expect(answer).toMatchObject({ text: expect.stringContaining("Paris"), streamed: answer.text, retrieved: artifact.id });
      expect(answer).toMatchObject({ called: ["tool_calls", "look_up", { city: expect.stringMatching(/^(Paris|Rome)$/u) }] });
      expect(answer).toMatchObject({ begun: expect.stringContaining("Paris"), embeddingParam: "model", seedParam: "seed" });
      expect(answer.logProbabilities[0]).toBeNull();
      expect(answer.logProbabilities.slice(1).every((value) => value !== null && value < 0)).toBe(true);
    } finally {
      await server.close();
      await pool.close();
    }
  },
);
