import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { pocketModels } from "./index.ts";

describe("the pocket models", () => {
  it.each(pocketModels)("$id is the file that its facts describe", ({ path, bytes, sha256, name, catalogVersion, trainingCommit }) => {
    const file = readFileSync(path);
    expect([file.length, createHash("sha256").update(file).digest("hex")]).toEqual([bytes, sha256]);
    for (const text of [name, catalogVersion, trainingCommit]) expect(file.includes(text), `${text} stands in the file`).toBe(true);
  });

  it("take at most 10 MB together", () => {
    expect(pocketModels.reduce((sum, { bytes }) => sum + bytes, 0)).toBeLessThan(10e6);
  });

  it("are two sizes, the small one in three quantizations", () => {
    expect(new Set(pocketModels.map(({ parameters }) => parameters)).size).toBe(2);
    expect(pocketModels.map(({ quantization }) => quantization)).toEqual(["Q8_0", "F16", "Q8_0", "Q4_0"]);
  });
});
