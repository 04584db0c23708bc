import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createIdentityFilter, identityWords, redactIdentity } from "./redact-identity";

const words = identityWords([
  { id: "smollm2-135m", name: "SmolLM2 135M", organization: "Hugging Face", path: "/models/SmolLM2-135M.gguf" },
  { id: "gemma-3", name: "Gemma 3", organization: "Google", path: "/models/gemma-3.gguf" },
]);

describe("the identity filter", () => {
  it("takes out id, name, family, file and maker in any case", () => {
    const shown = redactIdentity("I am GEMMA 3 (gemma-3.gguf) by google, not SmolLM from HuggingFace or Hugging Face.", words);
    for (const word of words) expect(shown.toLowerCase()).not.toContain(word);
  });

  it("leaves other text as it is, in any cutting", () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: fc.constantFrom("x", "好", " ", "\n", "🙂") })), (pieces) => {
        const filter = createIdentityFilter(words);
        expect(pieces.map((piece) => filter.push(piece)).join("") + filter.end()).toBe(pieces.join(""));
      }),
    );
  });

  it("finds a name however it is cut into pieces, and gives the same text for each cutting", () => {
    const text = fc.array(fc.constantFrom(...words, "gem", "ma", "smol", " ", "hugging", "goo", "a")).map((parts) => parts.join(""));
    fc.assert(
      fc.property(text, fc.array(fc.nat({ max: 5 })), (whole, cuts) => {
        const filter = createIdentityFilter(words);
        let shown = "";
        let rest = whole;
        for (const cut of cuts) {
          shown += filter.push(rest.slice(0, cut));
          rest = rest.slice(cut);
        }
        shown += filter.push(rest) + filter.end();
        for (const word of words) expect(shown.toLowerCase()).not.toContain(word);
      }),
    );
  });

  it("passes everything where there are no words", () => {
    expect(redactIdentity("Gemma", [])).toBe("Gemma");
  });
});
