import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { artifactSchema, benchmarkSchema, hardwareSchema, modelSchema, resultSchema, speedSchema } from "../../src/schema.ts";
import { speedsOf } from "../../src/speed-run.ts";
import type { Catalog } from "../read-catalog.ts";
import { allChanges } from "./changes.ts";

const schemas = {
  models: modelSchema,
  artifacts: artifactSchema,
  benchmarks: benchmarkSchema,
  results: resultSchema,
  hardware: hardwareSchema,
  speeds: speedSchema,
};

/**
 * Writes each kind of record as JSON, and the JSON schemas of those that have one.
 *
 * @param data The folder of the data; the changes are computed from the versions in its history.
 */
export function writeJson(catalog: Catalog, folder: string, data: string): void {
  const { models, organizations, artifacts, benchmarks, results, hardware, speeds, platforms, sources, claims } = catalog;
  const records = { models, organizations, artifacts, benchmarks, results, hardware, speeds: speedsOf(speeds), platforms, sources };
  const changes = allChanges(catalog, data);
  mkdirSync(folder, { recursive: true });
  for (const [name, value] of Object.entries({ ...records, claims: Object.fromEntries(claims), changes }))
    writeFileSync(join(folder, `${name}.json`), JSON.stringify(value));
  for (const [name, schema] of Object.entries(schemas))
    writeFileSync(join(folder, `${name}.schema.json`), JSON.stringify(z.toJSONSchema(z.array(schema)), null, 2));
}
