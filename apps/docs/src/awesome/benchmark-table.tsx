import { benchmarks } from "@llmlist/catalog/benchmarks";
import { results } from "@llmlist/catalog/results";
import type { Language } from "@/i18n/languages";
import { FactsTable } from "./facts-table";
import { paperUrl } from "./model-families";
import { wholeCount } from "./number-text";
import { words } from "./words";

/** Every benchmark of the catalog, with the number of published results that the catalog holds of it. */
export function BenchmarkTable({ language }: { readonly language: Language }) {
  const counts = new Map<string, number>();
  for (const { benchmark } of results()) counts.set(benchmark, (counts.get(benchmark) ?? 0) + 1);
  return (
    <FactsTable
      columns={Object.values(words[language].benchmark)}
      rows={benchmarks.map(({ id, name, measures, dataset, paper }) => ({
        id,
        anchor: id,
        cells: [
          paper === undefined ? name : <a href={paperUrl(paper)}>{name}</a>,
          measures[language],
          dataset && <a href={`https://huggingface.co/datasets/${dataset}`}>{dataset}</a>,
          wholeCount(counts.get(id) ?? 0),
        ],
      }))}
    />
  );
}
