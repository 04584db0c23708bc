import { describe, expect, it } from "vitest";
import { splitIntoTerms } from "./tokenizer.ts";

describe("the terms of a text", () => {
  it.each([
    ["KV cache", ["kv", "cache"]],
    ["量化", ["量化"]],
    ["模型量化后更小", ["模型", "型量", "量化", "化后", "后更", "更小"]],
    ["8 GB 显存", ["8", "gb", "显存"]],
    ["Q4_K_M", ["q4_k_m"]],
    ["Llama-3.1-8B", ["llama", "3.1", "8b"]],
    ["Qwen2.5模型", ["qwen2.5", "模型"]],
    ["词", ["词"]],
    ["…、 --", []],
  ])("of %j are %j", (text, terms) => {
    expect(splitIntoTerms(text)).toEqual(terms);
  });

  it("stand once each, however often the text has them", () => {
    expect(splitIntoTerms("vote, Vote, 投票投票")).toEqual(["vote", "投票", "票投"]);
  });
});
