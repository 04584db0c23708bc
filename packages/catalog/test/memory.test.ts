import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  availableMemory,
  estimateFileSize,
  estimateMemory,
  findModels,
  fits,
  judgeFit,
  kvCacheBytes,
  layerCountsOf,
  type Model,
  quantizations,
  requireModel as model,
  runtimeBytes,
  visionBytes,
} from "../src/index.ts";
import { hardware } from "../src/speeds.ts";

const MEBI = 1024 ** 2;
const GIBI = 1024 ** 3;

describe("memory", () => {
  it("of Falcon's keys and values is 240 MiB and 16 MiB for 2,048 tokens", () => {
    // The Hugging Face post writes 240 MB and 20 MB; by the dimensions the second is 16 MiB.
    expect(kvCacheBytes(model("tii/falcon-40b"), 2048)).toBe(240 * 1024 ** 2);
    expect(kvCacheBytes(model("tii/falcon-7b"), 2048)).toBe(16 * 1024 ** 2);
  });

  it("of Gemma's windowed layers stops growing at the window", () => {
    const gemma = model("google/gemma-3-4b-it");
    // 34 layers, of which every sixth sees all: 5 x 8192 + 29 x 1024 tokens of 2 x 4 x 256 numbers.
    expect(kvCacheBytes(gemma, 8192)).toBe((5 * 8192 + 29 * 1024) * 2 * 4 * 256 * 2);
  });

  it("of DeepSeek-V3 counts the latent in place of keys and values", () => {
    expect(kvCacheBytes(model("deepseek/deepseek-v3"), 1000)).toBe(61 * (512 + 64) * 1000 * 2);
  });

  it("of Phi-3 mini in four bits is about 1.8 GB", () => {
    // Phi-3 technical report, arXiv 2404.14219, figure 2: "can be quantized to 4-bits so that it only occupies ≈ 1.8GB of memory".
    const phi = {
      ...model("microsoft/phi-3-mini-4k-instruct"),
      architecture: { layers: 32, hiddenSize: 3072, heads: 32, keyValueHeads: 32 },
    };
    const estimate = estimateMemory(phi, { quantization: "INT4", context: 64 });
    expect(estimate.known && estimate.weights / 1024 ** 3).toBeCloseTo(1.8, 1);
    expect(estimate.known && estimate.total / 1024 ** 3).toBeCloseTo(1.8, 1);
  });

  it("is unknown, with the reason, where no source gives a dimension", () => {
    const options = { quantization: "Q4_0", context: 4096 } as const;
    const { keyValueHeads: _, ...architecture } = model("meta/llama-2-7b").architecture ?? {};
    const bare = { ...model("meta/llama-2-7b"), architecture };
    expect(estimateMemory(bare, options)).toEqual({ known: false, reason: "no source gives keyValueHeads of Llama 2 7B" });
    expect(fits(bare, 1e12, options)).toBe("unknown");
    expect(fits(model("meta/llama-2-7b"), 8e9, options)).toBe("yes");
    expect(fits(model("meta/llama-2-7b"), 4e9, options)).toBe("no");
    expect(() => estimateMemory(model("meta/llama-2-7b"), { ...options, context: 0 })).toThrow("context is 0, but must be a whole number");
  });

  it("of MiniMax-M1 counts the ten of its eighty layers that keep keys", () => {
    // attn_type_list of its config.json: every eighth layer is softmax attention, the others are lightning attention.
    expect(layerCountsOf(model("minimax/minimax-m1-80k"))).toEqual({ full: 10, "sliding-window": 0, recurrent: 70, none: 0 });
    expect(kvCacheBytes(model("minimax/minimax-m1-80k"), 131_072)).toBe(5 * GIBI);
  });

  it("of Gemma 3 270M is what llama.cpp keeps in the layers that keep the whole context, and a window in the others", () => {
    // llama.cpp's log for gemma-3-270m-q4_k_m.gguf and n_ctx 32768: non-SWA cache 96.00 MiB. Its SWA cache holds a micro-batch beside the window.
    const gemma = model("google/gemma-3-270m");
    expect(layerCountsOf(gemma)).toEqual({ full: 3, "sliding-window": 15, recurrent: 0, none: 0 });
    expect(kvCacheBytes(gemma, 32_768)).toBe(96 * MEBI + 15 * 512 * 1024);
  });

  it("of SmolLM2 135M is that of llama.cpp's log", () => {
    // n_ctx 8192: CPU KV buffer size = 180.00 MiB.
    expect(kvCacheBytes(model("SmolLM2 135M Instruct"), 8192)).toBe(180 * MEBI);
  });

  describe("of a model that mixes layers", () => {
    const mixed = (architecture: Model["architecture"]): Model => ({
      ...model("meta/llama-3.1-8b"),
      family: "mixed",
      architecture: { layers: 48, hiddenSize: 2048, heads: 16, keyValueHeads: 2, headSize: 256, ...architecture },
    });

    it("of linear attention and full attention counts the full layers", () => {
      // Qwen3-Next: three Gated DeltaNet layers for each layer of attention, 12 of 48.
      const next = mixed({ attention: "hybrid", layerPattern: ["recurrent", "recurrent", "recurrent", "full"] });
      expect(kvCacheBytes(next, 262_144)).toBe(12 * 262_144 * 2 * 2 * 256 * 2);
    });

    it("of state space layers, layers without memory, and few of attention, reads a list that does not repeat", () => {
      const pattern = [..."M-M-M-MM-M-M-M*-"].map((letter) => ({ M: "recurrent", "-": "none", "*": "full" })[letter] ?? "none");
      const layers = pattern.length;
      const nemotron = mixed({ layers, layerPattern: pattern as NonNullable<Model["architecture"]>["layerPattern"] & object });
      expect(layerCountsOf(nemotron)).toEqual({ full: 1, "sliding-window": 0, recurrent: 8, none: 7 });
      expect(kvCacheBytes(nemotron, 1000)).toBe(1000 * 2 * 2 * 256 * 2);
    });

    it("takes the heads of the layers that keep the whole context from these, and leaves out layers that reuse a cache", () => {
      const gemma = mixed({
        layers: 35,
        slidingWindow: 512,
        layerPattern: ["sliding-window", "sliding-window", "sliding-window", "sliding-window", "full"],
        globalHeadSize: 512,
        globalKeyValueHeads: 1,
        sharedCacheLayers: 15,
      });
      expect(kvCacheBytes(gemma, 8192)).toBe((4 * 8192 * 2 * 512 + 16 * 512 * 2 * 2 * 256) * 2);
    });

    it("counts the latent in the layers that have it", () => {
      const kimi = mixed({ layers: 27, latentSize: 512, ropeHeadSize: 64, layerPattern: ["recurrent", "recurrent", "recurrent", "full"] });
      expect(kvCacheBytes(kimi, 1000)).toBe(6 * 576 * 1000 * 2);
    });

    it("is unknown where no source says which layers are which, and of no window", () => {
      expect(kvCacheBytes(mixed({ attention: "hybrid" }), 1000)).toEqual({ missing: "layerPattern" });
      expect(kvCacheBytes(mixed({ attention: "sliding-window" }), 1000)).toEqual({ missing: "slidingWindow" });
      expect(kvCacheBytes(mixed({ globalEvery: 6 }), 1000)).toEqual({ missing: "slidingWindow" });
      expect(kvCacheBytes(mixed({ layerPattern: ["sliding-window", "full"] }), 1000)).toEqual({ missing: "slidingWindow" });
      expect(kvCacheBytes(mixed({ latentSize: 512 }), 1000)).toEqual({ missing: "ropeHeadSize" });
      expect(kvCacheBytes(mixed({ attention: "linear" }), 1000)).toBe(0);
    });
  });
});

