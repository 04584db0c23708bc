import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createNameMask, maskNames, namesOf, unmaskedPrefix } from "./mask-names";

const names = namesOf([
  { id: "smollm2-135m", name: "SmolLM2 135M", organization: "Hugging Face", path: "/models/SmolLM2-135M.gguf" },
  { id: "gemma-3", name: "Gemma 3", organization: "Google", path: "/models/gemma-3.gguf" },
]);

describe("the mask of names", () => {
  it("masks id, name, family, file and organization in any case", () => {
    const shown = maskNames("I am GEMMA 3 (gemma-3.gguf) by google, not SmolLM from HuggingFace or Hugging Face.", names);
    for (const name of names) expect(shown.toLowerCase()).not.toContain(name);
  });

  it("masks a name after a letter whose lower case is longer, however the text is cut", () => {
    const text = "İİ Gemma İgemma-3 İ";
    for (const size of [1, 2, 3, 4, 5, 7]) {
      const filter = createNameMask(names);
      const shown = (text.match(new RegExp(`.{1,${size}}`, "gu")) ?? []).map((chunk) => filter.push(chunk)).join("") + filter.end();
      expect(shown).toBe("İİ ▇▇▇ İ▇▇▇ İ");
    }
  });

  it("leaves other text as it is, in any cutting", () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: fc.constantFrom("x", "好", " ", "\n", "🙂") })), (chunks) => {
        const filter = createNameMask(names);
        expect(chunks.map((chunk) => filter.push(chunk)).join("") + filter.end()).toBe(chunks.join(""));
      }),
    );
  });

  it("finds a name however it is cut into chunks, and gives the same text for each cutting", () => {
    const text = fc.array(fc.constantFrom(...names, "gem", "ma", "smol", " ", "hugging", "goo", "a")).map((parts) => parts.join(""));
    fc.assert(
      fc.property(text, fc.array(fc.nat({ max: 5 })), (whole, cuts) => {
        const filter = createNameMask(names);
        let shown = "";
        let rest = whole;
        for (const cut of cuts) {
          shown += filter.push(rest.slice(0, cut));
          rest = rest.slice(cut);
        }
        shown += filter.push(rest) + filter.end();
        for (const name of names) expect(shown.toLowerCase()).not.toContain(name);
      }),
    );
  });

  it("passes everything where there are no names", () => {
    expect(maskNames("Gemma", [])).toBe("Gemma");
  });

  it("finds the part of an answer that a shown prefix covers", () => {
    const text = fc.array(fc.constantFrom("Gemma 3", "google", "smol", " and ", "好", "x")).map((parts) => parts.join(""));
    fc.assert(
      fc.property(text, fc.nat({ max: 60 }), (raw, length) => {
        const shown = maskNames(raw, names).slice(0, length);
        const prefix = unmaskedPrefix(raw, names, shown.length);
        expect(raw.startsWith(prefix)).toBe(true);
        expect(maskNames(prefix, names).startsWith(shown)).toBe(true);
        expect(maskNames(prefix, names).length - shown.length).toBeLessThan(3);
      }),
    );
  });
});
