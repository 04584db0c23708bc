import { pocketModels } from "@llmlist/pocket-models";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { GenerateRequest } from "../src/engine/engine.ts";
import { createWorkerPool, type WorkerPool } from "../src/local/worker-pool.ts";

const names = Array.from({ length: 10 }, (_, index) => `model-${index}`);
const ask: GenerateRequest = {
  messages: [{ role: "user", content: "Who made Llama 3.1 8B?" }],
  systemPrompt: "",
  maxTokens: 24,
  temperature: 0,
  topP: 1,
  topK: 0,
  seed: 1,
  timeoutMs: 120_000,
};

describe("10 models over the memory of 3", { timeout: 120_000 }, () => {
  let pool: WorkerPool;
  const states = () => [...pool.states().values()].filter((state) => state !== "unloaded");
  beforeAll(async () => {
    const [model] = pocketModels;
    if (!model) throw new Error("There is no pocket model.");
    const models = names.map((id) => ({ ...model, id }));
    const needed = new Map(names.map((id) => [id, 1e9]));
    pool = createWorkerPool({
      models,
      sequences: 2,
      contextTokens: 256,
      threads: 1,
      memory: { bytes: 3.5e9, needed, pinned: ["model-9"] },
    });
    await pool.whenReady();
  }, 60_000);
  afterAll(() => pool.close());

  it("begins with the pinned one and those that fit", () => {
    expect([...pool.states()].filter(([, state]) => state === "ready").map(([id]) => id)).toEqual(["model-0", "model-1", "model-9"]);
  });

  it("answers all of them, never with more than three in memory, and never moves one that answers", async () => {
    const pinned = pool.pids().get("model-9");
    let most = 0;
    const answers = await Promise.all(
      [...names, ...names].map(async (id) => {
        let text = "";
        for await (const event of pool.generate(id, ask)) {
          most = Math.max(most, states().length);
          if (event.type === "text-delta") text += event.text;
        }
        return text;
      }),
    );
    expect(new Set(answers).size).toBe(1);
    expect(answers[0]).toContain("Meta");
    expect(most).toBeLessThanOrEqual(3);
    expect(pool.pids().get("model-9")).toBe(pinned);
    expect([...pool.stats().values()].every(({ restarts }) => restarts === 0)).toBe(true);
  });

  it("loads a model whose info is requested, and refuses pairs that the budget never holds", async () => {
    const away = [...pool.states()].find(([, state]) => state === "unloaded")?.[0] ?? "";
    expect(await pool.tokenize(away, "Meta", { special: false, bos: false })).not.toEqual([]);
    expect(pool.canRunTogether(["model-0", "model-1"])).toBe(true);
    expect(pool.canRunTogether(["model-0", "model-1", "model-2"])).toBe(false);
    await expect(pool.reserveTogether(["model-0", "model-1", "model-2"], {})).rejects.toMatchObject({
      code: "insufficient-memory",
      message: "model-0 and model-1 and model-2 would need 4.00 GB beside the pinned model-9, but the memory budget is 3.50 GB.",
    });
  });
});
