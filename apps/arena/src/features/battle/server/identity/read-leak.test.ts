import { describe, expect, it } from "vitest";
import { namesItsModel } from "./read-leak";

const pair = [
  { id: "gemma-3-270m", name: "Gemma 3 270M", organization: "Google" },
  { id: "qwen2.5-0.5b", name: "Qwen2.5 0.5B", organization: "Qwen" },
];
const leaks = (shown: string, prompt = "Who are you?") => namesItsModel([{ prompt, shown: ["Well.", shown] }], pair);

describe("what a voter read", () => {
  it.each([
    ["a name", "I am Gemma."],
    ["a name that rendering puts together", "I am Gem[](https://example.org)ma."],
    ["a maker that a model calls its own", "I was trained by Google."],
    ["a name in Chinese", "我是通义千问。"],
  ])("is a leak with %s", (_, shown) => {
    expect(leaks(shown)).toBe(true);
  });

  it.each([
    ["a masked name", "I am ▇▇▇, made by ▇▇▇."],
    ["the name of another model", "I am ChatGPT, made by OpenAI."],
    ["a maker in another connection", "Google is a search engine."],
    ["a word that begins like a name", "Gemmation is a form of reproduction."],
  ])("is no leak with %s", (_, shown) => {
    expect(leaks(shown)).toBe(false);
  });

  it("is no leak where a prompt of the battle contains the name", () => {
    expect(leaks("Gemma is an open model.", "Compare gemma with others.")).toBe(false);
    expect(leaks("Gemma and Qwen are open models.", "Compare gemma with others.")).toBe(true);
  });
});
