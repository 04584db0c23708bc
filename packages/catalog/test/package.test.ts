import { gzipSync } from "node:zlib";
import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { describe, expect, it } from "vitest";

const home = join(import.meta.dirname, "..");

/** What a page pays for `export * from` entry points: minified, bundled, gzip. */
async function gzipBytes(...files: readonly string[]): Promise<number> {
  const { outputFiles } = await build({
    stdin: { contents: files.map((file) => `export * from "./src/${file}.ts";`).join("\n"), resolveDir: home },
    bundle: true,
    minify: true,
    write: false,
    format: "esm",
    platform: "browser",
  });
  return gzipSync(outputFiles[0]?.contents ?? "").length;
}

describe("an entry point stays within its budget, bundled for a browser without anything of Node", () => {
  it.each([
    ["index", 65],
    ["results", 95],
    ["benchmarks", 60],
    ["provenance", 255],
    ["awesome-list", 90],
  ])("%s takes %d KB at most", async (entry, budget) => {
    expect(await gzipBytes(entry)).toBeLessThanOrEqual(budget * 1000);
  });

  it("results and speeds take 110 KB at most together", async () => {
    expect(await gzipBytes("results", "speeds")).toBeLessThanOrEqual(110_000);
  });

  it("one family takes 3 KB at most", async () => {
    const families = readdirSync(join(home, "src/generated/families")).map((file) => `generated/families/${file.replace(".ts", "")}`);
    expect(Math.max(...(await Promise.all(families.map((family) => gzipBytes(family)))))).toBeLessThanOrEqual(3000);
  });

  it("all declarations take 90 KB at most, a quarter of it ids", () => {
    const declarations = readdirSync(join(home, "dist"), { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".d.ts"));
    expect(declarations.reduce((sum, file) => sum + statSync(join(home, "dist", file)).size, 0)).toBeLessThanOrEqual(90_000);
  });
});
