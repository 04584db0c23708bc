import { readdirSync } from "node:fs";
import { join } from "node:path";
import type { Model } from "../../src/model.ts";
import type { SpeedRun } from "../../src/speed-run.ts";
import { collect, type DataError, type DataFile, type Excerpt, readDataFile, type Reading } from "../parse/data-file.ts";
import { datesIn } from "../parse/quantities.ts";
import { deviceCell, modelCell, sizeCell, speedCell, testCell } from "../parse/speed-cells.ts";
import { speedsInput, type SpeedsInput } from "../parse/speeds-input.ts";

interface Known {
  readonly models: ReadonlyMap<string, Model>;
  readonly sources: ReadonlySet<string>;
  /** How sources write each hardware. */
  readonly hardware: ReadonlyMap<string, readonly string[]>;
}

type Row = SpeedRun["rows"][number];
type Header = Omit<SpeedRun, "rows">;
type Path = readonly (string | number)[];

/** A column that is left out. */
const NONE = "-";
/** A model's name is rounded; its weights, counted, are no further from it. */
const ROUNDING = 0.1;

/** One value, and the run that it belongs to. */
interface Measurement {
  readonly header: Header;
  readonly row: Row;
  /** The row that it was read from. */
  readonly quote: string;
}

interface Part {
  readonly measurements: readonly Measurement[];
  readonly excerpts: readonly Excerpt[];
}

/**
 * Reads measured speeds. Each value is read from the cells of the excerpt. Hardware, a model or a source that is not known, a wrong unit, and
 * a row whose cells do not match the columns are errors.
 *
 * @returns Runs, with the excerpt of each value in their order, each value once: a table that repeats what a log of the same reporter says adds nothing; one that differs stands beside it.
 * @throws DataErrors where a file itself cannot be read.
 */
export function readSpeeds(
  folder: string,
  known: Known,
): Reading & { readonly speeds: readonly SpeedRun[]; readonly quotes: readonly string[] } {
  const files = readdirSync(folder)
    .toSorted()
    .map((entry) => readDataFile(join(folder, entry), `speeds/${entry}`, speedsInput));
  const errors: DataError[] = files
    .filter(({ data }) => !known.sources.has(data.source))
    .map(({ data, error }) => error(["source"], `names the source ${data.source}, which sources/ does not have`));
  const partsOf = (read: () => Part): readonly Part[] => {
    const { value, errors: found } = collect(read);
    errors.push(...found);
    return value ? [value] : [];
  };
  const logs = files.flatMap((file) => file.data.logs.flatMap((log, index) => partsOf(() => readLog(file, log, ["logs", index], known))));
  const tables = files.flatMap((file) =>
    file.data.tables.flatMap((table, index) => partsOf(() => readTable(file, table, ["tables", index], known))),
  );
  const logged = logs.flatMap(({ measurements }) => measurements);
  const seen = new Set(logged.map(nameOf));
  const added = tables
    .flatMap(({ measurements }) => measurements)
    .filter((measurement) => {
      const name = nameOf(measurement);
      return seen.has(name) ? false : seen.add(name);
    });
  const measurements = [...logged, ...added];
  const speeds = runsOf(measurements);
  const quoteOf = new Map(measurements.map(({ row, quote }) => [row, quote]));
  const quotes = speeds.flatMap(({ rows }) => rows.map((row) => quoteOf.get(row) ?? ""));
  return { speeds, quotes, excerpts: [...logs, ...tables].flatMap(({ excerpts }) => excerpts), errors };
}

/** Measurements that share all but test and value, as one run. */
function runsOf(measurements: readonly Measurement[]): SpeedRun[] {
  const runs = new Map<string, Header & { rows: Row[] }>();
  for (const { header, row } of measurements) {
    const key = JSON.stringify(header);
    const run = runs.get(key) ?? { ...header, rows: [] };
    run.rows.push(row);
    runs.set(key, run);
  }
  return [...runs.values()];
}

/** A measurement with its value, as far as every source names it. */
const nameOf = ({ header: { reporter, model, quantization, hardware, count }, row: [test, value] }: Measurement): string =>
  [reporter, model, quantization, hardware, count, test, value].join(" ");

