import { readdirSync } from "node:fs";
import { join } from "node:path";
import type { Result } from "../../src/benchmark.ts";
import { readDataFile } from "./data-file.ts";
import { resultsInput } from "./input.ts";

interface Known {
  readonly ids: ReadonlySet<string>;
  readonly sources: ReadonlySet<string>;
  readonly benchmarks: Readonly<Record<string, { readonly unit: "percent" | "score" }>>;
  readonly quotes: { source: string; quote: string; where: string }[];
}

/** A column that is left out, and a cell without a value. */
const NONE = "-";

/**
 * Reads tables of results. A value is never written twice: it is read from the cells of the excerpt.
 *
 * @throws DataError for a model, benchmark or source that is not known, or a row whose cells do not match the columns.
 */
export function readResults(folder: string, { ids, sources, benchmarks, quotes }: Known): Result[] {
  const results: Result[] = [];
  for (const entry of readdirSync(folder).toSorted()) {
    const { file, data, fault } = readDataFile(join(folder, entry), `results/${entry}`, resultsInput);
    if (!sources.has(data.source)) throw fault(["source"], `names the source ${data.source}, which sources.yaml does not have`);
    data.tables.forEach((table, t) => {
      const columns = table.models ?? table.benchmarks;
      if (!columns || (table.models && table.benchmarks)) throw fault(["tables", t], "needs either models or benchmarks for its columns");
      table.rows.forEach((row, r) => {
        const place = ["tables", t, "rows", r];
        const own = table.models ? row.benchmark : row.model;
        if (own === undefined) throw fault(place, `needs a ${table.models ? "benchmark" : "model"}`);
        const cells = row.quote.split(" | ").slice(-columns.length);
        if (cells.length < columns.length) throw fault([...place, "quote"], `has ${cells.length} cells for ${columns.length} columns`);
        quotes.push({ source: data.source, quote: row.quote, where: `${file} ${own}` });
        columns.forEach((column, c) => {
          const cell = (cells[c] ?? NONE).trim();
          if (column === NONE || cell === NONE || cell === "") return;
          const [model, benchmark] = table.models ? [column, own] : [own, column];
          if (!ids.has(model)) throw fault(place, `names the model ${model}, which is not in the catalog`);
          const unit = benchmarks[benchmark]?.unit;
          if (!unit) throw fault(place, `names the benchmark ${benchmark}, which benchmarks.yaml does not have`);
          const cellValue = /^\d+(?:\.\d+)?%?$/u.test(cell) ? Number.parseFloat(cell) : Number.NaN;
          const value = table.fraction ? Number((100 * cellValue).toFixed(6)) : cellValue;
          if (!(value >= 0) || (unit === "percent" && value > 100))
            throw fault([...place, "quote"], `has ${cell} for ${model}, which is no value in ${unit}`);
          const shots = row.shots ?? table.shots;
          const implementation = row.implementation ?? table.implementation;
          results.push({
            model,
            benchmark,
            value,
            unit,
            ...(implementation === undefined ? {} : { implementation }),
            ...(shots === undefined ? {} : { shots }),
            reporter: data.reporter,
            source: data.source,
          });
        });
      });
    });
  }
  return results;
}