describe("what a runtime adds", () => {
  it.each([
    // node-llama-cpp 3 on a CPU, flash attention, n_ubatch 513 and 512: "CPU compute buffer size".
    ["Gemma 3 270M", 8192, 515.51],
    ["Gemma 3 270M", 32_768, 515.51],
    ["SmolLM2 135M Instruct", 8192, 98.25],
  ])("to %s with %d tokens is that of llama.cpp's log to 2 percent", (name, context, mebibytes) => {
    const bytes = runtimeBytes(model(name), context);
    expect(Math.abs(Number(bytes) / (mebibytes * MEBI) - 1)).toBeLessThan(0.02);
  });

  it("grows with the context once the mask is larger than the vocabulary", () => {
    // A log of Qwen3.5-9B, n_ctx 262144, flash_attn enabled: "CUDA0 compute buffer size = 808.02 MiB".
    const { architecture: _, ...bare } = model("meta/llama-3.1-8b");
    const qwen: Model = { ...bare, architecture: { vocabularySize: 248_320, hiddenSize: 4096 } };
    expect(Number(runtimeBytes(qwen, 262_144)) / MEBI).toBeCloseTo(808, 0);
    expect(runtimeBytes(bare, 4096)).toEqual({ missing: "vocabularySize" });
  });
});

