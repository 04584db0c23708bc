/**
 * Checks that each excerpt stands in its source: `pnpm --filter @llmlist/catalog audit <folder> [--model <id>]`, where the folder holds clones of
 * the repositories as `owner+name`, or files of them as `owner+name/path` or `owner+name@commit/path` (of a PDF, its text).
 * With a model, only the excerpts of its family file are checked, and only their files are asked for.
 */
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { SourceCopies } from "../pipeline/import/source-copies.ts";
import { plain, standsIn, withTargets } from "../pipeline/parse/excerpt.ts";
import { readCatalog } from "../pipeline/read-catalog.ts";

const { values, positionals } = parseArgs({ allowPositionals: true, options: { model: { type: "string" } } });
const [folder] = positionals;
if (folder === undefined) {
  console.error("usage: pnpm --filter @llmlist/catalog audit <folder with copies of the sources, as owner+name/path> [--model <id>]");
  process.exit(1);
}
const { sources, excerpts: all, models } = readCatalog(join(import.meta.dirname, "../data"), new Date().toISOString().slice(0, 10));
const model = values.model === undefined ? undefined : models.find(({ id }) => id === values.model);
if (values.model !== undefined && !model) {
  console.error(`audit: the catalog has no model ${values.model}; give an id.`);
  process.exit(1);
}
const excerpts = model ? all.filter(({ where }) => where.startsWith(`models/${model.organization}/${model.family}.yaml `)) : all;
const copies = new SourceCopies(resolve(process.env.INIT_CWD ?? ".", folder));
const texts = new Map<string, readonly string[]>();
for (const { id, repository, path, commit } of sources) {
  const text = copies.read({ repository, path, commit });
  if (text === undefined) continue;
  texts.set(id, [plain(text), plain(withTargets(text))]);
}
const missing = sources.filter(({ id }) => !texts.has(id) && excerpts.some(({ source }) => source === id));
const absent = excerpts.filter(({ source, quote }) => texts.get(source)?.every((text) => !standsIn(text, quote)) ?? false);
for (const { repository, path, commit } of missing) console.error(`no copy of https://github.com/${repository}/blob/${commit}/${path}`);
for (const { where, source, quote } of absent) console.error(`${where}: ${source} does not contain ${JSON.stringify(quote)}`);
console.log(
  `${excerpts.length} excerpts in ${texts.size} files: ${absent.length} do not stand in their source, ${missing.length} files without a copy.`,
);
process.exitCode = absent.length + missing.length > 0 ? 1 : 0;
