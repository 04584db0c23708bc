import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readCatalog } from "../pipeline/read-catalog.ts";
import { getModel } from "../src/index.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "catalog-"));
  cpSync(join(import.meta.dirname, "../data"), folder, { recursive: true });
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Adds facts to the first block of facts after a line. */
const plant = (file: string, after: string, facts: string) => {
  const path = join(folder, file);
  const text = readFileSync(path, "utf8");
  const at = text.indexOf(`\n${after}\n`);
  if (at < 0) throw new Error(`${file} has no ${after}`);
  const [before, rest] = [text.slice(0, at), text.slice(at)];
  const indent = /\n( *)facts:\n/u.exec(rest)?.[1] ?? "";
  writeFileSync(path, before + rest.replace(/\n( *)facts:\n/u, `\n${indent}facts:\n${indent}  ${facts}\n`));
};

describe("facts that cannot be true together fail the build, each proved by its excerpt", () => {
  it.each([
    [
      "data that is younger than the model",
      "models/tii/falcon.yaml",
      "  falcon-7b:",
      'pretraining.cutoff: { value: "2024-01", source: falcon-post, quote: "knowledge up to January 2024" }',
      /falcon\.yaml:\d+ \(models\.falcon-7b\.facts\.pretraining\.cutoff\): is 2024-01, after the release on 2023-05/u,
    ],
    [
      "a tuned model that is older than its base",
      "models/tii/falcon.yaml",
      "      falcon-7b-instruct:",
      'released: { value: "2023-03-15", source: helm-metadata, quote: "name: tiiuae/falcon-7b-instruct … release_date: 2023-03-15" }',
      /variants\.falcon-7b-instruct\.facts\.released\): is 2023-03-15, before 2023-05, when its base tii\/falcon-7b was released/u,
    ],
    [
      "a tuned model of another shape",
      "models/tii/falcon.yaml",
      "      falcon-7b-instruct:",
      'architecture.layers: { value: 60, source: litgpt-config, quote: "name=falcon-40b{} … n_layer=60" }',
      /falcon-7b-instruct\.facts\.architecture\.layers\): is 60, but 32 of its base tii\/falcon-7b, and its maker says nothing of a change/u,
    ],
    [
      "a tuned model with another number of weights",
      "models/ibm/granite-3.0.yaml",
      "      granite-3.0-2b-instruct:",
      'parameters.total: { value: 2630000000, source: helm-metadata, quote: "name: ibm-granite/granite-3.0-2b-instruct … num_parameters: 2630000000" }',
      /parameters\.total\): is 2630000000, but 2530000000 of its base ibm\/granite-3\.0-2b-base/u,
    ],
    [
      "the paper of an older model",
      "models/microsoft/phi.yaml",
      "  phi-2:",
      'links.paper: { value: "2309.05463", source: litgpt-readme, quote: "Phi 1.5 & 2 | 1.3B, 2.7B | Microsoft Research | [Li et al. 2023](https://arxiv.org/abs/2309.05463)" }',
      /links\.paper\): 2309\.05463 is 3 months older than the model, and its maker does not cite it/u,
    ],
    [
      "the first of a month by an aggregator",
      "models/tii/falcon.yaml",
      "      falcon-40b-instruct:",
      'architecture.tiedEmbeddings: { value: true, source: litgpt-config, quote: "tied: True" }\n          pretraining.cutoff: { value: "2023-02-01", source: helm-metadata, quote: "2023-02-01" }',
      /pretraining\.cutoff\): is 2023-02-01, a day that the maker does not name: keep the month/u,
    ],
  ])("%s", (_, file, after, facts, sentence) => {
    plant(file, after, facts);
    expect(() => readCatalog(folder, "2026-11-24")).toThrow(sentence);
  });

  it("and all of them are named at once", () => {
    plant(
      "models/tii/falcon.yaml",
      "  falcon-7b:",
      'pretraining.cutoff: { value: "2026-01", source: gpt-oss-readme, quote: "January 2026" }',
    );
    plant(
      "models/microsoft/phi.yaml",
      "  phi-2:",
      'links.paper: { value: "2309.05463", source: litgpt-readme, quote: "arxiv.org/abs/2309.05463" }',
    );
    expect(() => readCatalog(folder, "2026-11-24")).toThrow(/phi\.yaml[^]*falcon\.yaml/u);
  });
});

describe("facts that were wrong", () => {
  it.each([
    ["microsoft/phi-2", "2023-12"],
    ["tii/falcon-7b-instruct", "2023-05"],
    ["deepseek/deepseek-v3", "2024-12-26"],
    ["microsoft/phi-4-mini-instruct", "2025-02"],
  ])("the release of %s is %s", (id, released) => {
    expect(getModel(id)?.released).toBe(released);
  });

  it("the paper of Phi-1.5 is not that of Phi-2, and Granite's sizes are those of their dimensions", () => {
    expect(getModel("microsoft/phi-2")?.links?.paper).toBeUndefined();
    expect(getModel("ibm/granite-3.0-2b-instruct")?.parameters?.total).toBe(getModel("ibm/granite-3.0-2b-base")?.parameters?.total);
    expect(getModel("mistral/mistral-7b-instruct-v0.1")?.pretraining?.cutoff).toBe("2023-09");
    expect(getModel("google/gemma-2-27b-it")?.pretraining?.cutoff).toBe("2024-06");
  });
});
