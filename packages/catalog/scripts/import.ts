/**
 * Fills facts that checkpoints lack from structured sources: `pnpm --filter @llmlist/catalog run import <folder> [--organization <id>]`, where the
 * folder holds clones as `owner+name`. A checkpoint is found by its repository on Hugging Face. Facts that the data have stay as they are.
 */
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { FactImport } from "../pipeline/import/import-facts.ts";
import { SourceCopies } from "../pipeline/import/source-copies.ts";
import { modelContextOf } from "../pipeline/read-catalog.ts";
import { readModels } from "../pipeline/read/read-models.ts";

const { values, positionals } = parseArgs({ allowPositionals: true, options: { organization: { type: "string" } } });
const [folder] = positionals;
if (folder === undefined) {
  console.error("usage: pnpm --filter @llmlist/catalog run import <folder with clones, as owner+name> [--organization <id>]");
  process.exit(1);
}
const data = join(import.meta.dirname, "../data");
const context = modelContextOf(data, new Date().toISOString().slice(0, 10));
const checkpoints = [...readModels(join(data, "models"), context).checkpoints.values()];
const run = new FactImport(data, new SourceCopies(resolve(process.env.INIT_CWD ?? ".", folder)), context);
run.run(checkpoints.filter(({ organization }) => values.organization === undefined || organization === values.organization));
console.log(`${run.added} facts added; run \`build\`, and oxfmt on what changed.`);
