/**
 * Writes the package's JavaScript, one file for each entry point: each file that is imported costs a runtime more than what stands in it. What
 * several entry points need stands in one of them, and the others import it from there.
 */
import { readdirSync, rmSync } from "node:fs";
import { basename, join, relative } from "node:path";
import { build, type Plugin } from "esbuild";

const home = join(import.meta.dirname, "..");
const [from, to] = [join(home, "src"), join(home, "dist")];
/** Entry points, and `names/index`, which is none but is shared by several. */
const entries = ["names/index", "index", "artifacts", "benchmarks", "results", "speeds", "provenance", "awesome-list", "schema"];
/** Modules whose exports are all exports of the core. */
const core = [
  "find-models",
  "memory/bits-per-weight",
  "memory/estimate",
  "memory/fits",
  "memory/kv-cache",
  "memory/layers",
  "memory/runtime",
  "memory/dimensions",
  "memory/file-size",
  "memory/gguf-types",
  "describe",
];
const families = readdirSync(join(from, "generated/families")).map((file) => `generated/families/${basename(file, ".ts")}`);

const homes = new Map([
  ...entries.map((entry) => [entry, entry] as const),
  ...core.map((name) => [name, "index"] as const),
  ...["find-results", "rank-models"].map((name) => [name, "results"] as const),
]);

/** Leaves a module to the file of another entry point, `own` among them only where it is not being written. */
const elsewhere = (folder: string, own?: string): Plugin => ({
  name: "what another entry point has",
  setup: (made) =>
    made.onResolve({ filter: /^[.].*[.]ts$/ }, ({ path, importer, resolveDir }) => {
      const other = homes.get(relative(from, join(resolveDir, path)).replace(/\.ts$/u, ""));
      if (other === undefined || other === own || importer === "") return null;
      const file = relative(join(to, folder), join(to, `${other}.js`));
      return { path: file.startsWith(".") ? file : `./${file}`, external: true };
    }),
});

// Nothing stays of what an earlier build wrote, but the data.
for (const entry of readdirSync(to).filter((name) => name !== "json")) rmSync(join(to, entry), { recursive: true });
const write = (names: readonly string[], plugins: Plugin[]) =>
  build({
    entryPoints: names.map((name) => join(from, `${name}.ts`)),
    outdir: to,
    outbase: from,
    bundle: true,
    format: "esm",
    target: "es2022",
    external: ["zod", "node:*"],
    plugins,
  });
await write(["names/index", ...families], []);
for (const entry of entries.filter((name) => name !== "names/index")) await write([entry], [elsewhere(".", entry)]);
await write(["cli/main"], [elsewhere("cli")]);
