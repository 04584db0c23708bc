import { expect, it } from "vitest";
import { styleOf, styleOfAll } from "./style-of";

it("counts headings, list items and bold passages", () => {
  const text = "# One\n\n- **a**\n* b\n1. c\n  2) __d__\n\n#no heading\n-no item\n## Two";
  expect(styleOf(text)).toEqual({ length: text.length, headings: 2, lists: 4, bold: 2 });
});

it("counts no mark inside code", () => {
  expect(styleOf("```md\n# One\n- **a**\n```\nText")).toMatchObject({ headings: 0, lists: 0, bold: 0 });
  expect(styleOf("~~~\n# One\n~~~\n# Two")).toMatchObject({ headings: 1 });
});

it("adds up the answers of a conversation", () => {
  expect(styleOfAll(["- a", "# b\n- c"])).toEqual({ length: 10, headings: 1, lists: 2, bold: 0 });
  expect(styleOfAll([])).toEqual({ length: 0, headings: 0, lists: 0, bold: 0 });
});
