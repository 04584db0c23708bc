import { at, idAt, itemAt } from "../math/access.ts";
import type { PairCounts } from "../votes/pair-counts.ts";
import { describeExistence } from "./existence.ts";

/** The counts of the largest group of models that the votes do not separate, and the models left out. */
export function dropSeparated(counts: PairCounts, ties: "half" | "drop"): { counts: PairCounts; dropped: string[] } {
  const groups = describeExistence(counts, ties).strongComponents;
  const kept = new Set(groups.toSorted((one, other) => other.length - one.length)[0] ?? []);
  const places = counts.models.filter((model) => kept.has(model));
  const placeOf = new Map(places.map((model, place) => [model, place]));
  const name = (column: Int32Array, k: number) => itemAt(counts.models, idAt(column, k));
  const rows = [...counts.first.keys()].filter((k) => kept.has(name(counts.first, k)) && kept.has(name(counts.second, k)));
  const take = (column: Float64Array) => Float64Array.from(rows, (k) => at(column, k));
  const move = (column: Int32Array) => Int32Array.from(rows, (k) => placeOf.get(name(column, k)) ?? -1);
  return {
    counts: {
      models: places,
      first: move(counts.first),
      second: move(counts.second),
      winsFirst: take(counts.winsFirst),
      winsSecond: take(counts.winsSecond),
      ties: take(counts.ties),
      bothBad: take(counts.bothBad),
    },
    dropped: counts.models.filter((model) => !kept.has(model)),
  };
}
