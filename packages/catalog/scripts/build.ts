/** Checks the data and writes what the package holds of it: `src/generated`, and JSON with its schemas in `dist/json`. */
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { artifactSchema, benchmarkSchema, hardwareSchema, modelSchema, resultSchema, speedSchema } from "../src/schema.ts";
import type { Artifact } from "../src/artifacts.ts";
import type { RowQuotes } from "../src/source.ts";
import { packResults } from "../src/packed-results.ts";
import type { Model, PackedModels } from "../src/model.ts";
import { speedsOf } from "../src/speed-run.ts";
import { allChanges } from "../pipeline/write/changes.ts";
import { DataErrors } from "../pipeline/parse/data-file.ts";
import { type Catalog, readCatalog } from "../pipeline/read-catalog.ts";

const home = join(import.meta.dirname, "..");
const generated = join(home, "src/generated");

try {
  const catalog = readCatalog(join(home, "data"), new Date().toISOString().slice(0, 10));
  write(catalog);
  console.log(
    `${catalog.models.length} models, ${catalog.artifacts.length} files, ${catalog.benchmarks.length} benchmarks, ${catalog.results.length} results, ${catalog.hardware.length} devices, ${speedsOf(catalog.speeds).length} speeds, ${catalog.excerpts.length} excerpts: all hold.`,
  );
} catch (error) {
  if (!(error instanceof DataErrors)) throw error;
  for (const { message } of error.errors) console.error(message);
  console.error(`catalog: ${error.errors.length} ${error.errors.length === 1 ? "error" : "errors"} in the data.`);
  process.exitCode = 1;
}

function write(catalog: Catalog): void {
  const { models, organizations, artifacts, benchmarks, results, hardware, speeds, platforms, sources, claims } = catalog;
  rmSync(generated, { recursive: true, force: true });
  mkdirSync(join(generated, "families"), { recursive: true });
  const put = (name: string, lines: readonly string[]) =>
    writeFileSync(join(generated, name), `// Made by scripts/build.ts from data/; edit there.\n${lines.join("\n")}\n`);
  const constant = (name: string, type: string, value: unknown) =>
    `export const ${name}: ${type} = /* @__PURE__ */ deepFreeze(${JSON.stringify(value)});`;
  const parsed = (name: string, type: string, value: unknown) =>
    `export const ${name} = /* @__PURE__ */ lazily<${type}>('${JSON.stringify(value).replaceAll("\\", "\\\\").replaceAll("'", "\\'")}');`;
  const freeze = `import { deepFreeze } from "../freeze.ts";`;
  const lazily = `import { lazily } from "../lazily.ts";`;
  const families = [...new Set(models.map(({ family }) => family))].toSorted();
  for (const family of families) {
    put(`families/${family}.ts`, [
      `import { deepFreeze } from "../../freeze.ts";`,
      `import type { Model } from "../../model.ts";`,
      constant(
        "models",
        "readonly Model[]",
        models.filter((model) => model.family === family),
      ),
    ]);
  }
  // All once more in one file: fifty modules would take three times as long to import.
  put("models.ts", [
    lazily,
    `import type { PackedModels } from "../model.ts";`,
    parsed("packed", "PackedModels", packed(models, artifacts)),
  ]);
  put("organizations.ts", [
    freeze,
    `import type { OrganizationNames } from "../names/index.ts";`,
    constant("organizations", "readonly OrganizationNames[]", organizations),
  ]);
  put("ids.ts", [
    union(
      "KnownModelId",
      models.map(({ id }) => id),
    ),
    union(
      "KnownBenchmarkId",
      benchmarks.map(({ id }) => id),
    ),
    union("KnownFamily", families),
    union(
      "KnownHardwareId",
      hardware.map(({ id }) => id),
    ),
  ]);
  put("artifacts.ts", [lazily, `import type { Artifact } from "../artifacts.ts";`, parsed("artifacts", "readonly Artifact[]", artifacts)]);
  put("benchmarks.ts", [
    freeze,
    `import type { Benchmark, Platform } from "../evaluation.ts";`,
    constant("benchmarks", "readonly Benchmark[]", benchmarks),
    constant("platforms", "readonly Platform[]", platforms),
  ]);
  put("results.ts", [
    lazily,
    `import type { PackedResults } from "../packed-results.ts";`,
    parsed("packed", "PackedResults", packResults(results)),
  ]);
  put("hardware.ts", [freeze, `import type { Hardware } from "../hardware.ts";`, constant("hardware", "readonly Hardware[]", hardware)]);
  put("speeds.ts", [lazily, `import type { SpeedRun } from "../speed-run.ts";`, parsed("runs", "readonly SpeedRun[]", speeds)]);
  put("provenance.ts", [
    lazily,
    `import type { Claim, RowQuotes, Source } from "../source.ts";`,
    parsed("sources", "readonly Source[]", sources),
    parsed("claims", "Readonly<Record<string, Readonly<Record<string, readonly Claim[]>>>>", Object.fromEntries(claims)),
    parsed("rows", "RowQuotes", rowQuotes(catalog)),
  ]);
  const json = join(home, "dist/json");
  mkdirSync(json, { recursive: true });
  const records = { models, organizations, artifacts, benchmarks, results, hardware, speeds: speedsOf(speeds), platforms, sources };
  const changes = allChanges(catalog, join(home, "data"));
  for (const [name, value] of Object.entries({ ...records, claims: Object.fromEntries(claims), changes }))
    writeFileSync(join(json, `${name}.json`), JSON.stringify(value));
  const schemas = {
    models: modelSchema,
    artifacts: artifactSchema,
    benchmarks: benchmarkSchema,
    results: resultSchema,
    hardware: hardwareSchema,
    speeds: speedSchema,
  };
  for (const [name, schema] of Object.entries(schemas))
    writeFileSync(join(json, `${name}.schema.json`), JSON.stringify(z.toJSONSchema(z.array(schema)), null, 2));
}

