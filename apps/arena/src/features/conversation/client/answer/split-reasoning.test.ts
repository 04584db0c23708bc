import { expect, it } from "vitest";
import { splitReasoning } from "./split-reasoning";

it.each([
  ["Four.", null, "Four."],
  ["<think>\nTwo and two.\n</think>\n\nFour.", "Two and two.\n", "Four."],
  ["<think>\nTwo and", "Two and", ""],
  ["<think></think>Four.", "", "Four."],
  ["Two and two.\n</think>\nFour.", "Two and two.\n", "Four."],
  ["Write `</think>` at the end.", null, "Write `</think>` at the end."],
  ["It is 4. <think>", null, "It is 4. <think>"],
])("takes the reasoning off %j", (text, reasoning, answer) => {
  expect(splitReasoning(text)).toEqual({ reasoning, answer });
});
