import { describe, expect, it } from "vitest";
import { artifacts } from "../src/artifacts.ts";
import { getBenchmark } from "../src/benchmarks.ts";
import { findModels, getModel, requireModel, searchModels, UnknownNameError } from "../src/index.ts";
import { spellingOf } from "../src/names/index.ts";
import { results } from "../src/results.ts";
import { getHardware, requireHardware, speeds } from "../src/speeds.ts";

describe("a model is found by the name that people type", () => {
  it.each([
    // Ollama
    ["llama3.1", "meta/llama-3.1-8b-instruct"],
    ["llama3.1:8b", "meta/llama-3.1-8b-instruct"],
    ["llama3.1:latest", "meta/llama-3.1-8b-instruct"],
    ["llama3.1:8b-instruct-q4_K_M", "meta/llama-3.1-8b-instruct"],
    ["llama3:8b-text", "meta/llama-3-8b"],
    ["llama2:70b", "meta/llama-2-70b-chat"],
    ["llama3.2-vision:11b", "meta/llama-3.2-11b-vision-instruct"],
    ["gemma2:9b", "google/gemma-2-9b-it"],
    ["gemma2:9b-instruct-fp16", "google/gemma-2-9b-it"],
    ["mistral", "mistral/mistral-7b-instruct-v0.3"],
    ["qwen2.5:7b", "qwen/qwen2.5-7b-instruct"],
    ["deepseek-r1:7b", "deepseek/deepseek-r1-distill-qwen-7b"],
    ["qwen2.5-coder:7b", "qwen/qwen2.5-coder-7b-instruct"],
    ["qwen2.5-coder:7b-base", "qwen/qwen2.5-coder-7b"],
    ["qwen3.5:35b-a3b", "qwen/qwen3.5-35b-a3b"],
    ["gpt-oss:20b", "openai/gpt-oss-20b"],
    ["ollama/gpt-oss:20b", "openai/gpt-oss-20b"],
    ["https://ollama.com/library/phi4", "microsoft/phi-4"],
    // Hugging Face, also moved and republished
    ["meta-llama/Meta-Llama-3.1-8B-Instruct", "meta/llama-3.1-8b-instruct"],
    ["llava-hf/llava-1.5-7b-hf", "llava/llava-v1.5-7b"],
    ["https://huggingface.co/Qwen/Qwen2.5-7B-Instruct/tree/main", "qwen/qwen2.5-7b-instruct"],
    ["bartowski/Meta-Llama-3.1-8B-Instruct-GGUF", "meta/llama-3.1-8b-instruct"],
    ["hf.co/bartowski/Qwen_Qwen3-8B-GGUF:Q4_K_M", "qwen/qwen3-8b"],
    ["TheBloke/Mixtral-8x7B-Instruct-v0.1-AWQ", "mistral/mixtral-8x7b-instruct-v0.1"],
    ["mlx-community/gemma-2-9b-it-4bit", "google/gemma-2-9b-it"],
    ["unsloth/Llama-3.2-1B-Instruct-bnb-4bit", "meta/llama-3.2-1b-instruct"],
    ["Meta-Llama-3-8B-Instruct.Q4_K_M.gguf", "meta/llama-3-8b-instruct"],
    // services
    ["openrouter/meta-llama/llama-3.3-70b-instruct:free", "meta/llama-3.3-70b-instruct"],
    ["@cf/meta/llama-3.1-8b-instruct-fp8", "meta/llama-3.1-8b-instruct"],
    ["groq/llama-3.3-70b-instruct", "meta/llama-3.3-70b-instruct"],
    ["accounts/fireworks/models/llama-v3p1-8b-instruct", "meta/llama-3.1-8b-instruct"],
    ["us.meta.llama3-1-8b-instruct-v1:0", "meta/llama-3.1-8b-instruct"],
    ["z-ai/glm-4.6", "zai/glm-4.6"],
    ["z-ai/glm-4.7-flash", "zai/glm-4.7-flash"],
    ["moonshotai/kimi-k2.6", "moonshot/kimi-k2.6"],
    ["mistralai/Mistral-7B-Instruct-v0.2", "mistral/mistral-7b-instruct-v0.2"],
    ["deepseek-v3.1", "deepseek/deepseek-v3.1"],
    // as people write them
    ["Qwen 2.5 7B", "qwen/qwen2.5-7b"],
    ["Gemma2 9B", "google/gemma-2-9b"],
    ["Llama3.1-8B", "meta/llama-3.1-8b"],
    [" meta llama 3 8b ", "meta/llama-3-8b"],
    ["mixtral 8x7b", "mistral/mixtral-8x7b-v0.1"],
    ["Mistral 7B", "mistral/mistral-7b-v0.1"],
    ["gemma 2 9b instruct", "google/gemma-2-9b-it"],
    ["PHI_4", "microsoft/phi-4"],
    ["kimi k2", "moonshot/kimi-k2-instruct"],
  ])("%s", (name, id) => {
    expect(getModel(name)?.id).toBe(id);
  });

  it.each(artifacts().flatMap(({ repository, model }) => (repository === undefined ? [] : [[repository, model]])))(
    "the repository of a file: %s",
    (repository, model) => {
      expect(getModel(repository)?.id).toBe(model);
    },
  );

  it("and by each of its own names, whatever the spelling", () => {
    for (const model of findModels()) {
      for (const name of [model.id, model.name, ...Object.values(model.aliases).flat()]) {
        expect([name, getModel(name)?.id]).toEqual([name, model.id]);
        expect([name, getModel(` ${name.toUpperCase()} `)?.id]).toEqual([name, model.id]);
        expect([name, getModel(spellingOf(name))?.id]).toEqual([name, model.id]);
      }
    }
  });

  it.each([
    "google/llama-3.1-8b",
    "NousResearch/Hermes-2-Pro-Llama-3-8B",
    "somebody/Llama-3.1-8B-Instruct",
    "Llama-3.1-8B-Instruct-abliterated",
    "llama3.1:9b",
    "phi-40",
    "gemma 3 27b qat",
    "glm-4.7-flashx",
    "zai-org/GLM-4.7-Air",
    "mistralai/Mistral-7B-Instruct-v0.4",
    "deepseek-v3.1-nex",
    "qwen2.5-coder:9b",
    "kimi-k2.9",
  ])("but a neighbour is not: %s", (name) => {
    expect(getModel(name)).toBeUndefined();
  });
});

