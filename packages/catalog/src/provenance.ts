import { claims, sources } from "./generated/provenance.ts";
import type { HardwareId } from "./hardware.ts";
import type { ModelId } from "./find-models.ts";
import type { Claim, Source } from "./source.ts";

/** A claim with the file that makes it. */
export interface SourcedClaim extends Omit<Claim, "source"> {
  readonly source: Source;
  /** The file at its commit, in a browser. */
  readonly url: string;
}

let byId: Map<string, Source> | null = null;

/** The source with an id, as results name it. */
export function getSource(id: string): Source | undefined {
  byId ??= new Map(sources().map((source) => [source.id, source]));
  return byId.get(id);
}

/** Where a source can be read: the file at the commit that was opened. */
export const urlOf = ({ repository, commit, path }: Source): string =>
  `https://github.com/${repository}/blob/${commit}/${path.split("/").map(encodeURIComponent).join("/")}`;

/**
 * All that is claimed of a field of a model or a device, the shown value first: the maker's own card before what else the maker says, before others.
 *
 * @param field A path such as `parameters.total`, `pretraining.tokens`, `license`, `links.paper`; of a device `memory`, `usableMemory` or `bandwidth`.
 * @example
 * ```ts
 * const [shown] = sourcesOf("meta/llama-2-7b", "pretraining.tokens");
 * console.log(shown?.quote, shown?.url); // "7B | 4k | ✗ | 2.0T", https://...
 * ```
 */
export function sourcesOf(id: ModelId | HardwareId, field: string): readonly SourcedClaim[] {
  return (claims()[id]?.[field] ?? []).flatMap(({ source: name, ...claim }) => {
    const source = getSource(name);
    return source ? [{ ...claim, source, url: urlOf(source) }] : [];
  });
}

/** The claim that the shown value of a field comes from. */
export const sourceOf = (id: ModelId | HardwareId, field: string): SourcedClaim | undefined => sourcesOf(id, field)[0];

/**
 * The fields of a model or a device on which its sources disagree, with all their claims. Two links or names are no disagreement: a model may
 * have several.
 */
export function conflictsOf(id: ModelId | HardwareId): Readonly<Record<string, readonly SourcedClaim[]>> {
  const fields = Object.entries(claims()[id] ?? {}).filter(
    ([field, list]) => !/^(?:links|aliases)\./u.test(field) && new Set(list.map(({ value }) => JSON.stringify(value))).size > 1,
  );
  return Object.fromEntries(fields.map(([field]) => [field, sourcesOf(id, field)]));
}
