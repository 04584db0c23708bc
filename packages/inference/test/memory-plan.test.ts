import { fallbackModels } from "../src/models/default-models.ts";
import { describe, expect, it } from "vitest";
import { planMemory } from "../src/models/memory-plan.ts";
import { modelsFolder, pullArtifact, readModel } from "../src/models/index.ts";
import { createWorkerPool } from "../src/local/worker-pool.ts";

const sizes = [
  { sequences: 1, contextTokens: 512 },
  { sequences: 4, contextTokens: 4096 },
];
const cases = fallbackModels.flatMap((artifact) => sizes.map((size) => ({ artifact, size, id: artifact.id, ...size })));

describe("the memory that is planned for a model", { timeout: 300_000 }, () => {
  it.each(cases)("is a little more than $id takes for $sequences x $contextTokens tokens", async ({ artifact, size }) => {
    const model = await pullArtifact(artifact, { folder: modelsFolder() });
    const { totalBytes } = planMemory(await readModel(model.path), size);
    const pool = createWorkerPool({ models: [model], ...size, threads: 1, device: "cpu" });
    await pool.whenReady();
    const prompt = Array.from({ length: 300 }, (_, index) => 100 + index);
    await pool.logLikelihood(model.id, { prompt, from: 200, top: 1, timeoutMs: 60_000 });
    // Memory is told once a second, with a sign of life.
    const ratio = () => totalBytes / (pool.stats().get(model.id)?.residentBytes ?? 0);
    await expect.poll(ratio, { timeout: 10_000, interval: 100 }).toBeLessThan(1.4);
    expect(ratio()).toBeGreaterThan(0.95);
    await pool.close();
  });
});
