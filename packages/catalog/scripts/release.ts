/**
 * Run when a version is published: keeps what changed since the last one as `data/changes/<version>.json`, and the data as it is as the new
 * last one. The version is that of `package.json`; the data decide how far it must have risen.
 */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { bumpOf, changesBetween, readSnapshot, snapshotOf, writeSnapshot } from "../pipeline/write/changes.ts";
import { readCatalog } from "../pipeline/read-catalog.ts";

const home = join(import.meta.dirname, "..");
const data = join(home, "data");
const { version } = JSON.parse(readFileSync(join(home, "package.json"), "utf8")) as { version: string };
const catalog = readCatalog(data, new Date().toISOString().slice(0, 10));
const last = readSnapshot(readFileSync(join(data, "released.jsonl"), "utf8"));
if (last.version === version) {
  console.error(`catalog: ${version} is released already; raise the version in package.json first.`);
  process.exit(1);
}
const records = snapshotOf(catalog);
const changes = changesBetween(last, { version, records }, catalog.claims);
mkdirSync(join(data, "changes"), { recursive: true });
writeFileSync(join(data, "changes", `${version}.json`), `${JSON.stringify(changes, null, 2)}\n`);
writeFileSync(join(data, "released.jsonl"), writeSnapshot(version, records));
console.log(
  `${changes.added.length} records added, ${changes.removed.length} removed, ${changes.changed.length} values changed since ${last.version}: a ${bumpOf(changes)} version.`,
);
