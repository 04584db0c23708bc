import { describe, expect, it } from "vitest";
import { localAi } from "../pipeline/import/local-ai.ts";
import { llmfit } from "../pipeline/import/llmfit.ts";
import { modelsDev } from "../pipeline/import/models-dev.ts";
import { openLlmLeaderboard } from "../pipeline/import/open-llm-leaderboard.ts";
import type { Importer } from "../pipeline/import/statement.ts";
import { dayOrMonth, nominalIn } from "../pipeline/import/statement.ts";
import { xinference } from "../pipeline/import/xinference.ts";
import { plain, standsIn } from "../pipeline/parse/excerpt.ts";

/** What an importer reads of one file, as `field: value`, and whether each excerpt stands in it. */
function read(importer: Importer, text: string, path = "file"): Readonly<Record<string, unknown>> {
  const statements = importer.read({ read: () => text, list: () => [path] });
  for (const { quote } of statements) expect([quote, standsIn(plain(text), quote)]).toEqual([quote, true]);
  return Object.fromEntries(statements.map(({ huggingFace, field, value }) => [`${huggingFace} ${field}`, value]));
}

describe("a size that a name gives", () => {
  it.each([
    ["Qwen/Qwen3-30B-A3B", 30e9],
    ["google/gemma-3-270m-it", 270e6],
    ["moonshotai/Kimi-1.5T", 1.5e12],
    ["mistralai/Mixtral-8x7B-v0.1", undefined],
    ["google/gemma-3n-E4B", undefined],
    ["zai-org/GLM-4.7-Flash", undefined],
    ["owner/8B/../x", 8e9],
  ])("%s: %s", (name, size) => {
    expect(nominalIn(name)).toBe(size);
  });
});

it("the first of a month, by those who collect, is the month", () => {
  expect(["2024-12-01", "2024-12-02", "2024-12", "2024-11-01"].map(dayOrMonth)).toEqual(["2024-12", "2024-12-02", "2024-12", "2024-11"]);
});

describe("an importer states what its source says, in words that stand there", () => {
  const entry = {
    name: "maker/Model-8B",
    architecture: "llama",
    parameters_raw: 8030261249,
    context_length: 131072,
    hf_downloads: 1,
    num_hidden_layers: 32,
    num_attention_heads: 32,
    num_key_value_heads: 8,
    head_dim: 128,
    hidden_size: 4096,
    vocab_size: 128256,
    moe_intermediate_size: 14336,
    gguf_sources: [],
  };
  const llmfitOf = (changes: object) => read(llmfit, JSON.stringify([{ ...entry, ...changes }], null, 1));

  it("dimensions and counts of llmfit", () => {
    expect(llmfitOf({})).toMatchObject({
      "maker/Model-8B parameters.total": 8030261249,
      "maker/Model-8B context.native": 131072,
      "maker/Model-8B architecture.keyValueHeads": 8,
    });
  });

  it.each([
    ["no cache of an architecture whose layers differ", { architecture: "qwen3_5" }, "architecture.keyValueHeads"],
    ["no count of packed weights", { parameters_raw: 2_007_565_313 }, "parameters.total"],
    ["no count that is an estimate", { parameters_raw: 122_880 * 2 ** 16 }, "parameters.total"],
    ["no context that llmfit only assumes", { context_length: 4096, architecture: "mpt" }, "context.native"],
  ])("%s", (_, changes, field) => {
    expect(Object.keys(llmfitOf(changes))).not.toContain(`maker/Model-8B ${field}`);
    expect(Object.keys(llmfitOf({}))).toContain(`maker/Model-8B ${field}`);
  });

  it("nothing of an entry that llmfit itself filled in", () => {
    expect(llmfitOf({ hf_downloads: 0 })).toEqual({});
  });

  const file = (name: string) =>
    `name = "Model 8B"\nrelease_date = "2026-04-22"\nknowledge = "2025-06-30"\n\n[limit]\ncontext = 262_144\n\n[[weights]]\nurl = "https://huggingface.co/maker/${name}"\n`;

  it("dates and context of models.dev, but not of an endpoint behind which the model changes", () => {
    expect(read(modelsDev, file("Model-8B"), "models/maker/model-8b.toml")).toEqual({
      "maker/Model-8B parameters.nominal": 8e9,
      "maker/Model-8B released": "2026-04-22",
      "maker/Model-8B pretraining.cutoff": "2025-06",
      "maker/Model-8B context.native": 262144,
    });
    expect(read(modelsDev, file("Model-8B"), "models/maker/model-latest.toml")).toEqual({});
  });

  it("the licence of the repository that an entry of LocalAI is named after, not of the one that it was tuned from", () => {
    const gallery = `---\n- name: "model-8b"\n  urls:\n    - https://huggingface.co/maker/Model-8B\n    - https://huggingface.co/other/Base-8B\n  license: apache-2.0\n`;
    expect(read(localAi, gallery)).toEqual({ "maker/Model-8B parameters.nominal": 8e9, "maker/Model-8B license": "Apache-2.0" });
  });

  it("licence and day of upload of a row of the Open LLM Leaderboard", () => {
    const row = `1,x,bfloat16,🟢 pretrained,🟢,Original,LlamaForCausalLM,<a href="">m</a>,maker/Model-8B,${"4b".repeat(20)},25.6,llama3.1,47,8.03,True,False,False,False,11.3,0.2,28.4,False,True,2024-05-11,2024-06-12,0,maker/Model-8B`;
    expect(read(openLlmLeaderboard, `fullname,#Params (B),Hub License\n${row}`)).toEqual({
      "maker/Model-8B parameters.total": 8030000000,
      "maker/Model-8B parameters.nominal": 8e9,
      "maker/Model-8B license": "LicenseRef-Llama-3.1",
      "maker/Model-8B released": "2024-05-11",
    });
  });

  it("languages of Xinference only where it lists more than two", () => {
    const family = (languages: readonly string[]) =>
      JSON.stringify(
        [
          {
            context_length: 8192,
            model_name: "model",
            model_lang: languages,
            model_specs: [
              { model_format: "pytorch", model_size_in_billions: 8, model_src: { huggingface: { model_id: "maker/Model-8B", x: 1 } } },
            ],
          },
        ],
        null,
        2,
      );
    expect(read(xinference, family(["en", "zh", "ko"]))).toMatchObject({ "maker/Model-8B languages": ["en", "zh", "ko"] });
    expect(Object.keys(read(xinference, family(["en", "zh"])))).not.toContain("maker/Model-8B languages");
  });
});
