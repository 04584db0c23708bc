import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { createWorkerPool, type WorkerPool } from "@llmlist/inference";
import { listen, type RunningServer } from "@llmlist/inference/server";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { peersEnvironment, peersPython } from "../../../test/peers/venv.ts";
import { createFolderSource } from "../src/data/folder.ts";
import { runEvals } from "../src/run/run-evals.ts";
import { openModel } from "../src/scoring/open-model.ts";
import { findTasks } from "../src/tasks/find-tasks.ts";
import { ownRows } from "./own-rows.ts";
import { pocketFile } from "./pocket.ts";

interface Sample {
  readonly doc_id: number;
  readonly filter: string;
  readonly filtered_resps: readonly (readonly [number, boolean])[] | readonly string[];
}
const script = fileURLToPath(new URL("reference/evaluate.py", import.meta.url));

describe("LM Evaluation Harness, on this project's server", { timeout: 300_000 }, () => {
  let pool: WorkerPool;
  let server: RunningServer;
  beforeAll(async () => {
    const model = { id: "pocket", name: "pocket", kind: "base" as const, path: pocketFile, bytes: 0, sha256: "", promptFormat: null };
    pool = createWorkerPool({ models: [model], sequences: 4, contextTokens: 512, threads: 1 });
    await pool.whenReady();
    server = await listen(pool, { port: 0, host: "127.0.0.1", limits: { timeoutMs: 60_000 }, log: () => {} });
  }, 120_000);
  afterAll(async () => {
    await server.close();
    await pool.close();
  });

  it.each(["arc_easy", "hellaswag", "winogrande", "mmlu_abstract_algebra"])(
    "scores each choice of %s the same, to the last bit",
    async (task) => {
      const limit = 4;
      const args = `model=pocket,base_url=${server.url}/v1/completions,tokenizer_backend=remote,max_length=512`;
      const { stdout } = await promisify(execFile)(peersPython(), [script, ownRows, task, "1", String(limit), args], {
        env: peersEnvironment({ PYTHONDONTWRITEBYTECODE: "1" }),
        maxBuffer: 1e9,
      });
      const { samples } = JSON.parse(stdout) as { samples: Record<string, Sample[]> };
      const { model, maxLength } = await openModel(server.url, { parallel: 1 });
      onTestFinished(() => model.close());
      const selection = findTasks([task], "harness");
      const ours: unknown[] = [];
      const source = createFolderSource(ownRows);
      for await (const event of runEvals({ selection, source, requests: { shots: 1, limit }, model, maxLength, bos: "never" }))
        if (event.type === "run-end")
          for (const { asked } of event.run.tasks)
            for (const { answers } of asked)
              ours.push(answers.map((answer) => ("text" in answer ? answer.text : [answer.logLikelihood, answer.isGreedy])));
      expect(ours).toEqual(samples[task]?.map(({ filtered_resps }) => filtered_resps));
      expect(ours).toHaveLength(limit);
    },
  );
});
