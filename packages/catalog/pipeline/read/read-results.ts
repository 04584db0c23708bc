import { readdirSync } from "node:fs";
import { join } from "node:path";
import type { Benchmark, Result } from "../../src/evaluation.ts";
import type { Model } from "../../src/model.ts";
import { TableLabels } from "../prove/table-labels.ts";
import { FAR } from "../parse/excerpt.ts";
import { settingsIn } from "../parse/settings.ts";
import { collect, type DataError, type DataFile, type Excerpt, readDataFile, type Reading } from "../parse/data-file.ts";
import { resultsInput, type ResultsInput } from "../parse/input.ts";

/** A result with the row that it was read from, and the heading of its table. */
export interface ResultClaim {
  readonly result: Result;
  readonly quote: string;
}

interface Known {
  readonly models: readonly Model[];
  readonly sources: ReadonlySet<string>;
  readonly benchmarks: readonly Benchmark[];
}

type Table = ResultsInput["tables"][number];
type Row = Table["rows"][number];

type Path = readonly (string | number)[];

/** What rows and headings are checked against. */
interface Context {
  readonly ids: ReadonlySet<string>;
  readonly units: ReadonlyMap<string, Benchmark["unit"]>;
  /** Of benchmarks, by id. */
  readonly names: ReadonlyMap<string, string>;
  readonly labels: TableLabels;
}

/** A column that is left out, and a cell without a value. */
const NONE = "-";

/**
 * Reads tables of results. Each value is read from the cells of the excerpt. A model, benchmark or source that is not known, and a row whose
 * cells do not match the columns, are errors.
 *
 * @throws DataErrors where a file itself cannot be read.
 */
export function readResults(
  folder: string,
  known: Known,
): Reading & { readonly results: readonly Result[]; readonly claims: readonly ResultClaim[] } {
  const excerpts: Excerpt[] = [];
  const errors: DataError[] = [];
  const results: Result[] = [];
  const claims: ResultClaim[] = [];
  const context: Context = {
    ids: new Set(known.models.map(({ id }) => id)),
    units: new Map(known.benchmarks.map(({ id, unit }) => [id, unit])),
    names: new Map(known.benchmarks.map(({ id, name }) => [id, name])),
    labels: new TableLabels(known.models, known.benchmarks),
  };
  for (const entry of readdirSync(folder).toSorted()) {
    const file = readDataFile(join(folder, entry), `results/${entry}`, resultsInput);
    const { data, error } = file;
    if (!known.sources.has(data.source)) errors.push(error(["source"], `names the source ${data.source}, which sources/ does not have`));
    data.tables.forEach((table, t) => {
      const columns = table.models ?? table.benchmarks;
      if (!columns || (table.models && table.benchmarks))
        return errors.push(error(["tables", t], "needs either models or benchmarks for its columns"));
      errors.push(...headingErrors(file, table, ["tables", t], columns, context));
      for (const quote of [table.heading, table.subheading, ...table.prose])
        if (quote !== undefined) excerpts.push({ source: data.source, quote, where: `${file.file} heading` });
      return table.rows.forEach((row, r) => {
        const { value, errors: found } = collect(() => readRow(file, table, row, ["tables", t, "rows", r], context));
        errors.push(...found);
        results.push(...(value ?? []));
        claims.push(...(value ?? []).map((result) => ({ result, quote: `${row.quote}${FAR}${table.heading}` })));
        excerpts.push({ source: data.source, quote: row.quote, where: `${file.file} ${row.benchmark ?? row.model ?? ""}` });
      });
    });
  }
  return { results, claims, excerpts, errors };
}

/** Columns whose heading in the source names something else. */
function headingErrors(
  { error }: DataFile<ResultsInput>,
  { heading, labels }: Table,
  path: Path,
  columns: readonly string[],
  context: Context,
): readonly DataError[] {
  const cells = heading.split(" | ");
  if (cells.length !== columns.length) return [error([...path, "heading"], `has ${cells.length} cells for ${columns.length} columns`)];
  return columns.flatMap((column, c) => {
    const cell = cells[c] ?? "";
    if (column === NONE || context.labels.isHeading(cell, column, labels)) return [];
    return [
      error([...path, "heading"], `calls column ${c + 1} ${JSON.stringify(cell)}, which is no name of ${column}; \`labels\` may say so`),
    ];
  });
}

/** A remark that the name of the benchmark repeats says nothing more. */
const isPart = (remark: string, name: string): boolean => name.toLowerCase().includes(remark.toLowerCase());

/** The cells that say how a value was measured: of the row where rows are benchmarks, else the heading of the column. */
function settingCells(
  { heading, subheading, models, benchmarks, prose }: Table,
  cells: readonly string[],
  column: number,
  said: (text: string) => readonly string[],
): Parameters<typeof settingsIn> {
  const columns = (models ?? benchmarks ?? []).length;
  const label = cells.slice(0, -columns);
  const beside = prose.flatMap(said);
  const above = [heading, ...(subheading === undefined ? [] : [subheading])].map((line) => line.split(" | ")[column] ?? "");
  return models ? [[...label, ...beside], label.length > 1] : [[...above, ...beside], false];
}

function readRow(
  { data, error }: DataFile<ResultsInput>,
  table: Table,
  row: Row,
  path: Path,
  { ids, units, names, labels }: Context,
): Result[] {
  const columns = table.models ?? table.benchmarks ?? [];
  const own = table.models ? row.benchmark : row.model;
  if (own === undefined) throw error(path, `needs a ${table.models ? "benchmark" : "model"}`);
  const all = row.quote.split(" | ");
  const cells = all.slice(-columns.length);
  if (cells.length < columns.length) throw error([...path, "quote"], `has ${cells.length} cells for ${columns.length} columns`);
  const found = columns.flatMap((column, c): Result[] => {
    const cell = (cells[c] ?? NONE).trim();
    if (column === NONE || cell === NONE || cell === "") return [];
    const [model, benchmark] = table.models ? [column, own] : [own, column];
    if (!ids.has(model)) throw error(path, `names the model ${model}, which is not in the catalog`);
    const unit = units.get(benchmark);
    if (!unit) throw error(path, `names the benchmark ${benchmark}, which benchmarks.yaml does not have`);
    const cellValue = /^\d+(?:\.\d+)?%?$/u.test(cell) ? Number.parseFloat(cell) : Number.NaN;
    const value = table.fraction ? Number((100 * cellValue).toFixed(6)) : cellValue;
    if (!(value >= 0) || (unit === "percent" && value > 100))
      throw error([...path, "quote"], `has ${cell} for ${model}, which is no value in ${unit}`);
    const {
      shots = row.shots ?? table.shots,
      variant,
      ...settings
    } = settingsIn(...settingCells(table, all, c, (text) => labels.saidOf(text, benchmark)));
    const implementation = row.implementation ?? table.implementation;
    return [
      {
        model,
        benchmark,
        value,
        unit,
        ...(implementation === undefined ? {} : { implementation }),
        ...(shots === undefined ? {} : { shots }),
        ...settings,
        ...(variant === undefined || variant === implementation || isPart(variant, names.get(benchmark) ?? "") ? {} : { variant }),
        reporter: data.reporter,
        source: data.source,
      },
    ];
  });
  if (!labels.isRow(all.slice(0, -columns.length), own, table.labels))
    throw error([...path, "quote"], `has no label before its values that names ${own}; \`labels\` of the table may give one`);
  return found;
}
