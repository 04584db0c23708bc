import { execFile } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { defaultModels } from "../src/models/default-models.ts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { peersEnvironment, peersPython } from "../../../test/peers/venv.ts";
import { createWorkerPool, type WorkerPool } from "../src/local/worker-pool.ts";
import { modelsFolder, pullArtifact } from "../src/models/index.ts";
import { listen, type RunningServer } from "../src/server/index.ts";
import { read } from "./conformance.ts";

const run = promisify(execFile);
const tasks = fileURLToPath(new URL("lm-eval", import.meta.url));
const questions = readFileSync(join(tasks, "facts.jsonl"), "utf8")
  .trim()
  .split("\n")
  .map((line) => JSON.parse(line) as { question: string; choices: string[]; answer: number });
const artifact = defaultModels[0] ?? expect.unreachable("There is no default model.");

describe("LM Evaluation Harness, over the package's server", { timeout: 300_000 }, () => {
  const folder = mkdtempSync(join(tmpdir(), "llmlist-lm-eval-"));
  let pool: WorkerPool;
  let server: RunningServer;
  beforeAll(async () => {
    const contestant = await pullArtifact(artifact, { folder: modelsFolder() });
    pool = createWorkerPool({ models: [contestant], sequences: 4, contextTokens: 512, threads: 1 });
    await pool.whenReady();
    server = await listen(pool, { port: 0, host: "127.0.0.1", limits: { timeoutMs: 60_000 }, log: () => {} });
  }, 300_000);
  afterAll(async () => {
    await server.close();
    await pool.close();
    rmSync(folder, { recursive: true });
  });

  /** The results of the harness for one task; its data file is found beside the task's. */
  async function evaluate(task: string): Promise<Record<string, unknown>> {
    const output = join(folder, task);
    const model = [`model=${artifact.id}`, `base_url=${server.url}/v1/completions`, "tokenizer_backend=remote", "num_concurrent=4"].join(
      ",",
    );
    const parameters = ["-m", "lm_eval", "--model", "local-completions", "--model_args", model, "--tasks", task];
    await run(peersPython(), [...parameters, "--include_path", tasks, "--output_path", output], {
      cwd: tasks,
      env: peersEnvironment({ HF_HOME: join(folder, "huggingface") }),
    });
    const [file = ""] = readdirSync(output, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".json"));
    const { results } = JSON.parse(readFileSync(join(output, file), "utf8")) as { results: Record<string, Record<string, unknown>> };
    return results[task] ?? {};
  }

  // scoring.test.ts expects this accuracy of the package's own scores.
  it("scores multiple-choice questions as the package's own scores do", async () => {
    expect(await evaluate("llmlist_facts")).toMatchObject({ "acc,none": 0.85 });
  });

  it("reads generated answers up to their stop text, as they are without it", async () => {
    const sampling = { maxTokens: 4, temperature: 0, topP: 1, topK: 0, seed: 1, stop: ["\n", "."], timeoutMs: 60_000 };
    const answers = await Promise.all(
      questions.map(async ({ question, choices, answer }) => {
        const { text } = await read(pool.generate(artifact.id, { prompt: question, ...sampling }));
        return text.toLowerCase() === ` ${choices[answer]}`.toLowerCase();
      }),
    );
    const right = answers.filter(Boolean).length;
    expect(right).toBeGreaterThan(0);
    expect(await evaluate("llmlist_capitals")).toMatchObject({ "exact_match,none": right / questions.length });
  });
});