describe("what fits", () => {
  const options = { quantization: "Q4_K_M", context: 8192 } as const;

  it("leaves room for the computations of the runtime", () => {
    const llama = model("meta/llama-3.1-8b");
    const estimate = estimateMemory(llama, options);
    if (!estimate.known) throw new Error(estimate.reason);
    expect(fits(llama, estimate.total, options)).toBe("no");
    const fit = judgeFit(llama, 8 * GIBI, options);
    expect(fit).toMatchObject({ answer: "yes", needed: { weights: estimate.weights, kvCache: GIBI, vision: 0 } });
    expect(fit.answer === "yes" && fits(llama, fit.needed.total, options)).toBe("yes");
  });

  it("counts the part of a vision-language model that a GGUF file does not hold", () => {
    // SigLIP of Gemma 3 4B: 4.30 billion weights in all, 3.88 of which write text.
    expect(Number(visionBytes(model("google/gemma-3-4b-it"))) / 2).toBeCloseTo(0.42e9, -7);
    expect(visionBytes(model("meta/llama-3.1-8b"))).toBe(0);
    expect(visionBytes(model("adept/fuyu-8b"))).toEqual({ missing: "parameters.vision" });
  });

  it("gives a Mac the share that Metal gives every Mac that was measured", () => {
    const measured = hardware.filter(
      ({ vendor, usableMemory, memory }) => vendor === "apple" && usableMemory !== undefined && memory !== undefined,
    );
    expect(measured.length).toBeGreaterThan(5);
    for (const { usableMemory = 0, ...device } of measured)
      expect(Math.abs((availableMemory(device) ?? 0) / usableMemory - 1)).toBeLessThan(1e-5);
    const m4 = hardware.find(({ id }) => id === "apple/m4-16gb");
    expect(m4 && fits(model("allenai/olmo-2-1124-13b"), m4, { quantization: "Q8_0", context: 4096 })).toBe("no");
  });

  it("is no where the weights alone are too large, and else unknown with the reason", () => {
    const { architecture, ...bare } = model("meta/llama-3.1-8b");
    const { vocabularySize: _, ...rest } = architecture ?? {};
    const unknown: Model = { ...bare, architecture: rest };
    const plain = { quantization: "Q4_K", context: 8192 } as const;
    expect(fits(unknown, 4e9, plain)).toBe("no");
    expect(judgeFit(unknown, 80e9, plain)).toEqual({ answer: "unknown", reason: "no source gives vocabularySize of Llama 3.1 8B" });
  });
});

describe("no input that is not allowed is computed with", () => {
  const llama = model("meta/llama-3.1-8b");

  it.each([
    [
      "a quantization in lower case",
      () => estimateMemory(llama, { quantization: "q4_k_m" as "Q4_K_M", context: 8192 }),
      'quantization is "q4_k_m", but must be "Q4_K_M"',
    ],
    [
      "an unknown quantization",
      () => estimateMemory(llama, { quantization: "Q9_X" as "Q4_K", context: 8192 }),
      'quantization is "Q9_X", but must be one of: F32, F16,',
    ],
    [
      "a cache format in lower case",
      () => estimateMemory(llama, { quantization: "Q4_K", context: 8192, kvCache: "q8_0" as "Q8_0" }),
      'kvCache is "q8_0", but must be "Q8_0"',
    ],
    ["a negative context", () => kvCacheBytes(llama, -5), "context is -5, but must be a whole number above 0."],
    ["half a token", () => kvCacheBytes(llama, 0.5), "context is 0.5, but must be a whole number above 0."],
    ["no context", () => runtimeBytes(llama, Number.NaN), "context is NaN, but must be a whole number above 0."],
    [
      "a memory that is no number",
      () => fits(llama, Number.NaN, { quantization: "Q4_K", context: 8192 }),
      "memory is NaN, but must be a number of 0 or more.",
    ],
    [
      "a negative memory",
      () => fits(llama, -5, { quantization: "Q4_K", context: 8192 }),
      "memory is -5, but must be a number of 0 or more.",
    ],
    [
      "a memory as text",
      () => fits(llama, "8GB" as unknown as number, { quantization: "Q4_K", context: 8192 }),
      'memory is "8GB", but must be a number of 0 or more.',
    ],
    ["a file type in lower case", () => estimateFileSize(llama, "q4_k_m" as "Q4_K_M"), 'quantization is "q4_k_m", but must be "Q4_K_M"'],
    [
      "a negative count of weights",
      () => estimateFileSize(llama, "Q4_K_M", { parameters: -1 }),
      "parameters is -1, but must be a whole number above 0.",
    ],
    ["a kind in upper case", () => findModels({ kind: "Base" as "base" }), 'kind is "Base", but must be "base"'],
    ["a number of parameters that is none", () => findModels({ parameters: { max: Number.NaN } }), "parameters.max is NaN"],
    ["words for a date", () => findModels({ releasedAfter: "last year" }), 'releasedAfter is "last year", but must be an ISO 8601 date'],
    ["a date that is none", () => findModels({ releasedAfter: "2025-02-30" }), "must be an ISO 8601 date"],
  ])("%s", (_, call, sentence) => {
    expect(call).toThrow(sentence);
  });

  it("and what is allowed never gives a number that is none", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...findModels()),
        fc.constantFrom(...quantizations),
        fc.integer({ min: 1, max: 1e7 }),
        (one, format, context) => {
          const [cache, runtime] = [kvCacheBytes(one, context, format), runtimeBytes(one, context)];
          const estimate = estimateMemory(one, { quantization: format, context });
          const numbers = [cache, runtime, ...(estimate.known ? [estimate.weights, estimate.total] : [])].filter(
            (value) => typeof value === "number",
          );
          for (const value of numbers) expect(Number.isFinite(value) && value >= 0).toBe(true);
        },
      ),
    );
  });
});
