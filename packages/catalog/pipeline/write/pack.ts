import type { Artifact } from "../../src/artifacts.ts";
import type { Model, PackedModels } from "../../src/model.ts";
import type { RowQuotes } from "../../src/source.ts";
import type { Catalog } from "../read-catalog.ts";

/** The excerpts of results and speeds, each stored once, and the number of the excerpt of each result and speed. */
export function rowQuotes({ results, resultClaims, speedQuotes }: Catalog): RowQuotes {
  const quotes = new Map<string, number>();
  const numberOf = (quote: string): number => {
    const known = quotes.get(quote) ?? quotes.size;
    quotes.set(quote, known);
    return known;
  };
  const byResult = new Map(resultClaims.map(({ result, quote }) => [result, numberOf(quote)]));
  return { results: results.map((result) => byResult.get(result) ?? 0), speeds: speedQuotes.map(numberOf), quotes: [...quotes.keys()] };
}

/** Descriptions and licences are stored once, and models refer to them by number. */
export function packModels(models: readonly Model[], artifacts: readonly Artifact[]): PackedModels {
  const shared = new Map<string, number>();
  const numberOf = (value: object): number => {
    const key = JSON.stringify(value);
    const known = shared.get(key) ?? shared.size;
    shared.set(key, known);
    return known;
  };
  const lines = models.map(({ license, description, ...model }) => ({
    ...model,
    ...(license === undefined ? {} : { license: numberOf(license) }),
    description: numberOf(description),
  }));
  const holders = new Map<string, Set<string>>();
  for (const { repository, model } of artifacts)
    if (repository !== undefined) holders.set(repository, (holders.get(repository) ?? new Set()).add(model));
  const repositories = [...holders].flatMap(([repository, ids]) => (ids.size === 1 ? [[repository, [...ids][0] ?? ""] as const] : []));
  return {
    models: lines,
    shared: [...shared.keys()].map((key) => JSON.parse(key) as PackedModels["shared"][number]),
    repositories: Object.fromEntries(repositories),
  };
}
