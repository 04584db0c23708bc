import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { localModelOfFile } from "../src/cli/local-model-of-file.ts";
import { chatMl, tinyModel } from "../src/testing/tiny-model.ts";
import { writeGguf } from "../src/testing/write-gguf.ts";
import { createWorkerPool, type WorkerPool } from "../src/local/worker-pool.ts";

/** A template that speaks for itself where nobody does, as those of many models do. */
const ownSystem = `{% if messages[0]['role'] != 'system' %}{{ '<|im_start|>system\\nYou are Tiny.<|im_end|>\\n' }}{% endif %}${chatMl}`;
const CONTEXT = 256;
const limits = { timeoutMs: 30_000 };
const greedy = { temperature: 0, topP: 1, topK: 0, seed: 1, ...limits };

describe("a worker changes nothing in silence", { timeout: 60_000 }, () => {
  const folder = mkdtempSync(join(tmpdir(), "llmlist-silent-"));
  let small: WorkerPool;
  let large: WorkerPool;
  beforeAll(async () => {
    const path = join(folder, "tiny.gguf");
    writeFileSync(path, writeGguf(tinyModel({ chatTemplate: ownSystem })));
    const models = [await localModelOfFile(path)];
    const options = { models, sequences: 1, threads: 1, device: "cpu", trialsFolder: folder } as const;
    small = createWorkerPool({ ...options, contextTokens: CONTEXT });
    await small.whenReady();
    large = createWorkerPool({ ...options, contextTokens: 4 * CONTEXT });
    await large.whenReady();
  }, 60_000);
  afterAll(async () => {
    await Promise.all([small.close(), large.close()]);
    rmSync(folder, { recursive: true });
  });
  const prompt = (length: number) => [1, ...Array.from({ length: length - 1 }, (_, index) => 300 + ((index * 37) % 700))];

  it("has the system message of the template where the caller gives none, and no other", async () => {
    const prompt = async (systemPrompt: string) =>
      small.detokenize(
        "tiny",
        await small.tokenize("tiny", { messages: [{ role: "user", content: "Hi" }], systemPrompt }, { special: true, bos: true }),
      );
    expect(await prompt("")).toContain("You are Tiny");
    expect(await prompt("Be brief.")).not.toContain("You are Tiny");
  });

  it("writes up to the end of the context as if there were more of it, and refuses to go beyond", async () => {
    const write = async (pool: WorkerPool, promptTokens: number, maxTokens: number) => {
      let text = "";
      for await (const event of pool.generate("tiny", { prompt: prompt(promptTokens), maxTokens, ...greedy })) {
        if (event.type === "text-delta") text += event.text;
        if (event.type === "generation-end") return { text, reason: event.reason, outputTokens: event.outputTokens };
      }
      return null;
    };
    const full = await write(small, CONTEXT - 40, 40);
    expect(full).toEqual(await write(large, CONTEXT - 40, 40));
    expect(full).toMatchObject({ reason: "length", outputTokens: 40 });
    await expect(write(small, CONTEXT - 40, 41)).rejects.toMatchObject({ code: "prompt-too-long" });
  });

  it("scores up to the end of the context, and refuses to forget a beginning", async () => {
    const score = (pool: WorkerPool, length: number) => pool.logLikelihood("tiny", { prompt: prompt(length), top: 0, ...limits });
    expect((await score(small, CONTEXT - 1)).tokens).toEqual((await score(large, CONTEXT - 1)).tokens);
    await expect(score(small, CONTEXT)).rejects.toMatchObject({ code: "prompt-too-long" });
  });
});
