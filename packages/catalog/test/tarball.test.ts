import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { createContext, runInContext } from "node:vm";
import { build as bundle } from "esbuild";
import { build as buildPage } from "vite";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";

// Compilers and installers, which a busy machine may keep waiting.
vi.setConfig({ testTimeout: 120_000 });

const run = promisify(execFile);
const home = join(import.meta.dirname, "..");
const compiler = createRequire(import.meta.url).resolve("typescript/bin/tsc");
const folder = mkdtempSync(join(tmpdir(), "catalog-package-"));
const tarball = () => join(folder, readdirSync(folder).find((file) => file.endsWith(".tgz")) ?? "");

const installers = {
  npm: ["npm", "install", "--offline", "--no-audit", "--no-fund"],
  pnpm: ["npx", "--yes", "pnpm@12", "add", "--offline", "--ignore-workspace"],
} as const;

beforeAll(async () => {
  await run("npm", ["pack", "--ignore-scripts", "--pack-destination", folder], { cwd: home });
  for (const [name, [program, ...words]] of Object.entries(installers)) {
    mkdirSync(join(folder, name));
    writeFileSync(join(folder, name, "package.json"), '{ "private": true, "type": "module" }');
    await run(program, [...words, tarball()], { cwd: join(folder, name) });
  }
}, 240_000);
afterAll(() => rmSync(folder, { recursive: true }));

const facts = `
  import { estimateMemory, findModels, getModel } from "@llmlist/catalog";
  import { artifacts } from "@llmlist/catalog/artifacts";
  import { getBenchmark } from "@llmlist/catalog/benchmarks";
  import { models } from "@llmlist/catalog/families/llama-3.1";
  import { sourceOf } from "@llmlist/catalog/provenance";
  import { results } from "@llmlist/catalog/results";
  import { speeds } from "@llmlist/catalog/speeds";`;
const sum = `[
  getModel("meta/llama-3.1-8b").context.native, models.length > 3, findModels().length > 200, artifacts().length > 20,
  getBenchmark("mmlu").id, results({ model: "meta/llama-2-70b", benchmark: "mmlu" })[0].value, speeds().length > 1000,
  sourceOf("meta/llama-3.1-8b", "pretraining.tokens").quote,
  estimateMemory(getModel("meta/llama-2-7b"), { quantization: "Q4_0", context: 4096 }).known,
].join()`;
const expected = "131072,true,true,true,mmlu,68.9,true,15T+,true";

describe.each(Object.keys(installers))("the packed package, installed by %s into an empty folder", (installer) => {
  const at = (file: string) => join(folder, installer, file);
  const write = (file: string, text: string) => {
    writeFileSync(at(file), text);
    return at(file);
  };

  it("has no dependency", () => {
    expect(readdirSync(at("node_modules")).filter((name) => !name.startsWith("."))).toEqual(["@llmlist"]);
  });

  it("is imported in Node, and has its command", async () => {
    const { stdout } = await run(process.execPath, [write("main.js", `${facts}\nconsole.log(${sum});`)]);
    expect(stdout.trim()).toBe(expected);
    const shown = await run(at("node_modules/.bin/catalog"), ["show", "Llama 2 7B"]);
    expect(shown.stdout).toMatch(/^pretraining\.tokens +2000000000000$/mu);
    const json = `import models from "@llmlist/catalog/json/models.json" with { type: "json" };\nconsole.log(models.length > 200);`;
    expect((await run(process.execPath, [write("json.js", json)])).stdout.trim()).toBe("true");
  });

  it("is built by Vite for a page, which gets no more than it uses", async () => {
    write("page.js", `${facts}\nglobalThis.found = ${sum};`);
    write("small.js", `import { models } from "@llmlist/catalog/families/gpt-oss";\nglobalThis.found = models.length;`);
    const built = async (input: string) => {
      const outDir = at(`built-${input}`);
      await buildPage({
        root: folder,
        logLevel: "error",
        build: { outDir, rolldownOptions: { input: at(input), output: { entryFileNames: "page.js" } } },
      });
      return readFileSync(join(outDir, "page.js"), "utf8");
    };
    const page = createContext({});
    runInContext(await built("page.js"), page);
    expect(page.found).toBe(expected);
    expect((await built("small.js")).length).toBeLessThan(10_000);
  });

  it("is built for a worker at the edge, and needs nothing of Node there", async () => {
    write("worker.js", `${facts}\nexport default { fetch: () => ${sum} };`);
    const { outputFiles, warnings } = await bundle({
      entryPoints: [at("worker.js")],
      bundle: true,
      write: false,
      minify: true,
      format: "iife",
      globalName: "worker",
      platform: "neutral",
      mainFields: ["module", "main"],
      conditions: ["workerd", "worker", "browser"],
    });
    expect(warnings).toEqual([]);
    const edge = createContext({});
    runInContext(outputFiles[0]?.text ?? "", edge);
    expect(runInContext("worker.default.fetch()", edge)).toBe(expected);
  });

  it.each([
    ["bundler", "esnext"],
    ["node16", "node16"],
  ])("has types that hold strictly, with the module resolution %s", async (moduleResolution, module) => {
    const text = `${facts}
      import type { Model, ModelId } from "@llmlist/catalog";
      const known: ModelId = "meta/llama-3.1-8b";
      const unheardOf: ModelId = "meta/llama-9";
      const model: Model | undefined = getModel(known) ?? getModel(unheardOf);
      export const tokens: number | undefined = model?.pretraining?.tokens;
      // @ts-expect-error: a number of tokens is no text
      export const words: string | undefined = model?.pretraining?.tokens;
      export const all = [findModels({ kind: "base" }), models, artifacts(), getBenchmark("mmlu"), results(), speeds(), sourceOf(known, "released")];
      export const estimate = model && estimateMemory(model, { quantization: "Q4_K_M", context: 4096 });`;
    const file = write(`types-${moduleResolution}.ts`, text);
    const options = ["--strict", "--noEmit", "--skipLibCheck", "false", "--target", "es2022", "--lib", "es2023"];
    const words = [compiler, ...options, "--module", module, "--moduleResolution", moduleResolution, file];
    const errors = await run(process.execPath, words).then(
      ({ stdout }) => stdout,
      ({ stdout }: { stdout: string }) => stdout,
    );
    expect(errors).toBe("");
  });
});
