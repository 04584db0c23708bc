import { readdirSync } from "node:fs";
import { join } from "node:path";
import type { Model } from "../../src/model.ts";
import type { SpeedRun } from "../../src/speed.ts";
import { type DataFile, readDataFile } from "./data-file.ts";
import { datesIn } from "./quantities.ts";
import { deviceCell, modelCell, sizeCell, speedCell, testCell } from "./speed-cells.ts";
import { speedsInput, type SpeedsInput } from "./speeds-input.ts";

interface Known {
  readonly models: ReadonlyMap<string, Model>;
  readonly sources: ReadonlySet<string>;
  /** How sources write each hardware. */
  readonly hardware: ReadonlyMap<string, readonly string[]>;
  readonly quotes: { source: string; quote: string; where: string }[];
}

type Row = SpeedRun["rows"][number];
type Header = Omit<SpeedRun, "rows">;
type Place = readonly (string | number)[];

/** A column that is left out. */
const NONE = "-";
/** A model's name is rounded; its weights, counted, are no further from it. */
const ROUNDING = 0.1;

/**
 * Reads measured speeds. A value is never written twice: it is read from the cells of the excerpt.
 *
 * @returns Runs, each value once: a table that repeats what a log of the same reporter says adds nothing; one that differs stands beside it.
 * @throws DataError for hardware, a model or a source that is not known, a wrong unit, or a row whose cells do not match the columns.
 */
export function readSpeeds(folder: string, known: Known): SpeedRun[] {
  const runs = new Map<string, Header & { rows: Row[] }>();
  const add = (header: Header, row: Row) => {
    const key = JSON.stringify(header);
    const run = runs.get(key);
    if (run) run.rows.push(row);
    else runs.set(key, { ...header, rows: [row] });
  };
  const files = readdirSync(folder)
    .toSorted()
    .map((entry) => readDataFile(join(folder, entry), `speeds/${entry}`, speedsInput));
  for (const file of files) {
    if (!known.sources.has(file.data.source))
      throw file.fault(["source"], `names the source ${file.data.source}, which sources.yaml does not have`);
    file.data.logs.forEach((log, index) => readLog(file, log, ["logs", index], known, add));
  }
  const logged = new Set([...runs.values()].flatMap(({ rows, ...run }) => rows.map((row) => nameOf(run, row))));
  const addNew = (header: Header, row: Row) => {
    const name = nameOf(header, row);
    if (logged.has(name)) return;
    logged.add(name);
    add(header, row);
  };
  for (const file of files) file.data.tables.forEach((table, index) => readTable(file, table, ["tables", index], known, addNew));
  return [...runs.values()];
}

/** A measurement with its value, as far as every source names it. */
const nameOf = ({ reporter, model, quantization, hardware, count }: Header, [test, value]: Row): string =>
  [reporter, model, quantization, hardware, count, test, value].join(" ");

function readLog(
  { file, data, fault }: DataFile<SpeedsInput>,
  log: SpeedsInput["logs"][number],
  place: Place,
  { models, hardware, quotes }: Known,
  add: (header: Header, row: Row) => void,
): void {
  const count = devices(log.hardware, log.device, hardware, (problem) => fault([...place, "device"], problem));
  const build = /^build: ([0-9a-f]+ \(\d+\))$/u.exec(log.build)?.[1];
  if (build === undefined) throw fault([...place, "build"], `is ${JSON.stringify(log.build)}, but must be as llama-bench prints it`);
  const date = dateOf(log.date, (problem) => fault([...place, "date"], problem));
  const columns = log.columns.split(" | ");
  if (columns.at(-1) !== "t/s") throw fault([...place, "columns"], `ends with ${columns.at(-1)}, but must end with t/s`);
  for (const quote of [log.device, log.columns, log.date])
    if (quote !== undefined) quotes.push({ source: data.source, quote, where: `${file} heading` });
  log.rows.forEach((row, index) => {
    const wrong = (problem: string) => fault([...place, "rows", index], problem);
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
    quotes.push({ source: data.source, quote: `${row} … ${log.build}`, where: `${file} ${test}` });
    add(
      {
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
      deviation === undefined ? [test, value] : [test, value, deviation],
    );
  });
}

function readTable(
  { file, data, fault }: DataFile<SpeedsInput>,
  table: SpeedsInput["tables"][number],
  place: Place,
  { models, hardware, quotes }: Known,
  add: (header: Header, row: Row) => void,
): void {
  const { columns } = table;
  if (!/\b(?:t|tokens)\/s\b/u.test(table.unit)) throw fault([...place, "unit"], `is ${table.unit}, but must say tokens/s or t/s`);
  const date = dateOf(table.date, (problem) => fault([...place, "date"], problem));
  for (const quote of [table.unit, table.date])
    if (quote !== undefined) quotes.push({ source: data.source, quote, where: `${file} heading` });
  table.rows.forEach((row, index) => {
    const at = [...place, "rows", index];
    const wrong = (problem: string) => fault([...at, "quote"], problem);
    const cells = row.quote.split(/ … | \| /u);
    const values = cells.slice(-columns.length);
    const [label = ""] = cells;
    if (cells.length <= columns.length) throw wrong(`has ${cells.length} cells for ${columns.length} columns and their label`);
    const count = devices(row.hardware, label, hardware, (problem) => fault(at, problem));
    quotes.push({ source: data.source, quote: row.quote, where: `${file} ${row.hardware}` });
    columns.forEach((column, c) => {
      if (column === NONE) return;
      const cell = values[c] ?? "";
      const test = testCell(table.test ?? column);
      if (test === null) throw fault([...place, "columns", c], `is ${column}, which is no test; name the test of all cells as \`test\``);
      const name = table.test === undefined ? (cells.at(-1 - columns.length) ?? "") : column;
      const found = modelCell(name, table.models);
      if (!found) throw wrong(`speaks of ${name}, which \`models\` does not have`);
      const { model, ...run } = found;
      if (!models.has(model)) throw wrong(`names the model ${model}, which is not in the catalog`);
      const speed = speedCell(cell);
      if (!speed) throw wrong(`has ${JSON.stringify(cell)} for ${column}, which is no speed`);
      const header = { model, ...run, hardware: row.hardware, count, engine: data.engine, ...date };
      add({ ...header, reporter: data.reporter, source: data.source }, [test, ...speed]);
    });
  });
}

/** How many devices the words speak of, which must name the hardware as sources write it. */
function devices(id: string, words: string, hardware: Known["hardware"], fault: (problem: string) => Error): number {
  const written = hardware.get(id);
  if (!written) throw fault(`names the hardware ${id}, which hardware.yaml does not have`);
  const { name, count } = deviceCell(words);
  if (!written.includes(name)) throw fault(`speaks of ${JSON.stringify(name)}, but ${id} is written ${written.join(" or ") || "nowhere"}`);
  return count;
}

function dateOf(words: string | undefined, fault: (problem: string) => Error): { readonly measured?: string } {
  if (words === undefined) return {};
  const [measured] = datesIn(words);
  if (measured === undefined) throw fault(`is ${JSON.stringify(words)}, which holds no date`);
  return { measured };
}
