/** Writes the package's JavaScript: few files, since each that is imported costs a runtime more than what stands in it. */
import { readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";

const home = new URL("..", import.meta.url).pathname;
const entries = ["index", "artifacts", "benchmarks", "results", "speeds", "provenance", "awesome-list", "schema", "cli/main"];
const families = readdirSync(join(home, "src/generated/families")).map((file) => `generated/families/${file.replace(/\.ts$/u, "")}`);

for (const folder of ["chunks", "generated", "cli"]) rmSync(join(home, "dist", folder), { recursive: true, force: true });
await build({
  entryPoints: [...entries, ...families].map((entry) => join(home, "src", `${entry}.ts`)),
  outdir: join(home, "dist"),
  outbase: join(home, "src"),
  bundle: true,
  splitting: true,
  chunkNames: "chunks/[hash]",
  format: "esm",
  target: "es2022",
  external: ["zod", "node:*"],
});
