import { describe, expect, it } from "vitest";
import { recommendModels } from "./recommend.ts";

describe("the models that fit a memory", () => {
  it("take no more than it has, are pinned by a digest, and are listed largest first", () => {
    for (const memory of [1e9, 4e9, 16e9]) {
      const found = recommendModels(memory);
      expect(found.length).toBeGreaterThan(0);
      for (const { neededBytes, artifact } of found) {
        expect(neededBytes).toBeLessThanOrEqual(memory);
        expect(artifact).toMatchObject({ kind: "instruct", sha256: expect.stringMatching(/^[\da-f]{64}$/u) });
        expect(artifact.mirrors.length).toBeGreaterThan(0);
      }
      const sizes = found.map(({ parameters }) => parameters ?? 0);
      expect(sizes).toEqual(sizes.toSorted((left, right) => right - left));
    }
  });

  it("are one file of each model", () => {
    const models = recommendModels(64e9).map(({ artifact }) => artifact.model);
    expect(new Set(models).size).toBe(models.length);
  });

  it("are none where nothing fits", () => {
    expect(recommendModels(1e6)).toEqual([]);
  });
});
