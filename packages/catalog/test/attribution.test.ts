import { describe, expect, it } from "vitest";
import { MentionFinder } from "../pipeline/prove/mentions.ts";
import { useDataFolder } from "./data-folder.ts";

const folder = useDataFolder();

describe("a value that is another model's fails the build", () => {
  it.each([
    [
      "two columns of a table exchanged",
      "results/llama-3.1-card.yaml",
      "models: [meta/llama-3-8b, meta/llama-3.1-8b,",
      "models: [meta/llama-3.1-8b, meta/llama-3-8b,",
      /llama-3\.1-card\.yaml:\d+ \(tables\.0\.heading\): calls column 1 "Llama 3 8B", which is no name of meta\/llama-3\.1-8b/u,
    ],
    [
      "two columns exchanged whose headings have labels",
      "results/gemma-2-post.yaml",
      "models: [meta/llama-3-70b, qwen/qwen1.5-32b,",
      "models: [qwen/qwen1.5-32b, meta/llama-3-70b,",
      /tables\.0\.heading\): calls column 1 "Llama 3 \(70B\)", which is no name of qwen\/qwen1\.5-32b/u,
    ],
    [
      "a row of another benchmark",
      "results/llama-3.1-card.yaml",
      "benchmark: mmlu-pro,",
      "benchmark: mmlu,",
      /tables\.0\.rows\.1\.quote\): has no label before its values that names mmlu;/u,
    ],
    [
      "a row of another size",
      "results/llama-2-card.yaml",
      "model: meta/llama-2-7b,",
      "model: meta/llama-2-70b,",
      /tables\.0\.rows\.0\.quote\): has no label before its values that names meta\/llama-2-70b/u,
    ],
    [
      "the excerpt of another maker's configuration",
      "models/zai/glm-4.5.yaml",
      "\nfacts:",
      '\nfacts:\n  architecture.sharedExperts: { value: 384, source: kimi-k2-readme, quote: "Number of Experts | 384" }',
      /glm-4\.5\.yaml:\d+ \(facts\.architecture\.sharedExperts\): the excerpt .* names no model, and MoonshotAI\/Kimi-K2\/README\.md is not known to be about glm-4\.5/u,
    ],
    [
      "the entry of another model in a file on many",
      "models/tii/falcon.yaml",
      "name=falcon-7b{} … n_layer=32",
      "name=Llama-3-8B{} … n_layer=32",
      /architecture\.layers\): the excerpt .* names .*llama-3.*, and not Falcon 7B/u,
    ],
    [
      "the row of a sibling",
      "models/tii/falcon3.yaml",
      "name: tiiuae/falcon3-3b-instruct … supports 4 languages",
      "name: tiiuae/falcon3-1b-instruct … supports 4 languages",
      /languages\): the excerpt .* names tii\/falcon3-1b-instruct, and not Falcon3 3B Base/u,
    ],
    [
      "the default of a class without the model's entry",
      "models/tii/falcon.yaml",
      "name=falcon-7b{} … n_embd=4544",
      "n_embd: int = 4544 … name=falcon-7b{}",
      /architecture\.hiddenSize\): the excerpt .* is a default; add the model's whole entry/u,
    ],
    [
      "the default of a class that the model's entry overrides",
      "models/meta/llama-3.1.yaml",
      "n_embd: int = 4096 …… dict( name=Llama-3.1-8B{},",
      "n_embd: int = 4096 …… dict( name=Llama-3.1-8B{}, n_embd=8192,",
      /gives a default of n_embd that the model's entry overrides/u,
    ],
  ])("%s", (_, file, from, to, sentence) => {
    folder.replace(file, from, to);
    expect(() => folder.read()).toThrow(sentence);
  });
});

describe("a name in a text", () => {
  const finder = new MentionFinder([
    { id: "qwen2", type: "family", names: ["qwen2"] },
    { id: "qwen2.5", type: "family", names: ["qwen2.5"] },
    { id: "qwen/qwen2.5-7b", type: "model", names: ["Qwen2.5 7B"] },
    { id: "meta/llama-2-7b", type: "model", names: ["Llama 2 7B"] },
  ]);
  const found = (text: string) => [...finder.in(text).families, ...finder.in(text).models];

  it("is the longest that stands there, however it is written", () => {
    expect(found("content/blog/qwen2.5/index.md")).toEqual(["qwen2.5"]);
    expect(found("Qwen2_5-7B-Instruct and Qwen2")).toEqual(["qwen2", "qwen/qwen2.5-7b"]);
    expect(found("qwen25")).toEqual([]);
  });

  it("does not reach over the border of a cell", () => {
    expect(found("Llama 2 7B")).toEqual(["meta/llama-2-7b"]);
    expect(found("Llama 2 | 7B, 13B")).toEqual([]);
  });
});
