import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { localModelOfFile } from "../src/cli/local-model-of-file.ts";
import type { GenerateRequest } from "../src/engine/engine.ts";
import { tinyModel } from "../src/testing/tiny-model.ts";
import { writeGguf } from "../src/testing/write-gguf.ts";
import { createWorkerPool, type WorkerPool } from "../src/local/worker-pool.ts";

const shapes = {
  F32: { type: "F32" },
  F16: {},
  Q8_0: { type: "Q8_0", layers: 4, heads: 8, keyValueHeads: 1, feedForward: 320 },
} as const;
const request: GenerateRequest = {
  messages: [{ role: "user", content: "Why is the sky blue? 🙂 你好" }],
  systemPrompt: "",
  maxTokens: 16,
  temperature: 0,
  topP: 1,
  topK: 0,
  seed: 1,
  timeoutMs: 30_000,
};

describe("a model with random weights, written here", { timeout: 30_000 }, () => {
  const folder = mkdtempSync(join(tmpdir(), "llmlist-tiny-"));
  let pool: WorkerPool;
  beforeAll(async () => {
    for (const [name, shape] of Object.entries(shapes)) writeFileSync(join(folder, `${name}.gguf`), writeGguf(tinyModel(shape)));
    const models = await Promise.all(Object.keys(shapes).map((name) => localModelOfFile(join(folder, `${name}.gguf`))));
    pool = createWorkerPool({ models, sequences: 2, contextTokens: 512, threads: 1 });
    await pool.whenReady();
  }, 60_000);
  afterAll(async () => {
    await pool.close();
    rmSync(folder, { recursive: true });
  });

  it("is the same file for the same seed, and another for another", () => {
    const file = writeGguf(tinyModel({ seed: 1 }));
    expect(writeGguf(tinyModel()).equals(file)).toBe(true);
    expect(writeGguf(tinyModel({ seed: 2 })).equals(file)).toBe(false);
  });

  it.each(Object.keys(shapes))("runs with weights in %s, and keeps every character of a text", async (id) => {
    const text = "Hello, wörld 🙂 你好\n<|im_end|>";
    const tokens = await pool.tokenize(id, text, { special: false, bos: false });
    expect((await pool.detokenize(id, tokens)).trimStart()).toBe(text);
    const answers = [];
    for (let count = 0; count < 2; count++) {
      let answer = "";
      for await (const event of pool.generate(id, request)) if (event.type === "text-delta") answer += event.text;
      answers.push(answer);
    }
    expect(answers[0]).not.toBe("");
    expect(answers[1]).toBe(answers[0]);
  });
});
