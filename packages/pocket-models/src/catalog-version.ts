import type { PocketModel } from "./pocket-model.ts";

/**
 * By how many major versions a catalog is newer than the one a model learned from; 0 for the same or an older one. Beyond 1 the model
 * should be trained anew: a major version takes ids away or changes what a field means.
 *
 * @throws TypeError when the version is not of the form `1.2.3`.
 * @example
 * ```ts
 * majorVersionsBehind({ catalogVersion: "0.1.0" }, "2.0.0"); // 2
 * ```
 */
export function majorVersionsBehind({ catalogVersion }: Pick<PocketModel, "catalogVersion">, catalog: string): number {
  return Math.max(0, major(catalog) - major(catalogVersion));
}

function major(version: string): number {
  const found = /^(\d+)\.\d+\.\d+/.exec(version)?.[1];
  if (found === undefined) throw new TypeError(`"${version}" is no version of the form 1.2.3.`);
  return Number(found);
}
