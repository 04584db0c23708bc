import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { run } from "../src/cli/commands.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "gaps-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const write = (path: string, text: string): void => {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
};
const missing = (listing: string): readonly { readonly name: string }[] =>
  JSON.parse(run(["gaps", "--against", listing, folder, "--json"])) as { name: string }[];

describe("what another list has and the catalog lacks", () => {
  it("of models.dev, the most served first, without closed models and without those that are here under another name", () => {
    const model = (name: string, open: boolean) => `name = "${name}"\nopen_weights = ${open}\nrelease_date = "2026-07-01"\n`;
    write("models/moonshotai/kimi-k2.6.toml", model("Kimi K2.6", true));
    write("models/maker/new-8b.toml", model("New 8B", true));
    write("models/maker/newer-8b.toml", model("Newer 8B", true));
    write("models/maker/closed.toml", model("Closed", false));
    for (const provider of ["one", "two"]) write(`providers/${provider}/models/x.toml`, 'base_model = "maker/newer-8b"\n');
    expect(missing("models.dev")).toEqual([
      { name: "maker/newer-8b", names: ["maker/newer-8b", "Newer 8B"], servedBy: 2, released: "2026-07-01" },
      { name: "maker/new-8b", names: ["maker/new-8b", "New 8B"], servedBy: 0, released: "2026-07-01" },
    ]);
    expect(run(["gaps", "--against", "models.dev", folder, "--limit", "1"])).toMatch(
      /^2 of 3 models .*\n\n.*\nmaker\/newer-8b +2026-07-01 +2$/u,
    );
  });

  it("of Xinference, repositories of original weights, those of the families changed last first", () => {
    const family = (updated: number, ...repositories: readonly string[]) => ({
      updated_at: updated,
      model_specs: repositories.map((id) => ({ model_format: "pytorch", model_src: { huggingface: { model_id: id } } })),
    });
    const families = [family(1, "maker/Old-8B", "Qwen/Qwen3-8B"), family(2, "maker/New-8B", "maker/New-8B")];
    write("xinference/model/llm/llm_family.json", JSON.stringify(families));
    expect(missing("xinference").map(({ name }) => name)).toEqual(["maker/New-8B", "maker/Old-8B"]);
  });

  it("of HELM, open models, the newest first", () => {
    const entry = (name: string, access: string, date: string) =>
      `  - name: ${name}\n    display_name: ${name} display\n    access: ${access}\n    release_date: ${date}\n`;
    const entries = [
      entry("a/old", "open", "2024-01-02"),
      entry("a/new", "open", "2025-01-02"),
      entry("a/closed", "limited", "2026-01-02"),
    ];
    write("src/helm/config/model_metadata.yaml", `models:\n${entries.join("")}${entry("meta/llama-3.1-8b", "open", "2024-07-23")}`);
    expect(missing("helm").map(({ name }) => name)).toEqual(["a/new", "a/old"]);
  });

  it("and refuses a folder that is no checkout of the list, or none at all", () => {
    expect(() => missing("helm")).toThrow(/has no src\/helm\/config\/model_metadata\.yaml: give the root of a checkout/u);
    expect(() => run(["gaps", folder])).toThrow(/gaps takes one folder and --against/u);
    expect(() => run(["gaps", "--against", "nowhere", folder])).toThrow(/models\.dev, xinference, helm/u);
  });
});
