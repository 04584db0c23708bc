import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { run } from "../src/cli/commands.ts";
import { findModels, requireModel } from "../src/index.ts";
import { rankModels } from "../src/results.ts";

const json = <Data>(...argv: string[]): Data => JSON.parse(run([...argv, "--json"])) as Data;

describe("the command line", () => {
  it("shows, lists, compares and sources", () => {
    expect(run(["show", "Llama", "2", "7B"])).toMatch(/^pretraining\.tokens +2000000000000$/mu);
    expect(json("show", "meta/llama-2-7b")).toEqual(requireModel("meta/llama-2-7b"));
    expect(run(["list", "--family", "gpt-oss"])).toMatch(/openai\/gpt-oss-120b +gpt-oss-120b +2025-08\S* +117B/u);
    expect(run(["compare", "meta/llama-2-7b", "meta/llama-3-8b"])).toMatch(/context\.native +4096 +8192/u);
    expect(run(["source", "meta/llama-2-7b", "license"])).toContain("LLAMA 2 COMMUNITY LICENSE AGREEMENT");
    expect(run(["source", "Llama 3.2 1B", "mmlu"])).toContain("General | MMLU | 5 | macro_avg/acc_char | 32.2");
    expect(run(["results", "--model", "Llama 2 70B", "--benchmark", "MMLU"])).toContain("llama-2-card");
    expect(run(["search", "lama", "3", "8b"]).split("\n")[1]).toMatch(/^meta\/llama-3-8b /u);
    const fitting = json<{ fits: { model: string }[] }>("fits", "--memory", "4GiB");
    expect(fitting.fits.map(({ model }) => model)).toContain("meta/llama-3.2-1b");
    expect(fitting.fits.filter(({ model }) => model.includes("70b"))).toEqual([]);
  });

  it("limits, sorts and filters as the functions do", () => {
    const argv = [
      "list",
      "--max-parameters",
      "8B",
      "--commercial-use",
      "yes",
      "--released-after",
      "2024-06",
      "--sort",
      "released",
      "--limit",
      "5",
    ];
    const found = json<{ id: string }[]>(...argv);
    const query = { parameters: { max: 8e9 }, commercialUse: "yes", releasedAfter: "2024-06", sort: "released", limit: 5 } as const;
    expect(found.map(({ id }) => id)).toEqual(findModels(query).map(({ id }) => id));
    const released = findModels(query).map((model) => model.released ?? "");
    expect(released).toEqual(released.toSorted().toReversed());
    const eight = json<{ shots: number; value: number }[]>("results", "--benchmark", "gsm8k", "--shots", "8", "--sort", "value");
    expect(eight.length).toBeGreaterThan(5);
    expect(eight.every(({ shots }) => shots === 8)).toBe(true);
    expect(eight.map(({ value }) => value)).toEqual(eight.map(({ value }) => value).toSorted((left, right) => right - left));
  });

  it("writes its version, and a help for each command with nothing of the others", () => {
    const manifest = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")) as { version: string };
    expect(run(["--version"])).toBe(manifest.version);
    const help = run(["fits", "--help"]);
    expect(help).toContain("--context <tokens>");
    expect(help).not.toContain("--family");
    for (const name of [
      "search",
      "show",
      "list",
      "compare",
      "results",
      "best",
      "fits",
      "files",
      "speeds",
      "hardware",
      "source",
      "awesome-list",
    ]) {
      expect(run([])).toContain(`  ${name} `);
      expect(run([name, "--help"])).toMatch(new RegExp(`^usage: llmlist-catalog ${name} `, "u"));
    }
  });

  it.each([
    [["show", "nothing"], 'The catalog has no model "nothing".'],
    [["show"], "Which model?"],
    [["fits"], "Give either --memory"],
    [["fits", "--memory", "lots"], "--memory is lots, but must be a size such as 8GB or 24GiB."],
    [["fits", "--hardware", "RTX 4090", "--count", "4"], "fits has no option --count; it has --memory, --hardware,"],
    [["list", "--memory", "8GB"], "list has no option --memory; it has --family,"],
    [["list", "llama"], 'list takes no "llama"; see llmlist-catalog list --help.'],
    [["list", "--kind", "chat"], "--kind is chat, but must be one of: base, instruct, reasoning."],
    [["list", "--family", "nope-9"], 'The catalog has no family "nope-9".'],
    [["list", "--limit", "0"], "--limit is 0, but must be a whole number above 0."],
    [["list", "--max-parameters", "many"], "--max-parameters is many, but must be a number of parameters such as 8B or 270M."],
    [["list", "--released-after", "last year"], 'releasedAfter is "last year", but must be an ISO 8601 date'],
    [["results", "--benchmark", "mmul"], 'The catalog has no benchmark "mmul". Did you mean mmlu'],
    [["results", "--model"], "Option '--model <value>' argument missing"],
    [["speeds", "--test", "tg99x"], 'test is "tg99x", but must be as llama-bench names it'],
    [["compare", "meta/llama-2-7b"], "compare needs two models or more."],
    [["source", "meta/llama-2-7b", "vision.encoder"], "No source gives vision.encoder of meta/llama-2-7b."],
    [["source", "meta/llama-2-7b", "vision.encodr"], 'No record has a field "vision.encodr". Did you mean vision.encoder'],
    [["best"], "best needs a benchmark"],
    [["sing"], "There is no command sing."],
  ])("says what is wrong: %j", (argv, sentence) => {
    expect(() => run(argv)).toThrow(sentence);
  });
});

describe("the best model for a benchmark within a memory", () => {
  const options = { benchmark: "mmlu", memory: 8e9, quantization: "Q4_K_M", context: 8192 } as const;

  it("is ranked by its result, fits, and stands beside those that nobody can judge", () => {
    const { ranked, unjudged } = rankModels(options);
    expect(ranked.length).toBeGreaterThan(20);
    expect(unjudged.length).toBeGreaterThan(0);
    expect(unjudged[0]?.reason).toMatch(/^(?:no source gives|the catalog does not know)/u);
    const values = ranked.map(({ result }) => result.value);
    expect(values).toEqual(values.toSorted((left, right) => right - left));
    for (const { needed, result } of ranked) {
      expect(needed.total).toBeLessThanOrEqual(8e9);
      expect(result.benchmark).toBe("mmlu");
    }
    expect(ranked.some(({ model }) => unjudged.some((other) => other.model === model))).toBe(false);
  });

  it("takes the maker's own result, and only those that were measured as asked", () => {
    const llama = rankModels(options).ranked.find(({ model }) => model === "meta/llama-3.1-8b");
    expect(llama?.result.reporter).toBe("meta");
    expect(rankModels({ ...options, shots: 5 }).ranked.every(({ result }) => result.shots === 5)).toBe(true);
    expect(run(["best", "mmlu", "--memory", "8GB", "--limit", "3"])).toMatch(/could not be judged/u);
  });
});
