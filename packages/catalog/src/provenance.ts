import { type BenchmarkId, getBenchmark } from "./benchmarks.ts";
import type { Result } from "./evaluation.ts";
import { getModel, type ModelId, requireModel } from "./find-models.ts";
import { packedClaims, rows, sources } from "./generated/provenance.ts";
import type { HardwareId } from "./hardware.ts";
import { deepFreeze } from "./freeze.ts";
import { textOf } from "./input.ts";
import { NameIndex } from "./names/index.ts";
import { results } from "./find-results.ts";
import { type Claims, unpackClaims } from "./packed-claims.ts";
import type { Claim, Source } from "./source.ts";
import type { Speed } from "./speed-run.ts";
import { getHardware, speeds } from "./speeds.ts";

/** A claim with the file that makes it. */
export interface SourcedClaim extends Omit<Claim, "source"> {
  readonly source: Source;
  /** The file at its commit, in a browser. */
  readonly url: string;
}

let unpacked: Claims | null = null;
const claims = (): Claims => (unpacked ??= deepFreeze(unpackClaims(packedClaims())));

let byId: Map<string, Source> | null = null;

/** The source with an id, as results name it. */
export function getSource(id: string): Source | undefined {
  byId ??= new Map(sources().map((source) => [source.id, source]));
  return byId.get(id);
}

/** Where a source can be read: the file at the commit that was opened. */
export const urlOf = ({ repository, commit, path }: Source): string =>
  `https://github.com/${repository}/blob/${commit}/${path.split("/").map(encodeURIComponent).join("/")}`;

const sourced = ({ source: name, ...claim }: Claim): readonly SourcedClaim[] => {
  const source = getSource(name);
  return source ? [{ ...claim, source, url: urlOf(source) }] : [];
};

/** What claims can be made of, and the fields that are read from the data themselves and have no claim. */
const unclaimed = ["id", "name", "organization", "family", "kind", "base", "input", "description"];

let fields: ReadonlySet<string> | null = null;
const claimedFields = (): ReadonlySet<string> => (fields ??= new Set(Object.values(claims()).flatMap((record) => Object.keys(record))));

/** The id of a model, device, file or benchmark by any name, under which its claims stand. */
function idOf(name: string): string {
  if (claims()[name] !== undefined) return name;
  const record = getModel(name) ?? getBenchmark(name) ?? getHardware(name);
  return record ? record.id : requireModel(name).id;
}

/**
 * All that is claimed of a field of a model, device, file or benchmark, the shown value first: the maker's own card before what else the maker says,
 * before others. Of a model a field may also be a benchmark: then these are its results, each with its row and the heading of its table.
 *
 * @param name Any name of a model, a device or a benchmark, or the id of a file.
 * @param field A path such as `parameters.total`, `pretraining.tokens`, `license`, `links.paper`; of a device `memory`, `usableMemory` or `bandwidth`;
 * of a benchmark `examples` or `dataset`; of a model also a benchmark such as `mmlu`.
 * @returns Nothing where no source gives the field of this record.
 * @throws UnknownNameError for a name that the catalog does not have; RangeError for a field that no record has, and for one that is no claim.
 * @example
 * ```ts
 * const [shown] = sourcesOf("meta/llama-2-7b", "pretraining.tokens");
 * console.log(shown?.quote, shown?.url); // "7B | 4k | ✗ | 2.0T", https://...
 * sourcesOf("Llama 3 8B", "mmlu")[0]?.quote; // "General | MMLU (5-shot) | 66.6 | ..."
 * ```
 */
export function sourcesOf(name: ModelId | HardwareId | BenchmarkId, field: string): readonly SourcedClaim[] {
  const id = idOf(textOf("record", name));
  const claimed = claims()[id]?.[field];
  if (claimed) return claimed.flatMap(sourced);
  const benchmark = getModel(id) ? getBenchmark(textOf("field", field)) : undefined;
  if (benchmark) return results({ model: id, benchmark: benchmark.id }).flatMap(sourceOfResult);
  if (claimedFields().has(field)) return [];
  if (unclaimed.includes(field)) throw new RangeError(`${field} is how the catalog files a record, and no claim of a source.`);
  throw new RangeError(`No record has a field ${JSON.stringify(field)}. ${nearestFields(field)}`);
}

function nearestFields(field: string): string {
  const index = new NameIndex(
    "field",
    [...claimedFields()].map((one) => ({ item: one, names: [one, one.replaceAll(/[.]|(?=[A-Z])/gu, " ")] })),
  );
  const nearest = index
    .search(field.replaceAll(/[.]|(?=[A-Z])/gu, " "))
    .slice(0, 3)
    .map(({ item }) => item);
  return nearest.length === 0 ? "Fields are paths such as parameters.total or links.paper." : `Did you mean ${nearest.join(", ")}?`;
}

/** The claim that the shown value of a field comes from; see {@link sourcesOf}. */
export const sourceOf = (name: ModelId | HardwareId | BenchmarkId, field: string): SourcedClaim | undefined => sourcesOf(name, field)[0];

/**
 * Where a result stands: its row, and the heading of its table.
 *
 * @returns One claim, or none for a result that is not of this catalog.
 */
export function sourceOfResult(result: Result): readonly SourcedClaim[] {
  const at = results().indexOf(result);
  const quote = rows().quotes[rows().results[at] ?? -1];
  return quote === undefined ? [] : sourced({ value: result.value, source: result.source, quote });
}

/**
 * Where a speed stands: the row of its log or table.
 *
 * @returns One claim, or none for a speed that is not of this catalog.
 */
export function sourceOfSpeed(speed: Speed): readonly SourcedClaim[] {
  const at = speeds().indexOf(speed);
  const quote = rows().quotes[rows().speeds[at] ?? -1];
  return quote === undefined ? [] : sourced({ value: speed.tokensPerSecond ?? "out of memory", source: speed.source, quote });
}

/**
 * The fields of a model, device, file or benchmark on which its sources disagree, with all their claims. Two links or names are no disagreement:
 * a model may have several.
 *
 * @throws UnknownNameError for a name that the catalog does not have.
 */
export function conflictsOf(name: ModelId | HardwareId | BenchmarkId): Readonly<Record<string, readonly SourcedClaim[]>> {
  const id = idOf(textOf("record", name));
  const disagreeing = Object.entries(claims()[id] ?? {}).filter(
    ([field, list]) => !/^(?:links|aliases)\./u.test(field) && new Set(list.map(({ value }) => JSON.stringify(value))).size > 1,
  );
  return Object.fromEntries(disagreeing.map(([field, list]) => [field, list.flatMap(sourced)]));
}
