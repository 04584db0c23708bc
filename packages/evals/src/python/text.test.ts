import { describe, expect, it } from "vitest";
import { capitalize, codePoints, floatText, rightStrip, strip } from "./text.ts";

describe("texts of Python", () => {
  it("lose Python's white space, and keep what JavaScript takes for it", () => {
    expect([strip("\u0085\u001C a \u2028"), strip("\uFEFFa"), rightStrip(" a\u001F\n")]).toEqual(["a", "\uFEFFa", " a"]);
  });

  it("are capitalized with all other letters in lower case", () => {
    expect(["the MAN", "ßA", "ǆA", "ŉA", "ΑΣ", "ᾳ", "ა", "1Ab", ""].map(capitalize)).toEqual([
      "The man",
      "Ssa",
      "ǅa",
      "ʼNa",
      "Ας",
      "ᾼ",
      "ა",
      "1ab",
      "",
    ]);
  });

  it("have a length in code points, and numbers as Python prints them", () => {
    expect(codePoints("a😀é")).toBe(3);
    expect([0.1, 1e-5, -5, 1e16, 1e22, 0.00012345, -0, Number.NaN, Number.NEGATIVE_INFINITY].map(floatText)).toEqual([
      "0.1",
      "1e-05",
      "-5.0",
      "1e+16",
      "1e+22",
      "0.00012345",
      "-0.0",
      "nan",
      "-inf",
    ]);
  });
});
