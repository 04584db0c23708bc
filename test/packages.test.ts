import { execFile } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { checkPackage, createPackageFromTarballData } from "@arethetypeswrong/core";
import { publint } from "publint";
import { formatMessage } from "publint/utils";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const run = promisify(execFile);
const root = fileURLToPath(new URL("..", import.meta.url));
const packages = ["catalog", "elo", "evals", "inference", "pocket-models"] as const;
const folder = mkdtempSync(join(tmpdir(), "llmlist-packages-"));
const tarballs = new Map<string, Buffer>();
/** A folder that has the packed packages, and nothing else of this repository than their dependencies. */
const consumer = join(folder, "consumer");
const modules = join(consumer, "node_modules");

const node = (source: string) => {
  const file = join(consumer, "main.mjs");
  writeFileSync(file, source);
  return run(process.execPath, [file], { cwd: consumer }).then(({ stdout }) => stdout.trim());
};
const command = (path: string, ...parameters: string[]) =>
  run(process.execPath, [join(modules, "@llmlist", path), ...parameters], { cwd: consumer }).then(({ stdout }) => stdout);

/** Links what the package says it depends on, as an installer would; what it does not say is not there. */
function linkDependencies(name: string): void {
  const { dependencies = {} } = JSON.parse(readFileSync(join(modules, "@llmlist", name, "package.json"), "utf8")) as {
    dependencies?: Record<string, string>;
  };
  for (const dependency of Object.keys(dependencies).filter((one) => !one.startsWith("@llmlist/"))) {
    const path = join(modules, dependency);
    mkdirSync(dirname(path), { recursive: true });
    // Packages that depend on the same one share it.
    rmSync(path, { force: true, recursive: true });
    symlinkSync(join(root, "packages", name, "node_modules", dependency), path, "junction");
  }
}

beforeAll(async () => {
  for (const name of packages) {
    const target = join(folder, name);
    mkdirSync(target);
    await run("npm", ["pack", "--ignore-scripts", "--pack-destination", target], {
      cwd: join(root, "packages", name),
      shell: process.platform === "win32",
    });
    const [file = ""] = readdirSync(target);
    tarballs.set(name, readFileSync(join(target, file)));
    await run("tar", ["-xzf", join(target, file), "-C", target]);
    cpSync(join(target, "package"), join(modules, "@llmlist", name), { recursive: true });
    linkDependencies(name);
  }
}, 120_000);
afterAll(() => rmSync(folder, { recursive: true }));

describe.each(packages)("the packed @llmlist/%s", (name) => {
  const data = () => new Uint8Array(tarballs.get(name) ?? []);
  const read = (path: string) => readFileSync(join(modules, "@llmlist", name, path), "utf8");

  it("passes publint", async () => {
    const { messages, pkg } = await publint({ pack: { tarball: data().buffer }, strict: true });
    expect(messages.map((message) => formatMessage(message, pkg))).toEqual([]);
  });

  it("has types that Are The Types Wrong accepts, as ESM", async () => {
    const analysis = await checkPackage(createPackageFromTarballData(data()));
    const problems = analysis.types === false ? ["no types"] : analysis.problems;
    const ofEsm = problems.filter(
      (problem) => typeof problem === "string" || !("resolutionKind" in problem) || !/^node(?:10|16-cjs)$/u.test(problem.resolutionKind),
    );
    expect(ofEsm).toEqual([]);
  });

  it("holds the text of its licence, a README, keywords, and no link that leads nowhere", () => {
    expect(read("LICENSE")).toBe(readFileSync(join(root, "LICENSE"), "utf8"));
    expect(read("README.md").length).toBeGreaterThan(500);
    const manifest = JSON.parse(read("package.json")) as Record<string, unknown>;
    expect(manifest).toMatchObject({ license: expect.stringContaining("MIT"), engines: { node: ">=20.19" }, sideEffects: false });
    expect(manifest.keywords).toHaveLength(new Set(manifest.keywords as string[]).size);
    expect((manifest.keywords as string[]).length).toBeGreaterThan(5);
    for (const link of ["repository", "homepage", "bugs"]) expect(manifest).not.toHaveProperty(link);
  });

  it("has a README whose relative links lead to files of the package", () => {
    const links = Array.from(read("README.md").matchAll(/\]\((?!https?:|#)([^)#]+)/gu), ([, link]) => join(link ?? ""));
    const files = readdirSync(join(modules, "@llmlist", name), { recursive: true, encoding: "utf8" });
    expect(links.filter((link) => !files.includes(link))).toEqual([]);
  });

  it("holds its code and no test", () => {
    const files = readdirSync(join(modules, "@llmlist", name), { recursive: true, encoding: "utf8" });
    expect(files.filter((file) => /\.test\./u.test(file))).toEqual([]);
    expect(files).toContain(join("dist", "index.js"));
    expect(files).toContain(join("dist", "index.d.ts"));
  });
});

describe("the packed packages, in a folder of their own", { timeout: 60_000 }, () => {
  it("rate votes, in a program and by the command", async () => {
    const rated = await node(`
      import { columnsFromVotes, pairCountsFromColumns, rateModels } from "@llmlist/elo";
      const votes = [{ a: "x", b: "y", outcome: "a" }, { a: "x", b: "y", outcome: "a" }, { a: "y", b: "x", outcome: "a" }];
      console.log(rateModels(pairCountsFromColumns(columnsFromVotes(votes))).models.map(({ model }) => model).join());`);
    expect(rated).toBe("x,y");
    writeFileSync(join(consumer, "votes.csv"), "model_a,model_b,winner\nx,y,model_a\nx,y,model_a\nx,y,model_b\n");
    expect(await command("elo/dist/cli/main.js", "rank", "votes.csv")).toMatch(/\bx\b[^]*\by\b/u);
  });

  it("answer from a bundled model, through every entry point of inference, and by its command", async () => {
    const answered = await node(`
      import { createWorkerPool } from "@llmlist/inference";
      import { listLocalModels } from "@llmlist/inference/models";
      import { listen } from "@llmlist/inference/server";
      import { createScriptedEngine } from "@llmlist/inference/testing";
      const models = (await listLocalModels("${consumer.replaceAll("\\", "/")}/models")).slice(0, 1);
      const pool = createWorkerPool({ models, sequences: 1, contextTokens: 512, threads: 1 });
      await pool.whenReady();
      const server = await listen(pool, { port: 0, host: "127.0.0.1", limits: { timeoutMs: 30_000 }, log: console.error });
      const response = await fetch(server.url + "/v1/chat/completions", { method: "POST", headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ model: models[0].id, messages: [{ role: "user", content: "Hello" }], max_tokens: 8, temperature: 0 }) });
      const { choices } = await response.json();
      await server.close();
      await pool.close();
      console.log(choices[0].message.content.length > 0, typeof createScriptedEngine);`);
    expect(answered).toBe("true function");
    expect(await command("inference/dist/cli/main.js", "--help")).toContain("serve");
  });

  it("know facts, by the command", async () => {
    expect(await command("catalog/dist/cli/main.js", "show", "Llama 2 7B")).toContain("pretraining.tokens");
  });

  it("do not find a package that they do not depend on", async () => {
    await expect(node('import "drizzle-orm";')).rejects.toThrow("Cannot find package");
  });
});
