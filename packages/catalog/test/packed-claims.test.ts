import { readFileSync, statSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { packClaims, unpackClaims } from "../src/packed-claims.ts";

const home = join(import.meta.dirname, "..");

it("claims are the same after they were packed", () => {
  const claims = {
    "maker/a": {
      "parameters.total": [
        { value: 8e9, source: "card", quote: "name: A, … total: 8B" },
        { value: 8.03e9, source: "list", quote: "name: A, … 8.03" },
      ],
      "pretraining.tokens": [{ value: 15e12, bound: "at-least" as const, source: "card", quote: "15T+" }],
      languages: [{ value: ["en", "zh"], source: "card", quote: "English …… name: A, … Chinese" }],
    },
    "maker/b": { license: [{ value: "MIT", source: "card", quote: "" }] },
  };
  const packed = packClaims(claims);
  expect(unpackClaims(packed)).toEqual(claims);
  expect(packed.parts.filter((part) => part === "name: A,")).toHaveLength(1);
});

it("all that is published takes 5.2 MB at most", () => {
  const { files } = JSON.parse(readFileSync(join(home, "package.json"), "utf8")) as { files: readonly string[] };
  const sizeOf = (path: string): number =>
    statSync(path).isDirectory() ? readdirSync(path).reduce((sum, entry) => sum + sizeOf(join(path, entry)), 0) : statSync(path).size;
  expect(files.reduce((sum, file) => sum + sizeOf(join(home, file)), 0)).toBeLessThanOrEqual(5_200_000);
});