function readLog(
  { file, data, error }: DataFile<SpeedsInput>,
  log: SpeedsInput["logs"][number],
  path: Path,
  { models, hardware }: Known,
): Part {
  const measurements: Measurement[] = [];
  const excerpts: Excerpt[] = [];
  const count = devices(log.hardware, log.device, hardware, (problem) => error([...path, "device"], problem));
  const build = /^build: ([0-9a-f]+ \(\d+\))$/u.exec(log.build)?.[1];
  if (build === undefined) throw error([...path, "build"], `is ${JSON.stringify(log.build)}, but must be as llama-bench prints it`);
  const date = dateOf(log.date, (problem) => error([...path, "date"], problem));
  const columns = log.columns.split(" | ");
  if (columns.at(-1) !== "t/s") throw error([...path, "columns"], `ends with ${columns.at(-1)}, but must end with t/s`);
  for (const quote of [log.device, log.columns, log.date])
    if (quote !== undefined) excerpts.push({ source: data.source, quote, where: `${file} heading` });
  log.rows.forEach((row, index) => {
    const wrong = (problem: string) => error([...path, "rows", index], problem);
    const cells = row.split(" | ");
    if (cells.length !== columns.length) throw wrong(`has ${cells.length} cells for ${columns.length} columns`);
    const cell = (name: string): string => cells[columns.indexOf(name)] ?? "";
    const read = <Value>(name: string, value: Value | null): Value => {
      if (value === null) throw wrong(`has ${JSON.stringify(cell(name))} in the column ${name}`);
      return value;
    };
    const whole = (name: string): number => read(name, /^\d+$/u.test(cell(name)) ? Number(cell(name)) : null);
    const { model, quantization } = read("model", modelCell(cell("model"), log.models));
    const found = models.get(model);
    if (!found) throw wrong(`names the model ${model}, which is not in the catalog`);
    const parameters = read("params", sizeCell(cell("params"), "B"));
    const nominal = found.parameters?.nominal ?? found.parameters?.total;
    if (nominal !== undefined && Math.abs(parameters - nominal) > ROUNDING * nominal)
      throw wrong(`has ${cell("params")} parameters, but ${model} has ${nominal}`);
    const [value, deviation] = read("t/s", speedCell(cell("t/s")));
    const test = read("test", testCell(cell("test")));
    excerpts.push({ source: data.source, quote: `${row} … ${log.build}`, where: `${file} ${test}` });
    measurements.push({
      header: {
        model,
        quantization,
        hardware: log.hardware,
        count,
        engine: data.engine,
        build,
        backend: read("backend", cell("backend") || null),
        gpuLayers: whole("ngl"),
        ...(columns.includes("n_batch") ? { batchSize: whole("n_batch"), microBatchSize: whole("n_ubatch") } : {}),
        modelSize: read("size", sizeCell(cell("size"), "GiB")),
        ...date,
        reporter: data.reporter,
        source: data.source,
      },
      row: deviation === undefined ? [test, value] : [test, value, deviation],
      quote: `${row} … ${log.build}`,
    });
  });
  return { measurements, excerpts };
}

function readTable(
  { file, data, error }: DataFile<SpeedsInput>,
  table: SpeedsInput["tables"][number],
  path: Path,
  { models, hardware }: Known,
): Part {
  const measurements: Measurement[] = [];
  const excerpts: Excerpt[] = [];
  const { columns } = table;
  if (!/\b(?:t|tokens)\/s\b/u.test(table.unit)) throw error([...path, "unit"], `is ${table.unit}, but must say tokens/s or t/s`);
  const date = dateOf(table.date, (problem) => error([...path, "date"], problem));
  for (const quote of [table.unit, table.date])
    if (quote !== undefined) excerpts.push({ source: data.source, quote, where: `${file} heading` });
  table.rows.forEach((row, index) => {
    const at = [...path, "rows", index];
    const wrong = (problem: string) => error([...at, "quote"], problem);
    const cells = row.quote.split(/ … | \| /u);
    const values = cells.slice(-columns.length);
    const [label = ""] = cells;
    if (cells.length <= columns.length) throw wrong(`has ${cells.length} cells for ${columns.length} columns and their label`);
    const count = devices(row.hardware, label, hardware, (problem) => error(at, problem));
    excerpts.push({ source: data.source, quote: row.quote, where: `${file} ${row.hardware}` });
    columns.forEach((column, c) => {
      if (column === NONE) return;
      const cell = values[c] ?? "";
      const test = testCell(table.test ?? column);
      if (test === null) throw error([...path, "columns", c], `is ${column}, which is no test; name the test of all cells as \`test\``);
      const name = table.test === undefined ? (cells.at(-1 - columns.length) ?? "") : column;
      const found = modelCell(name, table.models);
      if (!found) throw wrong(`speaks of ${name}, which \`models\` does not have`);
      const { model, ...run } = found;
      if (!models.has(model)) throw wrong(`names the model ${model}, which is not in the catalog`);
      const speed = speedCell(cell);
      if (!speed) throw wrong(`has ${JSON.stringify(cell)} for ${column}, which is no speed`);
      const header = { model, ...run, hardware: row.hardware, count, engine: data.engine, ...date };
      measurements.push({ header: { ...header, reporter: data.reporter, source: data.source }, row: [test, ...speed], quote: row.quote });
    });
  });
  return { measurements, excerpts };
}

/** How many devices the words speak of, which must name the hardware as sources write it. */
function devices(id: string, words: string, hardware: Known["hardware"], error: (problem: string) => Error): number {
  const spellings = hardware.get(id);
  if (!spellings) throw error(`names the hardware ${id}, which hardware.yaml does not have`);
  const { name, count } = deviceCell(words);
  if (!spellings.includes(name))
    throw error(`names ${JSON.stringify(name)}, but the spellings of ${id} are ${spellings.join(", ") || "none"}`);
  return count;
}

function dateOf(words: string | undefined, error: (problem: string) => Error): { readonly measured?: string } {
  if (words === undefined) return {};
  const [measured] = datesIn(words);
  if (measured === undefined) throw error(`is ${JSON.stringify(words)}, which holds no date`);
  return { measured };
}
