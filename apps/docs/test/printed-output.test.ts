import { describe, expect, it } from "vitest";
import { printed } from "./printed-output.ts";

describe("what a guide shows and what a program printed", () => {
  it.each([
    ["a\nb", "a\nb\n"],
    ["a ... c", "a b c"],
    ["a\n...\nd", "a\nb\nc\nd"],
    ["a\n...\nd", "a\nd"],
    ["a\n...", "a\nb\nc"],
    ["f(x) [1]", "f(x) [1]  "],
  ])("%j is %j", (shown, output) => {
    expect(printed(shown, output)).toBe(true);
  });

  it.each([
    ["a\nb", "a\nc"],
    ["a", "a\nb"],
    ["a ... c", "a b\nc"],
    ["a\n...\nd", "a\nb"],
    ["1.5", "125"],
    ["", "a"],
  ])("%j is not %j", (shown, output) => {
    expect(printed(shown, output)).toBe(false);
  });
});
