import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { documents } from "../pipeline/write/render-documents.ts";
import { renderAwesomeList } from "../src/awesome-list.ts";
import { run } from "../src/cli/commands.ts";
import { getBenchmark } from "../src/benchmarks.ts";
import { attentionOf, describe as sentence, findModels, getModel, type Model, parametersOf } from "../src/index.ts";
import { conflictsOf, sourceOf } from "../src/provenance.ts";
import { resultConflicts, results } from "../src/results.ts";

const model = (id: string): Model => {
  const found = getModel(id);
  if (!found) throw new Error(`no model ${id}`);
  return found;
};

describe("a model", () => {
  it("is found by id, name, alias and short name, whatever the case", () => {
    const id = "meta/llama-3.1-8b";
    for (const name of [id, "Llama 3.1 8B", "meta-llama/Llama-3.1-8B", "LLAMA-3.1-8B"]) expect(getModel(name)?.id).toBe(id);
    expect(getModel("llama-9")).toBeUndefined();
  });

  it("says what its card says, with the bound and the words", () => {
    expect(model("meta/llama-3.1-8b")).toMatchObject({
      released: "2024-07-23",
      pretraining: { tokens: 15e12, bound: "at-least", cutoff: "2023-12" },
      context: { native: 131_072 },
      license: { id: "LicenseRef-Llama-3.1", commercialUse: "conditional" },
    });
    const source = sourceOf("meta/llama-3.1-8b", "pretraining.tokens");
    expect(source?.quote).toBe("15T+");
    expect(source?.url).toMatch(/^https:\/\/github\.com\/meta-llama\/llama-models\/blob\/[0-9a-f]{40}\/models\/llama3_1\/MODEL_CARD\.md$/u);
  });

  it("keeps what sources say against each other", () => {
    const { released } = conflictsOf("meta/llama-3.2-1b");
    expect(released?.map(({ value }) => value)).toEqual(["2024-09-25", "2024-10-24"]);
    // Meta's old sku_list.py gave the 7B eight KV heads; its card says no grouped queries, so it has one per head.
    expect(model("meta/llama-2-7b").architecture?.keyValueHeads).toBe(32);
  });

  it("is found by what it must be", () => {
    const found = findModels({ input: "image", parameters: { max: 10e9 }, organization: "google" });
    expect(found.map(({ id }) => id)).toContain("google/gemma-3-4b-it");
    for (const { input, parameters } of found) {
      expect(input).toContain("image");
      expect(parameters?.nominal).toBeLessThanOrEqual(10e9);
    }
    expect(findModels({ context: { min: 1e6 } }).map(({ family }) => family)).toContain("llama-4");
    const thai = findModels({ language: "th", releasedAfter: "2024-12-31" });
    expect(thai.map(({ family }) => family)).toContain("llama-4");
    expect(thai.filter(({ languages, released = "" }) => !languages?.includes("th") || released <= "2024-12-31")).toEqual([]);
  });

  it("has text in both languages and never more active than total parameters", () => {
    for (const one of findModels()) {
      expect(one.description.zh).toMatch(/[\u4E00-\u9FFF]/u);
      expect(one.parameters?.active ?? 0).toBeLessThanOrEqual(parametersOf(one) ?? Infinity);
    }
  });
});

describe("results", () => {
  it("stand side by side where they disagree", () => {
    const mmlu = results({ model: "meta/llama-2-70b", benchmark: "mmlu" });
    expect(mmlu.map(({ value, reporter }) => [value, reporter])).toEqual([
      [68.9, "meta"],
      [69.7, "meta"],
      [69.8, "qwen"],
    ]);
    expect(resultConflicts("meta/llama-2-70b").map(({ benchmark }) => benchmark)).toContain("mmlu");
  });

  it("tell the three implementations of MMLU apart, in percent", () => {
    const found = results({ model: "tii/falcon-40b", benchmark: "mmlu" }).map(({ implementation, value }) => [implementation, value]);
    expect(found).toEqual([
      ["HELM", 57.1],
      ["Harness", 52.7],
      ["Original", 55.8],
    ]);
    expect(getBenchmark("MMLU")).toMatchObject({ id: "mmlu", dataset: "cais/mmlu", leaderboardShots: 5, paper: "2009.03300" });
  });
});

describe("a model in a sentence", () => {
  it("names the maker of every model as it writes itself, not by its id", () => {
    const ids = findModels().filter((one) => !/ by [^,:]*[A-Z0-9]/u.test(sentence(one, "en")));
    expect(ids.map(({ organization }) => organization)).toEqual([]);
  });

  it("says what its facts say, in both languages, and no more", () => {
    const { id, name, organization, family, kind, input, aliases, description, license } = model("meta/llama-2-70b-chat");
    const bare: Model = { id, name, organization, family, kind, input, aliases, description };
    expect(sentence(bare, "en")).toBe("Llama 2 70B Chat is an instruction-tuned model by Meta.");
    expect(sentence({ ...bare, released: "2023-07", pretraining: { tokens: 15e12, bound: "at-least" } }, "en")).toBe(
      "Llama 2 70B Chat is an instruction-tuned model by Meta, released in July 2023: trained on at least 15T tokens.",
    );
    const full: Model = {
      ...bare,
      base: "meta/llama-2-70b",
      released: "2023-07-18",
      parameters: { nominal: 70e9 },
      context: { native: 4096 },
      ...(license ? { license } : {}),
    };
    expect(sentence(full, "en")).toBe(
      "Llama 2 70B Chat is an instruction-tuned model by Meta, made from Llama 2 70B, released on July 18, 2023: 70B parameters; a context of 4K tokens; Llama 2 Community License (commercial use on conditions).",
    );
    expect(sentence(full, "zh")).toBe(
      "Llama 2 70B Chat 是 Meta 的指令微调模型，由 Llama 2 70B 得来，2023 年 7 月 18 日发布，参数 700 亿，上下文 4K 词元，许可证：Llama 2 Community License（有条件商用）。",
    );
  });

  it("is in the list for people and on the command line", () => {
    expect(renderAwesomeList({ language: "zh" })).toContain(`- ${sentence(model("meta/llama-2-7b"), "zh")}`);
    expect(run(["show", "Llama 2 7B", "--language", "zh"])).toContain(sentence(model("meta/llama-2-7b"), "zh"));
  });
});

it.each([
  ["meta/llama-2-7b", "multi-head"],
  ["meta/llama-2-70b", "grouped-query"],
  ["tii/falcon-7b", "multi-query"],
  ["google/gemma-3-4b-it", "hybrid"],
  ["deepseek/deepseek-v3", "multi-head-latent"],
])("the attention of %s is %s by its dimensions", (id, kind) => {
  const { attention: _, ...architecture } = model(id).architecture ?? {};
  expect(attentionOf({ ...model(id), architecture })).toBe(kind);
});

it("the lists for people are as the data says; `pnpm --filter @llmlist/catalog documents` writes them", () => {
  const read = (file: string) => readFileSync(new URL(`../${file}`, import.meta.url), "utf8");
  for (const [file, text] of Object.entries(documents(read("README.md")))) expect(read(file), file).toBe(text);
});
