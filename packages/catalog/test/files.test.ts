import { describe, expect, it } from "vitest";
import { artifacts } from "../src/artifacts.ts";
import { run } from "../src/cli/commands.ts";
import { estimateFileSize, estimateMemory, type FileType, getModel, type Model } from "../src/index.ts";
import { conflictsOf, getSource, sourceOf } from "../src/provenance.ts";
import { artifactSchema } from "../src/schema.ts";

const model = (id: string): Model => {
  const found = getModel(id);
  if (!found) throw new Error(`no model ${id}`);
  return found;
};

/** Llama 3.1 8B, as far as its files go. */
const llama: Model = {
  ...model("meta/llama-3.1-8b"),
  architecture: {
    layers: 32,
    hiddenSize: 4096,
    heads: 32,
    keyValueHeads: 8,
    feedForwardSize: 14_336,
    vocabularySize: 128_256,
    tiedEmbeddings: false,
  },
};

describe("the size of a file", () => {
  it.each(artifacts())("of $id is known to two percent", (file) => {
    // Where the list counts no weights, it does not say whether the file repeats the embedding as an output layer, as Qwen's own files do.
    const counts = file.parameters === undefined ? [{}, { parameters: Number.MAX_SAFE_INTEGER }] : [file];
    const errors = counts.map((count) => {
      const estimate = estimateFileSize(model(file.model), file.quantization, count);
      if (!estimate.known) throw new Error(estimate.reason);
      return Math.abs(estimate.bytes / file.bytes - 1);
    });
    expect(Math.min(...errors)).toBeLessThan(0.02);
  });

  // ggml-org/llama.cpp, tools/quantize/README.md at 311c2c9: bits for each of the 8.03 billion weights of Llama 3.1 8B.
  it.each([
    ["IQ4_XS", 4.4597],
    ["IQ4_NL", 4.6818],
    ["Q2_K_S", 2.9697],
    ["Q2_K", 3.1593],
    ["Q3_K_S", 3.6429],
    ["Q3_K_L", 4.2979],
    ["Q4_K_S", 4.6672],
    ["Q4_K_M", 4.8944],
    ["Q5_K_S", 5.5704],
    ["Q5_K_M", 5.7036],
    ["Q6_K", 6.5633],
    ["Q8_0", 8.5008],
    ["F16", 16.0005],
  ] as const)("as %s is what llama.cpp measured", (fileType, bits) => {
    const estimate = estimateFileSize(llama, fileType);
    const tensors = (bits * 8_030_261_248) / 8;
    expect(estimate.known && estimate.bytes / tensors).toBeCloseTo(1.001, 2);
  });

  it("counts all experts, and an output layer that a file holds beside the embedding that it could share", () => {
    const mixture: Model = { ...llama, family: "mixtral", architecture: { ...llama.architecture, experts: 8, activeExperts: 2 } };
    const bytes = (one: Model, type: FileType, parameters?: number) => {
      const estimate = estimateFileSize(one, type, parameters === undefined ? {} : { parameters });
      return estimate.known ? estimate.bytes : Number.NaN;
    };
    expect(bytes(mixture, "F16") / bytes(llama, "F16")).toBeCloseTo(5.9, 1);
    const tied: Model = { ...llama, architecture: { ...llama.architecture, tiedEmbeddings: true } };
    const output = 128_256 * 4096;
    expect(bytes(llama, "F16") - bytes(tied, "F16")).toBe(2 * output);
    expect(bytes(tied, "F16", 8_030_261_248)).toBe(bytes(llama, "F16"));
    expect(bytes(tied, "F16", 8_030_261_248 - output)).toBe(bytes(tied, "F16"));
  });

  it("takes other types for rows that blocks of 256 do not divide", () => {
    const narrow: Model = { ...llama, architecture: { ...llama.architecture, hiddenSize: 4064, headSize: 128 } };
    const perWeight = (one: Model) => {
      const [mixed, full] = [estimateFileSize(one, "Q4_K_M"), estimateFileSize(one, "F16")];
      return mixed.known && full.known ? (16 * mixed.bytes) / full.bytes : Number.NaN;
    };
    expect(perWeight(llama)).toBeCloseTo(4.9, 1);
    expect(perWeight(narrow)).toBeCloseTo(5.7, 1);
  });

  it("is unknown, with the reason, where a dimension or the make of the file is", () => {
    const { architecture: _, ...bare } = llama;
    expect(estimateFileSize(bare, "Q4_K_M")).toEqual({ known: false, reason: "no source gives layers of Llama 3.1 8B" });
    expect(estimateFileSize(model("deepseek/deepseek-v3"), "Q4_K_M")).toEqual({
      known: false,
      reason: "the catalog does not know which tensors a file of DeepSeek-V3 has",
    });
    const { headSize: __, ...gemma } = model("google/gemma-3-270m").architecture ?? {};
    expect(estimateFileSize({ ...model("google/gemma-3-270m"), architecture: gemma }, "Q8_0")).toEqual({
      known: false,
      reason: "no source gives headSize of Gemma 3 270M",
    });
  });

  it("is what a mixed file takes in memory", () => {
    const estimate = estimateMemory(llama, { quantization: "Q4_K_M", context: 8192 });
    const file = estimateFileSize(llama, "Q4_K_M");
    expect(estimate).toMatchObject({ known: true, weights: file.known && file.bytes, kvCache: 2 ** 30 });
  });
});

describe("a file", () => {
  it("is of the published schema, with bytes, a digest, and who says so", () => {
    for (const file of artifacts()) {
      expect(artifactSchema.parse(file)).toEqual(file);
      expect(file.sha256 ?? file.md5).toBeDefined();
      if (file.source === undefined) continue;
      expect(getSource(file.source)).toBeDefined();
      expect(sourceOf(file.id, "bytes")).toMatchObject({ value: file.bytes });
    }
    expect(artifacts({ model: "meta/llama-3.1-8b-instruct", quantization: "Q4_K_M" }).map(({ bytes }) => bytes)).toEqual([4_920_739_168]);
  });

  it("keeps what its list calls it, where its name and its bytes say something else", () => {
    const id = "lmstudio-community/Meta-Llama-3-8B-Instruct-GGUF/Meta-Llama-3-8B-Instruct-Q4_K_M.gguf";
    expect(conflictsOf(id).quantization?.map(({ value }) => value)).toEqual(["Q4_K_M", "Q4_K_S"]);
    expect(
      artifacts()
        .filter((file) => Object.keys(conflictsOf(file.id)).length > 0)
        .map((file) => file.id),
    ).toEqual([id]);
  });

  it("is shown on the command line, with its source", () => {
    expect(run(["files", "--model", "phi-2", "--quantization", "q6_k"])).toMatch(/^microsoft\/phi-2 +Q6_K +2285059936 +TheBloke/mu);
    expect(run(["source", "TheBloke/phi-2-GGUF/phi-2.Q6_K.gguf", "sha256"])).toContain("lmstudio-ai/model-catalog");
    expect(() => run(["files", "--quantization", "Q9"])).toThrow("--quantization is Q9, but must be one of: F32, F16");
  });
});
