import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { validateClaim } from "../pipeline/prove/check-claim.ts";
import { plain, standsIn, withTargets } from "../pipeline/parse/excerpt.ts";
import type { FieldPath } from "../pipeline/parse/fields.ts";
import type { ClaimInput } from "../pipeline/parse/input.ts";
import { datesIn, quantitiesIn } from "../pipeline/parse/quantities.ts";
import { z } from "zod";
import { readCatalog } from "../pipeline/read-catalog.ts";
import { benchmarkSchema, modelSchema, resultSchema } from "../src/schema.ts";

const real = join(import.meta.dirname, "../data");
let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "catalog-"));
  cpSync(real, folder, { recursive: true });
});
afterEach(() => rmSync(folder, { recursive: true }));

const plant = (file: string, from: string, to: string) => {
  const path = join(folder, file);
  const text = readFileSync(path, "utf8");
  if (!text.includes(from)) throw new Error(`${file} has no ${from}`);
  writeFileSync(path, text.replace(from, to));
};
const read = () => readCatalog(folder, "2026-11-24");
const llama = "models/meta/llama-2.yaml";
const files = "artifacts/lm-studio.yaml";
const openai = "models/openai/gpt-oss.yaml";

describe("an error in the data is named by file, line and field", () => {
  it.each([
    [
      "a wrong unit",
      llama,
      "value: 7000000000,",
      "value: 7000000,",
      /llama-2\.yaml:\d+ \(models\.llama-2-7b\.facts\.parameters\.nominal\): the excerpt .* does not contain 7000000/u,
    ],
    [
      "an excerpt without the value",
      llama,
      "Llama 2 Version Release Date: July 18, 2023",
      "Llama 2 Version Release Date",
      /facts\.released\): the excerpt .* does not contain "2023-07-18"/u,
    ],
    [
      "an unknown licence",
      llama,
      "value: LicenseRef-Llama-2,",
      "value: LicenseRef-Lama,",
      /facts\.license\): is LicenseRef-Lama, which licenses\.yaml does not have/u,
    ],
    ["an impossible date", llama, 'value: "2023-07-18"', 'value: "2023-02-30"', /is 2023-02-30, which is no date between/u],
    ["a date to come", llama, 'value: "2023-07-18"', 'value: "2031-07-18"', /is 2031-07-18, which is no date between/u],
    ["an unknown source", llama, "source: llama-2-license", "source: hearsay", /names the source hearsay, which sources\/ does not have/u],
    ["a misspelled field", llama, "context.native:", "context.nativ:", /llama-2\.yaml:\d+ .*facts/u],
    ["a duplicate id", llama, "  llama-2-13b:", "  llama-2-7b:", /llama-2\.yaml:\d+: Map keys must be unique/u],
    [
      "an id that another family has",
      "models/meta/llama-3.yaml",
      "  llama-3-8b:",
      "  llama-2-7b:",
      /llama-3\.yaml:\d+ \(models\.llama-2-7b\): the id meta\/llama-2-7b is taken already/u,
    ],
    [
      "a file without its size",
      files,
      "sizeBytes: 1615568736",
      "sizeInGb: 1.62",
      /lm-studio\.yaml:\d+ \(files\.\d+\.quote\): holds no bytes/u,
    ],
    ["a file without its digest", files, ", sha256checksum: 67df519f", ", checksum: 67df519f", /files\.\d+\.quote\): holds no sha256/u],
    [
      "a file of an unknown model",
      files,
      "model: microsoft/phi-2,",
      "model: microsoft/phi-9,",
      /\): is microsoft\/phi-9, which is not in the catalog/u,
    ],
    [
      "a file that stands twice",
      files,
      "phi-2.Q6_K.gguf",
      "phi-2.Q4_K_S.gguf",
      /describes TheBloke\/phi-2-GGUF\/phi-2\.Q4_K_S\.gguf, which another excerpt describes/u,
    ],
    ["a removed id", llama, "llama-2-7b-chat:", "llama-2-7b-talk:", /ids\.txt:\d+: meta\/llama-2-7b-chat was published and is gone/u],
    [
      "more active than total",
      openai,
      'parameters.active: { value: 5100000000, source: gpt-oss-readme, quote: "(117B parameters with 5.1B active parameters)" }',
      'parameters.active: { value: 510000000000, source: gpt-oss-readme, quote: "510B" }',
      /510000000000 active parameters are more than all 117000000000/u,
    ],
    [
      "a period that its source does not name",
      "platforms.yaml",
      'from: { value: "2023-05",',
      'from: { value: "2023-06",',
      /chatbot-arena\.period\.from\): the excerpt .* does not contain "2023-06"/u,
    ],
    [
      "a result of a model that is not there",
      "results/llama-2-card.yaml",
      "model: meta/llama-2-7b,",
      "model: meta/llama-2-8b,",
      /names the model meta\/llama-2-8b, which is not in the catalog/u,
    ],
    [
      "a link that the excerpt does not carry",
      llama,
      "facts:",
      'facts:\n  links.demo: { value: "https://llama2.ai/chat", source: llama-2-card, quote: "llama2.ai" }',
      /facts\.links\.demo\): the excerpt .* does not contain "https:\/\/llama2\.ai\/chat"/u,
    ],
    [
      "a link that is none",
      llama,
      "facts:",
      "facts:\n  links.weights: { value: llama2, source: llama-2-card, quote: llama2 }",
      /facts\.links\.weights\): is llama2, but must be an https URL/u,
    ],
    [
      "an alias with no word for it",
      llama,
      "aliases: { huggingFace:",
      "aliases: { arena: llama-2-7b-chat, huggingFace:",
      /llama-2\.yaml:\d+ \(models\.[a-z0-9-]+\.aliases\.arena\)/u,
    ],
    [
      "an alias that is part of another",
      llama,
      "aliases: { huggingFace:",
      "aliases: { arena: { value: llama-2-7b, source: llama-2-card, quote: llama-2-7b-chat }, huggingFace:",
      /aliases\.arena\): the excerpt "llama-2-7b-chat" does not contain "llama-2-7b"/u,
    ],
    [
      "an alias of two models",
      openai,
      "huggingFace: openai/gpt-oss-20b",
      "huggingFace: openai/gpt-oss-120b",
      /aliases\.huggingFace\): openai\/gpt-oss-120b is an alias of openai\/gpt-oss-120b already/u,
    ],
    ["a result without its cell", "results/llama-2-card.yaml", " | 16.8 | 63.9", " | 63.9", /is no value in percent|cells for/u],
  ])("%s", (_, file, from, to, sentence) => {
    plant(file, from, to);
    expect(read).toThrow(sentence);
  });
});

