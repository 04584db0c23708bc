import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { findFormulas, splitFormulas, withSources } from "./find-formulas";

const found = (text: string) => findFormulas(text).formulas.map(({ tex, isDisplay }) => (isDisplay ? `[${tex}]` : tex));

describe("formulas in an answer", () => {
  it.each([
    ["$x^2$ and \\(y\\)", ["x^2", "y"]],
    ["\\[\na = b\n\\] then $$c$$", ["[a = b]", "[c]"]],
    ["**$n!$** grows", ["n!"]],
  ])("are found in %j", (text, formulas) => {
    expect(found(text)).toEqual(formulas);
  });

  it.each([
    "$5 and $10",
    "US$5 to $6",
    "a price of $5",
    "\\$x\\$",
    "`$x$`",
    "```\n$x$\n```",
    "```\n$x$",
    "$$\n\nx\n\n$$",
    "\\[just words in brackets\\]",
    "$ x $",
  ])("are not found in %j", (text) => {
    expect(found(text)).toEqual([]);
  });

  it("are none where the text itself has characters of private use, however often it is asked", () => {
    for (let times = 0; times < 3; times++) expect(found("\u{F0000}\u{F0001} and $x^2$")).toEqual([]);
  });

  it("can be put back as they were written", () => {
    const parts = fc.constantFrom("$", "$$", "x", " ", "5", "\\(", "\\)", "\\[", "\\]", "`", "```", "\n", "\\", "^", "\u{F0000}");
    fc.assert(
      fc.property(fc.array(parts, { maxLength: 30 }), (chunks) => {
        const text = chunks.join("");
        const { text: without, formulas } = findFormulas(text);
        expect(withSources(without, formulas)).toBe(text);
        expect(
          splitFormulas(without, formulas)
            .map((chunk) => (typeof chunk === "string" ? chunk : chunk.source))
            .join(""),
        ).toBe(text);
      }),
    );
  });

  it("are looked for quickly in a text made to slow it down", () => {
    for (const text of [
      "$".repeat(20_000),
      "\\(".repeat(10_000),
      "`".repeat(20_000),
      "$a ".repeat(8_000),
      "``a`".repeat(5_000),
      "```\n".repeat(5_000),
    ]) {
      const begin = performance.now();
      findFormulas(text);
      expect(performance.now() - begin).toBeLessThan(2_000);
    }
  });
});