describe("a name that the catalog does not have", () => {
  it.each([
    ["lama 3 8b", "meta/llama-3-8b"],
    ["qwne2.5 7b", "qwen/qwen2.5-7b"],
    ["mistrall 7b instruct", "mistral/mistral-7b-instruct-v0.1"],
    ["deepsek r1", "deepseek/deepseek-r1"],
    ["gemma 27b it", "google/gemma-2-27b-it"],
    ["phi4 resoning", "microsoft/phi-4-reasoning"],
  ])("is searched with misspellings forgiven: %s", (text, id) => {
    expect(searchModels(text)[0]?.id).toBe(id);
  });

  it("is ranked: what was typed goes before what holds it", () => {
    expect(searchModels("llama 3 8b", { limit: 2 }).map(({ id }) => id)).toEqual(["meta/llama-3-8b", "meta/llama-3-8b-instruct"]);
    expect(searchModels("xyzzy")).toEqual([]);
    expect(() => searchModels("llama", { limit: 0 })).toThrow("limit is 0, but must be a whole number above 0");
  });

  it("is an error with the three nearest, of one class from every entry point", () => {
    const calls = [
      () => requireModel("lama 3 8b"),
      () => results({ model: "lama 3 8b" }),
      () => speeds({ model: "lama 3 8b" }),
      () => artifacts({ model: "lama 3 8b" }),
    ];
    for (const call of calls) {
      expect(call).toThrow(UnknownNameError);
      expect(call).toThrow('The catalog has no model "lama 3 8b". Did you mean meta/llama-3-8b, ');
    }
    expect(() => results({ benchmark: "mmul" })).toThrow('no benchmark "mmul". Did you mean mmlu');
    expect(() => findModels({ family: "lama-3" })).toThrow('no family "lama-3". Did you mean llama-3');
    expect(() => findModels({ organization: "Mistrall" })).toThrow('no organization "Mistrall". Did you mean mistral?');
    expect(() => speeds({ hardware: "RTX 4099" })).toThrow(/no device "RTX 4099"\. Did you mean nvidia\//u);
  });

  it("is no text, and says so", () => {
    for (const name of [undefined, null, 7, "", "  "]) expect(() => getModel(name as string)).toThrow(TypeError);
  });
});

describe("the same names work everywhere", () => {
  it("for models", () => {
    const byId = results({ model: "meta/llama-3-8b" });
    expect(byId.length).toBeGreaterThan(0);
    expect(results({ model: "meta-llama/Meta-Llama-3-8B" })).toEqual(byId);
    expect(speeds({ model: "Llama 3 8B" }).length).toBeGreaterThan(0);
    expect(artifacts({ model: "Llama 3.1 8B Instruct" })).toEqual(artifacts({ model: "meta/llama-3.1-8b-instruct" }));
  });

  it("for makers and families", () => {
    expect(findModels({ organization: "Meta" })).toEqual(findModels({ organization: "meta" }));
    expect(findModels({ organization: "Alibaba" }).map(({ organization }) => organization)).toContain("qwen");
    expect(findModels({ family: "Llama 3" })).toEqual(findModels({ family: "llama-3" }));
    expect(findModels({ language: "zh-CN" })).toEqual(findModels({ language: "zh" }));
  });

  it.each([
    ["GSM8K", "gsm8k"],
    ["mmlu_pro", "mmlu-pro"],
    ["arc_challenge", "arc-challenge"],
    ["ARC-C", "arc-challenge"],
    ["leaderboard_ifeval", "ifeval"],
    ["hendrycks_math", "math"],
    ["nq_open", "natural-questions"],
    ["BIG-Bench Hard", "bbh"],
    ["commonsense_qa", "commonsenseqa"],
    ["humaneval+", "humaneval-plus"],
  ])("for benchmarks, also by the harness's names: %s", (name, id) => {
    expect(getBenchmark(name)?.id).toBe(id);
  });

  it.each([
    ["RTX 4090", "nvidia/rtx-4090"],
    ["rtx4090", "nvidia/rtx-4090"],
    ["GeForce RTX 3090", "nvidia/rtx-3090"],
    ["3080 ti", "nvidia/rtx-3080-ti"],
    ["RTX 3080 Ti", "nvidia/rtx-3080-ti"],
    ["M2 Ultra", "apple/m2-ultra-76-core-192gb"],
    ["Apple M3 Pro", "apple/m3-pro-18gb"],
    ["RTX 4000 Ada", "nvidia/rtx-4000-ada"],
    ["7900 XTX", "amd/rx-7900-xtx"],
    ["RX 7900 XTX", "amd/rx-7900-xtx"],
    ["MI300", "amd/mi300"],
  ])("for devices: %s", (name, id) => {
    expect(getHardware(name)?.id).toBe(id);
  });

  it("for devices of several versions, which only a query may leave open", () => {
    expect(requireHardware("H100").map(({ id }) => id)).toEqual(["nvidia/h100-pcie", "nvidia/h100-sxm"]);
    expect(() => getHardware("H100")).toThrow('"H100" is not one device. Did you mean nvidia/h100-pcie or nvidia/h100-sxm?');
    expect(speeds({ hardware: "RTX 4090" })).toEqual(speeds({ hardware: "nvidia/rtx-4090" }));
    expect(getHardware("RTX 4090")?.id).not.toBe("nvidia/rtx-4090d-24gb");
  });
});