it("the data as it is holds, and is of the published schemas, to the last field", () => {
  const { models, results, benchmarks, excerpts } = read();
  expect(z.array(modelSchema).parse(models)).toEqual(models);
  expect(z.array(resultSchema).parse(results)).toEqual(results);
  expect(z.array(benchmarkSchema).parse(benchmarks)).toEqual(benchmarks);
  expect(models.length).toBeGreaterThan(200);
  expect(results.length).toBeGreaterThan(800);
  expect(Math.max(...excerpts.map(({ quote }) => quote.length))).toBeLessThanOrEqual(1600);
});

describe("an excerpt proves a value", () => {
  const context = {
    licenses: new Map(),
    sources: new Map([["card", { repository: "meta/llama", path: "CARD.md" }]]),
    from: "2018",
    to: "2026",
  };
  const problem = (path: FieldPath, value: ClaimInput["value"], quote: string) =>
    validateClaim(path, { value, source: "card", quote }, context);

  it.each([
    ["links.paper", "2307.09288", "[paper](https://arxiv.org/abs/2307.09288)"],
    ["links.blog", "https://ai.meta.com/blog/llama/", "see https://ai.meta.com/blog/llama"],
    ["links.weights", "https://huggingface.co/meta/Llama-2-7b", "| meta/Llama-2-7b |"],
    ["links.repository", "https://github.com/meta/llama", "Llama 2"],
    ["links.card", "https://github.com/meta/llama/blob/main/CARD.md", "Model Card"],
    ["architecture.attention", "grouped-query", "GQA for inference"],
    ["architecture.tiedEmbeddings", true, "tie_word_embeddings: True"],
    ["architecture.tiedEmbeddings", true, "RMSNorm, and shared input/output embeddings"],
    ["architecture.tiedEmbeddings", false, "Tie Embedding … 7B … No"],
  ] as const)("of %s: %s", (path, value, quote) => {
    expect(problem(path, value, quote)).toBeNull();
  });

  it.each([
    ["links.blog", "https://ai.meta.com/blog/llama", "https://ai.meta.com/blog/llama-2"],
    ["links.weights", "https://huggingface.co/meta/Llama-2-7b", "meta/Llama-2-7b-chat"],
    ["links.card", "https://github.com/meta/llama/blob/main/README.md", "Model Card"],
    ["links.repository", "https://github.com/meta/llama3", "Llama 3"],
    ["architecture.attention", "multi-query", "GQA for inference"],
    ["architecture.tiedEmbeddings", true, "untied embeddings: yes"],
    ["architecture.tiedEmbeddings", true, "bias: True"],
  ] as const)("and no other of %s: %s", (path, value, quote) => {
    expect(problem(path, value, quote)).toContain("does not contain");
  });

  it.each([
    ["trained on 15T+ tokens", "tokens", 15e12],
    ["2 trillion tokens", "tokens", 2e12],
    ["Context Length | 128K", "tokens", 131_072],
    ["sequences of 8,192 tokens", "tokens", 8192],
    ["a 3.8B parameter model", "parameters", 3.8e9],
    ["n_layer=32", "count", 32],
  ] as const)("%j holds a quantity of %s", (text, unit, value) => {
    expect(quantitiesIn(text, unit)).toContain(value);
  });

  it("only in the unit of its field", () => {
    expect(quantitiesIn("32K context", "count")).toEqual([]);
    expect(quantitiesIn("A32B", "parameters")).toEqual([]);
    expect(quantitiesIn("128k", "parameters")).toEqual([]);
  });

  it.each([
    ["July 23, 2024", "2024-07-23"],
    ["Oct 24, 2024", "2024-10-24"],
    ["cutoff of December 2023", "2023-12"],
    ["March, 2023", "2023-03"],
    ["2023.9.25 we release", "2023-09-25"],
    ["date: 2024-06-07T00:00:00+08:00", "2024-06-07"],
  ])("%j holds a date", (text, date) => {
    expect(datesIn(text)).toContain(date);
  });

  const languages = (value: string[], quote: string) =>
    validateClaim(
      "languages",
      { value, source: "card", quote },
      {
        licenses: new Map(),
        sources: new Map([["card", { repository: "meta/llama", path: "README.md" }]]),
        from: "2018-01-01",
        to: "2026-11-24",
      },
    );

  it.each([
    ["English, Odia or Oriya, and Tagalog", ["en", "or", "tl"]],
    ['"model_lang": ["en", "zh"]', ["en", "zh"]],
    ["languages: - en - 'no' - sv", ["en", "no", "sv"]],
    ["language: en license: mit", ["en"]],
  ])("%j names the languages %j", (quote, value) => {
    expect(languages(value, quote)).toBeNull();
  });

  it("names no language by a word that only looks like its code", () => {
    expect(languages(["it"], "English, as it is spoken")).toMatch(/does not name Italian/u);
  });

  it("stands in its source under tags, emphasis and table lines, in parts that follow each other", () => {
    const source = plain('<td>8B</td>\n<td>**15T+**</td> dict(\n name="Llama-3-8B{}", n_layer=32) dict(name="Other", n_layer=80)');
    expect(standsIn(source, "8B | 15T+")).toBe(true);
    expect(standsIn(source, "name=Llama-3-8B{} … n_layer=32")).toBe(true);
    expect(standsIn(source, "name=Other … n_layer=32")).toBe(false);
    expect(standsIn(source, "<td>")).toBe(false);
    const link = plain(withTargets('<a class="x" href="https://arxiv.org/abs/2307.09288">paper</a> and <https://llama.com>'));
    expect(standsIn(link, "arxiv.org/abs/2307.09288")).toBe(true);
    expect(standsIn(link, "https://llama.com")).toBe(true);
  });
});
