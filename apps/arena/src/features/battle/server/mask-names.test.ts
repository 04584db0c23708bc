import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createNameFinder } from "./identity/find-names";
import { createNameMask, MASK, maskNames, unmaskedPrefix } from "./mask-names";

const names = createNameFinder([
  { id: "smollm2-135m", name: "SmolLM2 135M", organization: "Hugging Face" },
  { id: "gemma-3-270m", name: "Gemma 3 270M", organization: "Google" },
  { id: "llama-3.2-1b", name: "Llama 3.2 1B", organization: "Meta" },
]);

/** What is released for each chunk, and at the end. */
function streamed(chunks: readonly string[]): string[] {
  const mask = createNameMask(names);
  return [...chunks.map((chunk) => mask.push(chunk)), mask.end()];
}

const passages = fc
  .array(
    fc.constantFrom(
      "Gemma", "gem", "ma", "**Gem**ma", "Gem<b></b>ma", "G e m m a", "&#71;emma", "smol", "LM2", " 135M", "hugging", " face", "HuggingFace",
      "Llama", " 3.2", "llama", "I am ", "my name is ", "made by ", "Google", "Meta", "DeepMind", " and ", ". ", "\n", "\n\n", "谷歌", "我是", "好", "🙂", "x", "İ", "`", "*", "<",
    ),
    { maxLength: 40 },
  )
  .map((parts) => parts.join("")); // prettier-ignore

describe("the mask of names", () => {
  it.each([
    ["I am GEMMA 3 (gemma-3-270m) by Google.", "I am ▇▇▇ (▇▇▇) by ▇▇▇."],
    ["I am **Gem**ma, or Gem**ma**, or *Gemma*.", "I am **▇▇▇**, or **▇▇▇**, or *▇▇▇*."],
    ["İİ Gemma İ gemma-3 İ", "İİ ▇▇▇ İ ▇▇▇ İ"],
    ['Loaded with `AutoModel("google/gemma-3-270m-it")`.', 'Loaded with `AutoModel("▇▇▇")`.'],
    [
      "A metaphor on gemmation, a Gemmatic smell, a hugging face, the llama.",
      "A metaphor on gemmation, a Gemmatic smell, a hugging face, the llama.",
    ],
  ])("shows %j as %j", (text, shown) => {
    expect(maskNames(text, names)).toBe(shown);
  });

  it("is of one length, whatever the name", () => {
    for (const name of ["Gemma", "gemma-3-270m-it-q4_0.gguf", "G e m m a", "SmolLM2 135M"])
      expect(maskNames(`<${name}>`, names)).toBe(`<${MASK}>`);
  });

  it("gives the same text however an answer is cut, and never takes back what it released", () => {
    fc.assert(
      fc.property(passages, fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1 }), (text, sizes) => {
        const chunks: string[] = [];
        for (let start = 0; start < text.length; start += chunks.at(-1)?.length ?? 1) {
          chunks.push(text.slice(start, start + (sizes[chunks.length % sizes.length] ?? 1)));
        }
        expect(streamed(chunks).join("")).toBe(maskNames(text, names));
      }),
    );
  });

  it.each(["I am Gemma 3, yes.", "I am G e m m a.", "I am a model made by Google, yes.", "I am **Gem**ma."])(
    "shows no letter of the name in %j before the name is complete",
    (sentence) => {
      const text = `Hello, this is all that I can say to you. ${sentence}`;
      const before = text.slice(0, text.search(/\*\*Gem|Gem|G e|Google/u));
      let shown = "";
      for (const fresh of streamed([...text])) {
        shown += fresh;
        expect(shown.includes(MASK) || before.startsWith(shown.replace(/\*+$/u, ""))).toBe(true);
      }
      expect(shown).toContain(MASK);
    },
  );

  it("passes everything where there are no names", () => {
    expect(maskNames("Gemma", createNameFinder([]))).toBe("Gemma");
  });

  it("keeps up with an answer made to slow it down", () => {
    for (const text of [
      "I am Llama ".repeat(500),
      "<a ".repeat(2_000),
      "我是由来自一个名为".repeat(300) + "谷歌",
      "a b c d e f ".repeat(400),
    ]) {
      const begin = performance.now();
      maskNames(text, names);
      expect(performance.now() - begin).toBeLessThan(2_000);
    }
  });

  it("finds the part of an answer that a shown prefix stands for", () => {
    fc.assert(
      fc.property(passages, fc.nat({ max: 60 }), (raw, length) => {
        const shown = maskNames(raw, names).slice(0, length);
        const prefix = unmaskedPrefix(raw, names, shown.length);
        expect(raw.startsWith(prefix)).toBe(true);
        expect(prefix.length === raw.length || prefix.length > 0 || shown.length === 0).toBe(true);
      }),
    );
  });
});
