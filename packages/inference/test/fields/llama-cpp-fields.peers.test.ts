import { expect, it } from "vitest";
import committed from "./llama-cpp-fields.json" with { type: "json" };
import { llamaCppFields } from "./list-fields.ts";

it("the committed list holds the fields of the llama.cpp that node-llama-cpp brings", { timeout: 120_000 }, async () => {
  expect(await llamaCppFields()).toEqual(committed);
});
