import { defaultModels } from "../src/models/default-models.ts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createLlamaServerEngine, type LlamaServerEngine } from "../src/llama-server/llama-server-engine.ts";
import { modelsFolder, pullArtifact } from "../src/models/index.ts";
import { createWorkerPool } from "../src/local/worker-pool.ts";
import { ask, describeEngine, opened, read, STORY } from "./conformance.ts";
import { llamaServerCommand } from "./llama-server-command.ts";

const command = llamaServerCommand();
const [artifact] = defaultModels;
if (!artifact) throw new Error("There is no default model.");
const model = await pullArtifact(artifact, { folder: modelsFolder() });
const { path, sha256 } = model;
const open = (more: { silenceMs?: number } = {}) =>
  createLlamaServerEngine({ command, models: { model: { path, sha256 } }, ...opened, threads: 1, ...more });

/** Two builds of llama.cpp round the products of 4-bit weights in different orders; that moved a log-probability by 0.13. */
const TIE_NATS = 0.3;

const isAlive = (pid: number) => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

describe("with llama.cpp's server", () => {
  describeEngine("the engine of supervised llama-servers", {
    open: async () => {
      const engine = open();
      return { engine, model: "model", add: (id) => engine.add(id, { path, sha256 }), remove: (id) => engine.remove(id) };
    },
    countsAborted: false,
    tokenizes: true,
    scores: false,
    writesJson: true,
  });

  describe("a supervised llama-server", { timeout: 120_000 }, () => {
    let engine: LlamaServerEngine;
    beforeAll(async () => {
      engine = open({ silenceMs: 2_000 });
      await engine.whenReady();
    }, 120_000);
    afterAll(() => engine.close());
    const pid = () => engine.pids().get("model") ?? 0;

    it("says greedily what the local engine says, up to a token that is as good as tied", async () => {
      const pool = createWorkerPool({ models: [model], ...opened, threads: 1 });
      await pool.whenReady();
      for (const question of ["What is the capital of France?", "Name a color.", STORY]) {
        const here = await read(pool.generate(model.id, ask(question, { logProbabilities: 2 })));
        const there = await read(engine.generate("model", ask(question, { logProbabilities: 2 })));
        expect(there.end.promptTokens).toBe(here.end.promptTokens);
        const apart = here.tokens.findIndex(({ token }, index) => token !== there.tokens[index]?.token);
        if (apart < 0) expect(there.text).toBe(here.text);
        else {
          const [first, second] = here.tokens[apart]?.top ?? [];
          expect((first?.logProbability ?? 0) - (second?.logProbability ?? 0)).toBeLessThan(TIE_NATS);
          expect(there.tokens[apart]?.token).toBe(second?.token);
        }
      }
      await pool.close();
    });

    it.each(["SIGKILL", "SIGSTOP"] as const)("ends its answers typed after a %s, is started again, and goes on", async (signal) => {
      const first = pid();
      const cut = read(engine.generate("model", ask(STORY, { maxTokens: 900 })), ({ type }) => {
        if (type === "text-delta" && isAlive(first)) process.kill(first, signal);
      });
      await expect(cut).rejects.toMatchObject({ code: "worker-crashed" });
      const next = await read(engine.generate("model", ask("What is the capital of France?")));
      expect(next.text).toContain("Paris");
      expect(pid()).not.toBe(first);
      expect(isAlive(first)).toBe(false);
      expect(engine.stats().get("model")).toMatchObject({ state: "ready", active: 0 });
    });

    it("tells what it weighs, and what made an answer", async () => {
      expect(engine.stats().get("model")?.residentBytes).toBeGreaterThan(5e7);
      const { end } = await read(engine.generate("model", ask("Hi")));
      expect(end.record).toMatchObject({
        sha256,
        engine: expect.stringContaining("llama-server"),
        templateSha256: expect.stringMatching(/^[0-9a-f]{64}$/u),
      });
    });

    it("leaves no process behind", async () => {
      const last = pid();
      await engine.close();
      expect(isAlive(last)).toBe(false);
    });
  });

  it("makes vectors where it is started for them", { timeout: 60_000 }, async () => {
    const how = { ...opened, threads: 1, arguments: ["--embeddings", "--pooling", "mean"] };
    const engine = createLlamaServerEngine({ command, models: { model: { path } }, ...how });
    await engine.whenReady();
    const [river, stream, tax] = await engine.embed("model", ["a river in spring", "a stream in spring", "the tax on imported steel"]);
    const likeness = (one: readonly number[] = [], other: readonly number[] = []) =>
      one.reduce((sum, value, index) => sum + value * (other[index] ?? 0), 0);
    expect(likeness(river, river)).toBeCloseTo(1, 3);
    expect(likeness(river, stream)).toBeGreaterThan(likeness(river, tax));
    await engine.close();
  });

  it("says why a file that is no model does not load", { timeout: 60_000 }, async () => {
    const engine = createLlamaServerEngine({ command, models: { broken: { path: import.meta.filename } }, ...opened, threads: 1 });
    await engine.whenReady();
    expect(engine.states().get("broken")).toBe("failed");
    expect(engine.reasons().get("broken")).toMatch(/magic|gguf|load/iu);
    await expect(read(engine.generate("broken", ask("Hi")))).rejects.toMatchObject({ code: "load-failed" });
    await engine.close();
  });
});

it("says that a command cannot be started", { timeout: 30_000 }, async () => {
  const engine = createLlamaServerEngine({ command: ["/no/such/llama-server"], models: { model: { path } }, ...opened });
  await engine.whenReady();
  expect(engine.reasons().get("model")).toMatch(/\/no\/such\/llama-server cannot be started: .*ENOENT/u);
  await engine.close();
});
