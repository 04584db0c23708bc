import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { artifactSchema, benchmarkSchema, hardwareSchema, modelSchema, resultSchema, speedSchema } from "../../src/schema.ts";
import { packClaims } from "../../src/packed-claims.ts";
import { speedsOf } from "../../src/speed-run.ts";
import type { Catalog } from "../read-catalog.ts";
import { allChanges, type Changes } from "./changes.ts";

const schemas = {
  models: modelSchema,
  artifacts: artifactSchema,
  benchmarks: benchmarkSchema,
  results: resultSchema,
  hardware: hardwareSchema,
  speeds: speedSchema,
};

/** Values of fields that a record did not have before stand in the record; the changes say which fields they are. */
function withoutNewValues({ changed, ...changes }: Changes): object {
  const gained: Record<string, string[]> = {};
  for (const { id, field, old } of changed) if (old === undefined) gained[id] = [...(gained[id] ?? []), field];
  return { ...changes, changed: changed.filter(({ old }) => old !== undefined), gained };
}

/**
 * Writes each kind of record as JSON, and the JSON schemas of those that have one.
 *
 * @param data The folder of the data; the changes are computed from the versions in its history.
 */
export function writeJson(catalog: Catalog, folder: string, data: string): void {
  const { models, organizations, artifacts, benchmarks, results, hardware, speeds, platforms, sources, claims } = catalog;
  const records = { models, organizations, artifacts, benchmarks, results, hardware, speeds: speedsOf(speeds), platforms, sources };
  const changes = allChanges(catalog, data).map(withoutNewValues);
  mkdirSync(folder, { recursive: true });
  for (const [name, value] of Object.entries({ ...records, claims: packClaims(Object.fromEntries(claims)), changes }))
    writeFileSync(join(folder, `${name}.json`), JSON.stringify(value));
  for (const [name, schema] of Object.entries(schemas))
    writeFileSync(join(folder, `${name}.schema.json`), JSON.stringify(z.toJSONSchema(z.array(schema)), null, 2));
}