/** The excerpts of results and speeds, each once, and which result or speed has which. */
function rowQuotes({ results, resultClaims, speedQuotes }: Catalog): RowQuotes {
  const quotes = new Map<string, number>();
  const numberOf = (quote: string): number => {
    const known = quotes.get(quote) ?? quotes.size;
    quotes.set(quote, known);
    return known;
  };
  const byResult = new Map(resultClaims.map(({ result, quote }) => [result, numberOf(quote)]));
  return { results: results.map((result) => byResult.get(result) ?? 0), speeds: speedQuotes.map(numberOf), quotes: [...quotes.keys()] };
}

/** Texts and licences stand once, and models name them by number. */
function packed(models: readonly Model[], artifacts: readonly Artifact[]): PackedModels {
  const shared = new Map<string, number>();
  const numberOf = (value: object): number => {
    const key = JSON.stringify(value);
    const known = shared.get(key) ?? shared.size;
    shared.set(key, known);
    return known;
  };
  const lines = models.map(({ license, description, ...model }) => ({
    ...model,
    ...(license === undefined ? {} : { license: numberOf(license) }),
    description: numberOf(description),
  }));
  const holders = new Map<string, Set<string>>();
  for (const { repository, model } of artifacts)
    if (repository !== undefined) holders.set(repository, (holders.get(repository) ?? new Set()).add(model));
  const repositories = [...holders].flatMap(([repository, ids]) => (ids.size === 1 ? [[repository, [...ids][0] ?? ""] as const] : []));
  return {
    models: lines,
    shared: [...shared.keys()].map((key) => JSON.parse(key) as PackedModels["shared"][number]),
    repositories: Object.fromEntries(repositories),
  };
}

function union(name: string, ids: readonly string[]): string {
  return `export type ${name} = ${ids.map((id) => JSON.stringify(id)).join(" | ")};`;
}
