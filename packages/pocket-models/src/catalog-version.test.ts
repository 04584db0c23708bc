import catalog from "@llmlist/catalog/package.json" with { type: "json" };
import { describe, expect, it } from "vitest";
import { majorVersionsBehind, pocketModels } from "./index.ts";

describe("the catalog that a pocket model learned from", () => {
  it("is not more than one major version behind the catalog of this repository; if it is, train the models again (MODEL_CARD.md)", () => {
    expect(pocketModels.filter((model) => majorVersionsBehind(model, catalog.version) > 1).map(({ id }) => id)).toEqual([]);
  });

  it.each([
    ["0.1.0", "0.1.0", 0],
    ["0.1.0", "0.9.4", 0],
    ["0.1.0", "1.0.0", 1],
    ["0.1.0", "2.0.0-beta.1", 2],
    ["3.0.0", "2.9.9", 0],
  ])("%s is told from %s: %i major versions behind", (catalogVersion, version, behind) => {
    expect(majorVersionsBehind({ catalogVersion }, version)).toBe(behind);
  });

  it("is compared with versions alone", () => {
    expect(() => majorVersionsBehind({ catalogVersion: "0.1.0" }, "latest")).toThrow('"latest" is no version of the form 1.2.3.');
  });
});
