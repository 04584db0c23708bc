import { describe, expect, it } from "vitest";
import { settingsIn } from "../pipeline/parse/settings.ts";
import { getBenchmark } from "../src/benchmarks.ts";
import { sourceOfResult, sourceOfSpeed, sourcesOf } from "../src/provenance.ts";
import { resultConflicts, results } from "../src/results.ts";
import { speeds } from "../src/speeds.ts";

describe("how a value was measured is read from the cells around it", () => {
  it.each([
    [["General", "MMLU", "5", "macro_avg/acc_char"], { shots: 5, metric: "macro_avg/acc_char" }],
    [["MMLU-Pro (CoT)", "5", "macro_avg/acc_char"], { shots: 5, chainOfThought: true, metric: "macro_avg/acc_char" }],
    [["AGIEval English", "3-5", "average/acc_char"], { metric: "average/acc_char" }],
    [["TruthfulQA (MC2) 10-shot"], { shots: 10, metric: "MC2" }],
    [["LiveCodeBench (Pass@1-COT)"], { chainOfThought: true, metric: "Pass@1" }],
    [["DROP (3-shot F1)"], { shots: 3, metric: "F1" }],
    [["MMMU (val, CoT)", "0", "Micro average accuracy"], { shots: 0, chainOfThought: true, metric: "accuracy", split: "val" }],
    [["LiveCodeBench (24/8~25/5)"], { variant: "24/8~25/5" }],
    [["HLE (no tools)"], { variant: "no tools" }],
    [["Llama 2", "7B"], {}],
  ])("%j", (cells, settings) => {
    expect(settingsIn(cells, true)).toEqual(settings);
  });

  it("of each column from its heading, its second line, and the words beside the table", () => {
    const gsm8k = { model: "qwen/qwen-7b", benchmark: "gsm8k", reporter: "qwen" };
    expect(results(gsm8k)).toMatchObject([{ value: 51.7, shots: 8 }]);
    expect(results({ model: "qwen/qwen2.5-7b", benchmark: "arc_challenge", reporter: "qwen" })).toMatchObject([{ shots: 25 }]);
    expect(results({ model: "deepseek/deepseek-v3-base", benchmark: "mmlu-pro", shots: 5, reporter: "qwen" })).toMatchObject([
      { value: 59.84, chainOfThought: true },
    ]);
    expect(results({ model: "qwen/qwen2-vl-2b-instruct", benchmark: "mathvista", reporter: "hugging-face" })).toMatchObject([
      { split: "testmini" },
    ]);
  });

  it("so that a query finds it", () => {
    const found = results({ benchmark: "gsm8k", shots: 8, model: "Llama 3.1 8B Instruct", metric: "EM_maj1@1" });
    expect(found.map(({ value, reporter }) => [value, reporter])).toEqual([[84.5, "meta"]]);
    expect(results({ benchmark: "mmlu", chainOfThought: true }).every(({ chainOfThought }) => chainOfThought)).toBe(true);
    expect(results({ benchmark: "mmlu", chainOfThought: false }).some(({ chainOfThought }) => chainOfThought)).toBe(false);
  });

  it("TruthfulQA as answers written, as one choice and as several are three benchmarks", () => {
    expect(results({ model: "Llama 2 7B", benchmark: "truthfulqa_gen" }).map(({ value }) => value)).toEqual([33.29]);
    expect(results({ model: "Llama 2 7B", benchmark: "truthfulqa_mc2" })).toEqual([]);
    expect(["truthfulqa_mc1", "truthfulqa_mc2", "truthfulqa"].map((name) => getBenchmark(name)?.id)).toEqual([
      "truthfulqa-mc1",
      "truthfulqa-mc2",
      "truthfulqa",
    ]);
  });
});

describe("a conflict", () => {
  it("is what no setting sets apart, and more than rounding", () => {
    expect(resultConflicts("Llama 2 70B").map(({ benchmark }) => benchmark)).toContain("mmlu");
    // Meta's second card names the metric, acc_char; the others name none.
    const arc = resultConflicts("Llama 3 70B").filter(({ benchmark }) => benchmark === "arc-challenge");
    expect(arc.flatMap((conflict) => conflict.results.map(({ value }) => value))).not.toContain(93.1);
    for (const { results: group } of resultConflicts()) {
      expect(new Set(group.map(({ shots, metric, split, variant }) => [shots, metric?.toLowerCase(), split, variant].join())).size).toBe(1);
      const values = group.map(({ value }) => value);
      expect(Math.max(...values) - Math.min(...values)).toBeGreaterThan(0.005);
    }
  });

  it("is not 61.6 beside 61.59", () => {
    expect(
      resultConflicts("qwen/qwen2.5-0.5b").filter(({ results: group }) => group.every(({ value }) => Math.abs(value - 47.5) < 0.05)),
    ).toEqual([]);
  });
});

describe("who says it", () => {
  it("is known of each result and speed, in the words of the row", () => {
    for (const result of results()) {
      const [claim] = sourceOfResult(result);
      expect(claim?.source.id).toBe(result.source);
      const digits = String(result.value).replace(/\.0+$/u, "");
      expect(claim?.quote.includes(digits) || claim?.quote.includes(String(Number((result.value / 100).toFixed(4))))).toBe(true);
    }
    for (const speed of speeds())
      expect(sourceOfSpeed(speed)[0]?.quote).toContain(speed.outOfMemory ? "OOM" : String(speed.tokensPerSecond));
  });

  it("is found by a benchmark's name as the field of a model, and for benchmarks", () => {
    const mmlu = sourcesOf("Llama 3 8B", "MMLU").map(({ quote }) => quote);
    expect(mmlu.find((quote) => /^General \| MMLU \(5-shot\) \| 66\.6.*Llama 3 8B/u.test(quote))).toBeDefined();
    expect(sourcesOf("gsm8k", "examples")[0]).toMatchObject({ value: 1319 });
    expect(sourcesOf("mmlu-pro", "examples")).toEqual([]);
    expect(sourcesOf("RTX 4090", "bandwidth")[0]).toMatchObject({ value: 1008e9 });
  });

  it.each([
    ["Llama 3 8B", "pretraining.token", /No record has a field "pretraining\.token"\. Did you mean pretraining\.tokens/u],
    ["Llama 3 8B", "kind", /kind is how the catalog files a record, and no claim of a source/u],
    ["lama 3 8b", "released", /no model "lama 3 8b"\. Did you mean meta\/llama-3-8b/u],
  ])("and a mistyped name is an error, not an empty list: %s %s", (name, field, sentence) => {
    expect(() => sourcesOf(name, field)).toThrow(sentence);
  });
});
