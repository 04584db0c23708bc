import { artifacts } from "@llmlist/catalog/artifacts";
import { describe, expect, it } from "vitest";
import { defaultModels } from "./default-models.ts";

describe("the default models", () => {
  it.each(defaultModels)("have the size and digest that the catalog lists: $id", ({ file, model, bytes, sha256, quantization }) => {
    const listed = artifacts({ model: model ?? "", quantization }).find((artifact) => artifact.file === file);
    expect(listed).toMatchObject({ bytes, sha256 });
  });

  it("are listed smallest first", () => {
    const sizes = defaultModels.map(({ bytes }) => bytes);
    expect(sizes).toEqual(sizes.toSorted((left, right) => left - right));
  });
});
