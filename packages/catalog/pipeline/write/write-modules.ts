import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { packClaims } from "../../src/packed-claims.ts";
import { packResults } from "../../src/packed-results.ts";
import type { Catalog } from "../read-catalog.ts";
import { packModels, rowQuotes } from "./pack.ts";

const freeze = `import { deepFreeze } from "../freeze.ts";`;
const lazily = `import { lazily } from "../lazily.ts";`;

const constant = (name: string, type: string, value: unknown) =>
  `export const ${name}: ${type} = /* @__PURE__ */ deepFreeze(${JSON.stringify(value)});`;

/** JSON that is parsed when it is first read. */
const parsed = (name: string, type: string, value: unknown) =>
  `export const ${name} = /* @__PURE__ */ lazily<${type}>('${JSON.stringify(value).replaceAll("\\", "\\\\").replaceAll("'", "\\'")}');`;

const literals = (ids: readonly string[]) => ids.map((id) => JSON.stringify(id)).join("|");

/** A union of ids; what stands before a slash stands once. */
function union(name: string, ids: readonly string[]): string {
  const owners = [...new Set(ids.map((id) => id.slice(0, id.indexOf("/") + 1)))];
  const parts = owners.map((owner) => {
    const own = ids.filter((id) => id.slice(0, id.indexOf("/") + 1) === owner).map((id) => id.slice(owner.length));
    return owner === "" ? literals(own) : `\`${owner}\${${literals(own)}}\``;
  });
  return `export type ${name} = ${parts.join("|")};`;
}

const idsOf = (records: readonly { readonly id: string }[]): string[] => records.map(({ id }) => id);

/** The modules in `src/generated`, by name without `.ts`, as lines. */
function modulesOf(catalog: Catalog): Record<string, readonly string[]> {
  const { models, organizations, artifacts, benchmarks, results, hardware, speeds, platforms, sources, claims } = catalog;
  return {
    ...familyModules(catalog),
    // All models once more in one file: fifty modules would take three times as long to import.
    models: [lazily, `import type { PackedModels } from "../model.ts";`, parsed("packed", "PackedModels", packModels(models, artifacts))],
    organizations: [
      freeze,
      `import type { OrganizationNames } from "../names/index.ts";`,
      constant("organizations", "readonly OrganizationNames[]", organizations),
    ],
    ids: [
      union("KnownModelId", idsOf(models)),
      union("KnownBenchmarkId", idsOf(benchmarks)),
      union("KnownFamily", familiesOf(catalog)),
      union("KnownHardwareId", idsOf(hardware)),
    ],
    artifacts: [lazily, `import type { Artifact } from "../artifacts.ts";`, parsed("artifacts", "readonly Artifact[]", artifacts)],
    benchmarks: [
      freeze,
      `import type { Benchmark, Platform } from "../evaluation.ts";`,
      constant("benchmarks", "readonly Benchmark[]", benchmarks),
      constant("platforms", "readonly Platform[]", platforms),
    ],
    results: [
      lazily,
      `import type { PackedResults } from "../packed-results.ts";`,
      parsed("packed", "PackedResults", packResults(results)),
    ],
    hardware: [freeze, `import type { Hardware } from "../hardware.ts";`, constant("hardware", "readonly Hardware[]", hardware)],
    speeds: [lazily, `import type { SpeedRun } from "../speed-run.ts";`, parsed("runs", "readonly SpeedRun[]", speeds)],
    provenance: [
      lazily,
      `import type { PackedClaims } from "../packed-claims.ts";`,
      `import type { RowQuotes, Source } from "../source.ts";`,
      parsed("sources", "readonly Source[]", sources),
      parsed("packedClaims", "PackedClaims", packClaims(Object.fromEntries(claims))),
      parsed("rows", "RowQuotes", rowQuotes(catalog)),
    ],
  };
}

const familiesOf = ({ models }: Catalog): string[] => [...new Set(models.map(({ family }) => family))].toSorted();

function familyModules(catalog: Catalog): Record<string, readonly string[]> {
  const modules = familiesOf(catalog).map((family) => {
    const models = catalog.models.filter((model) => model.family === family);
    const lines = [
      `import { deepFreeze } from "../../freeze.ts";`,
      `import type { Model } from "../../model.ts";`,
      constant("models", "readonly Model[]", models),
    ];
    return [`families/${family}`, lines] as const;
  });
  return Object.fromEntries(modules);
}

/** Writes the catalog as TypeScript modules; what an earlier build wrote into the folder is removed. */
export function writeModules(catalog: Catalog, folder: string): void {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(join(folder, "families"), { recursive: true });
  for (const [name, lines] of Object.entries(modulesOf(catalog)))
    writeFileSync(join(folder, `${name}.ts`), `// Made by scripts/build.ts from data/; edit there.\n${lines.join("\n")}\n`);
}
