import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { tinyModel, writeGguf } from "@llmlist/inference/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ConfigError, parseConfig, readConfig } from "./read-config";
import { arenaConfigJsonSchema } from "./schema";

const endpoint = { baseUrl: "http://127.0.0.1:8000/v1", model: "qwen" };
const far = { id: "far", name: "Far", endpoint };

describe("arena.config.json", () => {
  let folder: string;
  let file: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "llmlist-config-"));
    file = join(folder, "arena.config.json");
    writeFileSync(join(folder, "model.gguf"), writeGguf(tinyModel({ name: "Mine" })));
    writeFileSync(join(folder, "base.gguf"), writeGguf(tinyModel({ chatTemplate: null })));
    writeFileSync(join(folder, "broken.gguf"), "no model");
    mkdirSync(join(folder, "bin"));
    writeFileSync(join(folder, "bin", "llama-server"), "");
    chmodSync(join(folder, "bin", "llama-server"), 0o755);
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const parse = (text: string | object, environment: Record<string, string> = {}) =>
    parseConfig(typeof text === "string" ? text : JSON.stringify(text, null, 2), { file, environment, addedIds: new Set(["my-own"]) });
  const refusal = async (text: string | object, environment?: Record<string, string>): Promise<string> => {
    const error = await parse(text, environment).then(
      () => new Error("It was accepted."),
      (failure: Error) => failure,
    );
    expect(error).toBeInstanceOf(ConfigError);
    return error.message.replaceAll(folder, "FOLDER");
  };
  const withContestant = (more: object) => ({ contestants: [{ id: "one", name: "One", ...more }] });

  it("takes files, endpoints and llama-servers, with paths from its own folder", async () => {
    const config = await parse(
      {
        $schema: "./schema.json",
        bundledModels: "never",
        contestants: [
          { id: "mine", name: "Mine", organization: "Me", weight: 2, file: "model.gguf", systemPrompt: "", sampling: { topK: 0 } },
          { id: "base", name: "Base", file: join(folder, "base.gguf") },
          { ...far, catalogId: "qwen/qwen2.5-7b-instruct", endpoint: { ...endpoint, apiKeyVariable: "KEY", version: "2" } },
          { id: "served", name: "Served", llamaServer: { file: "model.gguf", command: ["bin/llama-server", "--n-gpu-layers", "9"] } },
        ],
      },
      { KEY: "sk-1" },
    );
    expect(config.bundledModels).toBe("never");
    expect(config.contestants).toMatchObject([
      { id: "mine", weight: 2, systemPrompt: "", source: { type: "file", path: join(folder, "model.gguf"), kind: "instruct" } },
      { source: { type: "file", kind: "base", promptFormat: { type: "transcript" } } },
      { source: { type: "endpoint", apiKey: "sk-1", version: "2" } },
      { source: { type: "llama-server", command: [join(folder, "bin", "llama-server"), "--n-gpu-layers", "9"] } },
    ]);
  });

  it("is optional, unless a setting names it", async () => {
    const none = join(folder, "none.json");
    expect(await readConfig(none, { environment: {}, isRequired: false })).toEqual({ bundledModels: null, contestants: [] });
    await expect(readConfig(none, { environment: {}, isRequired: true })).rejects.toThrow(/none\.json:1:1: The file cannot be read/);
  });

  it("finds llama-server on the PATH, or explains how to install it", async () => {
    const served = withContestant({ llamaServer: { file: "model.gguf" } });
    const { contestants } = await parse(served, { PATH: `/nowhere:${join(folder, "bin")}` });
    expect(contestants[0]?.source).toMatchObject({ command: [join(folder, "bin", "llama-server")] });
    expect(await refusal(served, { PATH: "/nowhere" })).toBe(
      "arena.config.json:6:22: contestants[0].llamaServer: There is no llama-server on the PATH. Install llama.cpp (brew install llama.cpp, winget install llama.cpp, or a release from its GitHub page), or name the program as command.",
    );
  });

  it.each([
    ["", "arena.config.json:1:1: The file is empty. Write {} for the defaults."],
    [
      '{\n  "bundledModels": "auto",\n}',
      "arena.config.json:3:1: This is not valid JSON: property name expected. A key in double quotes is missing here, or there is a comma too many.",
    ],
    ["{\n  // no\n}", "arena.config.json:2:3: This is not valid JSON: invalid comment token. JSON has no comments; remove it."],
    [
      '{\n  "contestants": [],\n  "contestants": []\n}',
      'arena.config.json:3:3: contestants: The key "contestants" stands twice. Remove one of the two.',
    ],
    ['{\n  "contestant": []\n}', 'arena.config.json:2:3: contestant: Unknown key "contestant". Did you mean "contestants"?'],
    ['{ "x": 1 }', 'arena.config.json:1:3: x: Unknown key "x". Known keys: $schema, bundledModels, contestants.'],
    [
      '{ "bundledModels": "nevr" }',
      'arena.config.json:1:20: bundledModels: "nevr" is not one of "auto", "always", "never". Did you mean "never"?',
    ],
    ["[]", "arena.config.json:1:1: Invalid input: expected object, received array."],
  ])("%j is refused with line, column and hint", async (text, sentence) => {
    expect(await refusal(text)).toBe(sentence);
  });

  it.each([
    [
      "a misspelt key of a contestant",
      { wieght: 1, file: "model.gguf" },
      /:6:7: contestants\[0\]\.wieght: Unknown key "wieght"\. Did you mean "weight"\?/,
    ],
    [
      "a misspelt key of an endpoint",
      { endpoint: { ...endpoint, apikeyvariable: "K" } },
      /:9:9: contestants\[0\]\.endpoint\.apikeyvariable: .* Did you mean "apiKeyVariable"\?/,
    ],
    ["a missing key", { endpoint: { model: "x" } }, /:6:19: contestants\[0\]\.endpoint: The key "baseUrl" is missing\./],
    [
      "a wrong type",
      { file: "model.gguf", weight: "2" },
      /:7:17: contestants\[0\]\.weight: Invalid input: expected number, received string\./,
    ],
    ["no source", {}, /contestants\[0\]: One of "file", "endpoint", "llamaServer" is missing\./],
    ["two sources", { file: "model.gguf", endpoint }, /contestants\[0\]\.endpoint: Only one of "file" and "endpoint" can stand here\./],
    [
      "a missing file",
      { file: "none.gguf" },
      /:6:15: contestants\[0\]\.file: FOLDER\/none\.gguf does not exist\. Paths are relative to FOLDER\./,
    ],
    ["a file that is no model", { file: "broken.gguf" }, /contestants\[0\]\.file: FOLDER\/broken\.gguf is no model/],
    [
      "a missing projector",
      { llamaServer: { file: "model.gguf", projector: "p.gguf", command: "bin/llama-server" } },
      /llamaServer\.projector: FOLDER\/p\.gguf does not exist/,
    ],
    ["a missing command", { llamaServer: { file: "model.gguf", command: "./server" } }, /llamaServer\.command: \.\/server was not found/],
    ["no address", { endpoint: { ...endpoint, baseUrl: "10.0.0.5:8000" } }, /endpoint\.baseUrl: The address must begin with http/],
    [
      "a key in the address",
      { endpoint: { ...endpoint, baseUrl: "http://u:secret@h/v1" } },
      /endpoint\.baseUrl: The address holds a password\./,
    ],
    [
      "a missing variable",
      { endpoint: { ...endpoint, apiKeyVariable: "VLM_KEY" } },
      /apiKeyVariable: The environment variable VLM_KEY is not set\. Did you mean VLLM_KEY\?/,
    ],
    [
      "an unknown model of the catalog",
      { file: "model.gguf", catalogId: "qwen/qwen2.5-7b-instuct" },
      /catalogId: The catalog has no model .* Did you mean .*qwen2\.5-7b-instruct/,
    ],
    ["an id with spaces", { id: "My model", file: "model.gguf" }, /contestants\[0\]\.id: Must have lower-case letters/],
    ["the id of a bundled model", { id: "pocket-5m-2611-q8_0", file: "model.gguf" }, /is that of a bundled model/],
    ["the id of a default model", { id: "smollm2-135m-instruct-q4_1", file: "model.gguf" }, /is that of a default model/],
    ["the id of an added file", { id: "my-own", file: "model.gguf" }, /is that of a file that was added/],
  ])("refuses %s", async (_, more, sentence) => {
    const said = await refusal(withContestant(more), { VLLM_KEY: "x" });
    expect(said).toMatch(sentence);
    expect(said).not.toContain("secret");
  });

  it("refuses a duplicate id, and reports all mistakes together in the order of the file", async () => {
    const said = await refusal({ contestants: [far, { ...far, name: "Other" }, { id: "b", name: "B", file: "none.gguf" }] });
    expect(said.split("\n")).toEqual([
      expect.stringContaining('contestants[1].id: The id "far" stands twice; contestants[0] has it.'),
      expect.stringContaining("contestants[2].file"),
    ]);
  });

  it("has a JSON Schema for editors", async () => {
    await expect(`${JSON.stringify(arenaConfigJsonSchema(), null, 2)}\n`).toMatchFileSnapshot(
      "../../../../../generated/arena.config.schema.json",
    );
  });
});
