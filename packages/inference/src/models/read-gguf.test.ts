import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { brokenHeaders } from "../../test/broken-models.ts";
import { chatMl, tinyModel } from "../testing/tiny-model.ts";
import { writeGguf } from "../testing/write-gguf.ts";
import { ModelFileError } from "./errors.ts";
import { readGguf } from "./read-gguf.ts";
import { readModel } from "./read-model.ts";

const folder = mkdtempSync(join(tmpdir(), "llmlist-gguf-"));
const file = join(folder, "model.gguf");
afterAll(() => rmSync(folder, { recursive: true }));

describe("the header of a GGUF file", () => {
  it("tells what a model is made of", async () => {
    const model = tinyModel({ name: "Small", type: "Q8_0", layers: 3, heads: 8, keyValueHeads: 2, feedForward: 512, contextLength: 512 });
    writeFileSync(file, writeGguf(model));
    const header = await readModel(file);
    expect(header).toMatchObject({
      version: 3,
      name: "Small",
      architecture: "llama",
      quantization: "Q8_0",
      contextLength: 512,
      embeddingLength: 128,
      blockCount: 3,
      feedForwardLength: 512,
      headCount: [8],
      keyValueHeadCount: [2],
      tokenizer: "llama",
      missingBytes: 0,
      chatTemplate: chatMl,
    });
    expect(header.vocabularySize).toBe(model.tensors[0]?.dimensions[1]);
    expect(header.tensors).toHaveLength(3 + 9 * 3);
    expect(header.weightBytes).toBe(model.tensors.reduce((sum, { data }) => sum + data.length, 0));
  });

  it.each(brokenHeaders)("refuses $what", async ({ bytes, reason }) => {
    writeFileSync(file, bytes);
    await expect(readModel(file)).rejects.toMatchObject({ code: "not-a-model", message: expect.stringContaining(reason) });
  });

  it("is read or refused with a reason, in bounded time, whatever its bytes are", { timeout: 60_000 }, async () => {
    const whole = writeGguf(tinyModel({ layers: 1, embedding: 32, heads: 1, keyValueHeads: 1, feedForward: 32 }));
    writeFileSync(file, whole);
    const { headerBytes } = await readGguf(file);
    const offset = fc.oneof(fc.nat(400), fc.nat(headerBytes), fc.integer({ min: headerBytes - 2000, max: headerBytes }));
    const mutation = fc.tuple(offset, fc.oneof(fc.uint8Array({ minLength: 1, maxLength: 8 }), fc.constant(new Uint8Array(8).fill(0xff))));
    await fc.assert(
      fc.asyncProperty(fc.array(mutation, { minLength: 1, maxLength: 4 }), fc.option(fc.nat(whole.length)), async (mutations, cut) => {
        const bytes = Buffer.from(whole);
        for (const [at, patch] of mutations) bytes.set(patch.subarray(0, bytes.length - at), at);
        writeFileSync(file, bytes.subarray(0, cut ?? bytes.length));
        const memory = process.memoryUsage().arrayBuffers;
        const begun = performance.now();
        try {
          expect((await readGguf(file)).weightBytes).toBeLessThanOrEqual(bytes.length);
        } catch (error) {
          if (!ModelFileError.isInstance(error)) throw error;
          expect(error.code).toBe("not-a-model");
        }
        expect(performance.now() - begun).toBeLessThan(1_000);
        expect(process.memoryUsage().arrayBuffers - memory).toBeLessThan(16 * 1024 * 1024);
      }),
      { numRuns: 500 },
    );
  });
});
