import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { localModelOfFile } from "../src/cli/local-model-of-file.ts";
import type { LocalModel } from "../src/models/local-model.ts";
import type { DeviceSettings } from "../src/local/device-settings.ts";
import { tinyModel } from "../src/testing/tiny-model.ts";
import { writeGguf } from "../src/testing/write-gguf.ts";
import { createWorkerPool } from "../src/local/worker-pool.ts";

const DRIVERS = "/usr/share/vulkan/icd.d";
const hasMesa = existsSync(DRIVERS) && readdirSync(DRIVERS).some((name) => name.startsWith("lvp_"));
const LAYERS = 6;
const TIMEOUT_MS = 180_000;
const request = {
  messages: [{ role: "user" as const, content: "Why is the sky blue? 🙂" }],
  systemPrompt: "",
  maxTokens: 12,
  temperature: 0,
  topP: 1,
  topK: 0,
  seed: 1,
  timeoutMs: TIMEOUT_MS,
};

describe.skipIf(!hasMesa)(
  "a GPU through Vulkan (Mesa's software device; skipped without mesa-vulkan-drivers)",
  { timeout: TIMEOUT_MS },
  () => {
    const folder = mkdtempSync(join(tmpdir(), "llmlist-vulkan-"));
    const shown = process.env.GGML_VK_VISIBLE_DEVICES;
    let model: LocalModel;
    let onProcessor: string;
    beforeAll(async () => {
      process.env.GGML_VK_VISIBLE_DEVICES = "0";
      const path = join(folder, "tiny.gguf");
      // In full precision the two devices round so alike that the likeliest token is the same one.
      writeFileSync(path, writeGguf(tinyModel({ type: "F32", layers: LAYERS, feedForward: 2048 })));
      model = await localModelOfFile(path);
      onProcessor = (await answer({ device: "cpu" })).text;
    }, TIMEOUT_MS);
    afterAll(() => {
      if (shown === undefined) delete process.env.GGML_VK_VISIBLE_DEVICES;
      else process.env.GGML_VK_VISIBLE_DEVICES = shown;
      rmSync(folder, { recursive: true });
    });

    /** What the model runs on and what it writes; an error where it does not run. */
    async function answer(device: DeviceSettings) {
      const pool = createWorkerPool({
        models: [model],
        sequences: 1,
        contextTokens: 256,
        threads: 1,
        trialsFolder: folder,
        ...device,
      });
      try {
        await pool.whenReady();
        const info = await pool.info(model.id);
        let text = "";
        for await (const event of pool.generate(model.id, request)) if (event.type === "text-delta") text += event.text;
        return { device: info.device, text };
      } finally {
        await pool.close();
      }
    }

    it("writes greedily what the processor writes", async () => {
      const { device, text } = await answer({ device: "vulkan" });
      expect(device).toMatch(/^llvmpipe [^,]*, \d+ bits\)$/u);
      expect(text).toBe(onProcessor);
    });

    it("holds as many layers as are asked for, and says so", async () => {
      const { device, text } = await answer({ device: "vulkan", gpuLayers: 3 });
      expect(device).toContain(`(3 of ${LAYERS + 1} layers), CPU`);
      expect(text).toBe(onProcessor);
    });

    it("holds as many layers as its memory is allowed to take", async () => {
      const { device, text } = await answer({ device: "vulkan", gpuMemoryBytes: 22e6 });
      expect(device).toMatch(/\([1-6] of 7 layers\), CPU$/u);
      expect(text).toBe(onProcessor);
    });

    it("is refused where the memory holds nothing", async () => {
      await expect(answer({ device: "vulkan", gpuMemoryBytes: 1e6 })).rejects.toMatchObject({ code: "insufficient-memory" });
      await expect(answer({ device: "vulkan", gpuLayers: "max", gpuMemoryBytes: 10e6 })).rejects.toMatchObject({
        code: "insufficient-memory",
      });
    });

    it("is never replaced by the processor in silence", async () => {
      process.env.GGML_VK_VISIBLE_DEVICES = "";
      try {
        await expect(answer({ device: "vulkan" })).rejects.toMatchObject({
          code: "load-failed",
          message: expect.stringContaining("The device vulkan cannot be used here"),
        });
      } finally {
        process.env.GGML_VK_VISIBLE_DEVICES = "0";
      }
    });
  },
);
