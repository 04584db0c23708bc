/** Checks the data and writes what the package holds of it: `src/generated`, and JSON with its schemas in `dist/json`. */
import { join } from "node:path";
import { DataErrors } from "../pipeline/parse/data-file.ts";
import { readCatalog } from "../pipeline/read-catalog.ts";
import { writeJson } from "../pipeline/write/write-json.ts";
import { writeModules } from "../pipeline/write/write-modules.ts";
import { speedsOf } from "../src/speed-run.ts";

const home = join(import.meta.dirname, "..");
const data = join(home, "data");

try {
  const catalog = readCatalog(data, new Date().toISOString().slice(0, 10));
  writeModules(catalog, join(home, "src/generated"));
  writeJson(catalog, join(home, "dist/json"), data);
  console.log(
    `${catalog.models.length} models, ${catalog.artifacts.length} files, ${catalog.benchmarks.length} benchmarks, ${catalog.results.length} results, ${catalog.hardware.length} devices, ${speedsOf(catalog.speeds).length} speeds, ${catalog.excerpts.length} excerpts: all hold.`,
  );
} catch (error) {
  if (!(error instanceof DataErrors)) throw error;
  for (const { message } of error.errors) console.error(message);
  console.error(`catalog: ${error.errors.length} ${error.errors.length === 1 ? "error" : "errors"} in the data.`);
  process.exitCode = 1;
}
