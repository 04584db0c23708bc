import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Claim } from "../../src/source.ts";
import type { Catalog } from "../read-catalog.ts";

/** A value of a record by its path, as JSON. */
type Fields = Readonly<Record<string, unknown>>;

/** What one version of the catalog says, record by record. */
export type Snapshot = ReadonlyMap<string, Fields>;

/** One value that another took the place of; without `old` or `new`, there was none, or is none any more. */
interface ValueChange {
  readonly id: string;
  readonly field: string;
  readonly old?: unknown;
  readonly new?: unknown;
  /** Who says the new one, where it is a single source. */
  readonly source?: string;
}

/** How a version of the data differs from the one before. */
export interface Changes {
  readonly from: string;
  readonly to: string;
  readonly added: readonly string[];
  readonly removed: readonly string[];
  readonly changed: readonly ValueChange[];
}

const texts = new Set(["description", "measures"]);

function flat(value: object, prefix = ""): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, own]: [string, unknown]) =>
      texts.has(key) || (prefix === "" && key === "id")
        ? []
        : typeof own === "object" && own !== null && !Array.isArray(own)
          ? Object.entries(flat(own, `${prefix}${key}.`))
          : [[`${prefix}${key}`, own]],
    ),
  );
}

/** All records by id: models, devices, benchmarks, files, and results by what sets them apart. Texts for people are left out. */
export function snapshotOf({ models, hardware, benchmarks, artifacts, results }: Catalog): Snapshot {
  const records = new Map<string, Fields>();
  for (const record of [...models, ...hardware, ...artifacts]) records.set(record.id, flat(record));
  for (const { id, ...benchmark } of benchmarks) records.set(`benchmark ${id}`, flat(benchmark));
  for (const { model, benchmark, implementation, shots, reporter, source, value } of results) {
    const name = ["result", model, benchmark, implementation, shots === undefined ? undefined : `${shots}-shot`, reporter, source];
    const id = name.filter((part) => part !== undefined).join(" ");
    records.set(id, { value: [...((records.get(id)?.value as number[] | undefined) ?? []), value] });
  }
  return records;
}

const same = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);

/** Who says the value of a field; one of a group (`license.url`) is that of the group. */
function sourceOf(claims: Catalog["claims"], id: string, field: string): string | undefined {
  const known: Readonly<Record<string, readonly Claim[] | undefined>> = claims.get(id) ?? {};
  return (known[field] ?? known[field.slice(0, field.lastIndexOf("."))])?.[0]?.source;
}

/** What changed between two snapshots, with who says so now. */
export function changesBetween(
  { version: from, records: before }: { readonly version: string; readonly records: Snapshot },
  { version: to, records: after }: { readonly version: string; readonly records: Snapshot },
  claims: Catalog["claims"],
): Changes {
  const changed = [...after].flatMap(([id, now]) => {
    const old = before.get(id);
    if (!old) return [];
    return [...new Set([...Object.keys(old), ...Object.keys(now)])]
      .toSorted()
      .filter((field) => !same(old[field], now[field]))
      .map((field): ValueChange => {
        const source = sourceOf(claims, id, field);
        return {
          id,
          field,
          ...(old[field] === undefined ? {} : { old: old[field] }),
          ...(now[field] === undefined ? {} : { new: now[field] }),
          ...(source === undefined ? {} : { source }),
        };
      });
  });
  return {
    from,
    to,
    added: [...after.keys()].filter((id) => !before.has(id)),
    removed: [...before.keys()].filter((id) => !after.has(id)),
    changed,
  };
}

/** The part of the version that must rise: removed ids break others, new ids and fields add to types, values only correct. */
export function bumpOf({ added, removed, changed }: Changes): "major" | "minor" | "patch" {
  const isResult = (id: string) => id.startsWith("result ");
  if (removed.some((id) => !isResult(id))) return "major";
  return added.some((id) => !isResult(id)) || changed.some(({ old }) => old === undefined) ? "minor" : "patch";
}

/** A snapshot as lines, so that a version's differences can be read. */
export const writeSnapshot = (version: string, records: Snapshot): string =>
  [JSON.stringify({ version }), ...[...records].map(([id, fields]) => JSON.stringify([id, fields]))].join("\n").concat("\n");

export function readSnapshot(text: string): { readonly version: string; readonly records: Snapshot } {
  const [head = "{}", ...lines] = text.trimEnd().split("\n");
  const { version } = JSON.parse(head) as { version: string };
  return { version, records: new Map(lines.map((line) => JSON.parse(line) as [string, Fields])) };
}

/** All changes, version by version, and last those that the next version will publish. */
export function allChanges(catalog: Catalog, data: string): readonly Changes[] {
  const folder = join(data, "changes");
  const files = existsSync(folder) ? readdirSync(folder) : [];
  const past = files
    .toSorted((one, other) => one.localeCompare(other, "en", { numeric: true }))
    .map((file) => JSON.parse(readFileSync(join(folder, file), "utf8")) as Changes);
  const last = readSnapshot(readFileSync(join(data, "released.jsonl"), "utf8"));
  return [...past, changesBetween(last, { version: "next", records: snapshotOf(catalog) }, catalog.claims)];
}
