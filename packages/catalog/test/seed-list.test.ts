import { describe, expect, it } from "vitest";
import { renderAwesomeList } from "../src/awesome-list.ts";
import { findModels, getModel, organizationName, parametersOf } from "../src/index.ts";

/**
 * The table of the list that this project began as, cell by cell. Sizes are those of the makers: the first Qwen has no 0.5B and 4B, TII calls its
 * 1.3B and 7.5B models 1B and 7B, and Phi has 1.3, 1.3 and 2.7 billion parameters.
 */
const rows: readonly {
  readonly families: readonly string[];
  readonly organization: string;
  readonly sizes: readonly number[];
  readonly paper?: string;
  readonly checkpoints?: readonly string[];
}[] = [
  { families: ["llama-2"], organization: "Meta", sizes: [7e9, 13e9, 70e9], paper: "2307.09288" },
  { families: ["llama-3"], organization: "Meta", sizes: [8e9, 70e9] },
  { families: ["qwen"], organization: "Qwen", sizes: [1.8e9, 7e9, 14e9, 72e9], paper: "2309.16609" },
  { families: ["qwen1.5"], organization: "Qwen", sizes: [0.5e9, 1.8e9, 4e9, 7e9, 14e9, 72e9] },
  { families: ["vicuna"], organization: "LMSYS", sizes: [7e9, 13e9, 33e9] },
  { families: ["xgen"], organization: "Salesforce", sizes: [7e9], paper: "2309.03450", checkpoints: ["Salesforce/xgen-7b-4k-base"] },
  { families: ["falcon"], organization: "TII", sizes: [1e9, 7e9, 40e9, 180e9], paper: "2306.01116" },
  {
    families: ["phi", "phi-1"],
    organization: "Microsoft",
    sizes: [1.3e9, 2.7e9],
    checkpoints: ["microsoft/phi-1", "microsoft/phi-1_5", "microsoft/phi-2"],
  },
  { families: ["phi-3"], organization: "Microsoft", sizes: [3.8e9, 7e9, 14e9], paper: "2404.14219" },
  { families: ["gemma"], organization: "Google", sizes: [2e9, 7e9] },
];

describe.each(rows)(
  "the row $families of the list that this project began as",
  ({ families, organization, sizes, paper, checkpoints = [] }) => {
    const models = findModels().filter(({ family }) => families.includes(family));

    it("has its organization", () => {
      expect([...new Set(models.map((model) => organizationName(model.organization)))]).toEqual([organization]);
    });

    it.each(sizes)("has a checkpoint of %d parameters", (size) => {
      const near = models.filter((model) => Math.abs((model.parameters?.nominal ?? parametersOf(model) ?? 0) / size - 1) < 0.15);
      expect(near.map(({ id }) => id)).not.toEqual([]);
    });

    it("has its paper and its checkpoints", () => {
      if (paper !== undefined) expect(models.map(({ links }) => links?.paper)).toContain(paper);
      for (const repository of checkpoints) expect(families).toContain(getModel(repository)?.family);
    });

    it.each(["en", "zh"] as const)("stands in the %s list with each checkpoint", (language) => {
      const list = renderAwesomeList({ language });
      expect(models.filter(({ name }) => !list.includes(name)).map(({ id }) => id)).toEqual([]);
    });
  },
);
