import { EloError } from "../errors.ts";
import { type PairCounts, type PairRow, pairCountsFromRows } from "./pair-counts.ts";
import { NameTable, type VoteColumns } from "./votes.ts";
import { openRecords, type RecordSource } from "./records.ts";

/** Votes with the further columns that were asked for, or counts. */
export type ReadVotes =
  | {
      readonly kind: "votes";
      readonly columns: VoteColumns;
      readonly extra: ReadonlyMap<string, readonly string[]>;
      readonly numbers: ReadonlyMap<string, Float64Array>;
    }
  | { readonly kind: "counts"; readonly counts: PairCounts };

/** Names of columns to keep beside the votes. */
export interface FurtherColumns {
  readonly texts?: readonly string[];
  readonly numbers?: readonly string[];
}

/** LMSYS's values of `winner`, as codes of `outcomes`. */
const winners = new Map([
  ["model_a", 0],
  ["model_b", 1],
  ["tie", 2],
  ["tie (bothbad)", 3],
]);

/**
 * Reads votes (`model_a,model_b,winner`, optionally `count`) or pair counts (`model_a,model_b,wins_a,wins_b,ties`, optionally `both_bad`) from
 * CSV with a header or from JSON lines.
 *
 * @param chunks The text, in pieces of any size.
 * @param further Further columns to keep, as texts (a voter) or as numbers from 0 on (a length).
 * @throws EloError `bad-input` that names the line or the column.
 * @example
 * ```ts
 * const read = await readVotes(createReadStream("votes.csv", "utf8"), { texts: ["voter"] });
 * if (read.kind === "votes") console.log(rateModels(pairCountsFromColumns(read.columns)), read.extra.get("voter"));
 * ```
 */
export async function readVotes(chunks: AsyncIterable<string>, further: FurtherColumns = {}): Promise<ReadVotes> {
  const source = await openRecords(chunks);
  const has = (name: string) => source.columns.includes(name);
  if (has("winner")) return readSingleVotes(source, further);
  if (has("wins_a") && has("wins_b")) {
    const wanted = [...(further.texts ?? []), ...(further.numbers ?? [])];
    if (wanted.length > 0) throw new EloError("bad-input", `The input holds pair counts; ${wanted.join(", ")} needs single votes.`);
    return { kind: "counts", counts: await readCounts(source) };
  }
  throw new EloError(
    "bad-input",
    `The input has the columns ${source.columns.join(", ")}; it needs model_a, model_b, winner, or model_a, model_b, wins_a, wins_b, ties.`,
  );
}

function placeOf({ columns }: RecordSource, name: string): number {
  const place = columns.indexOf(name);
  if (place < 0) throw new EloError("bad-input", `The input has no column ${name}; it has ${columns.join(", ")}.`);
  return place;
}

async function readSingleVotes(source: RecordSource, { texts = [], numbers = [] }: FurtherColumns): Promise<ReadVotes> {
  const [a, b, winner] = [placeOf(source, "model_a"), placeOf(source, "model_b"), placeOf(source, "winner")];
  const count = source.columns.indexOf("count");
  const kept = texts.map((name) => ({ name, place: placeOf(source, name), values: [] as string[] }));
  const numeric = numbers.map((name) => ({ name, place: placeOf(source, name), values: [] as number[] }));
  const names = new NameTable();
  const [first, second, outcome, weight]: [number[], number[], number[], number[]] = [[], [], [], []];
  for await (const { line, fields } of source.records) {
    const code = winners.get(fields[winner] ?? "");
    if (code === undefined) {
      throw new EloError(
        "bad-input",
        `Line ${line} has the winner ${JSON.stringify(fields[winner])}; known are ${[...winners.keys()].join(", ")}.`,
      );
    }
    if (fields[a] === fields[b] && fields[a] !== "") throw new EloError("bad-input", `Line ${line} has ${fields[a]} against itself.`);
    first.push(names.index(fields[a] ?? "", "Line", line));
    second.push(names.index(fields[b] ?? "", "Line", line));
    outcome.push(code);
    if (count >= 0) weight.push(numberOf(fields[count], line, "count"));
    for (const { name, place, values } of kept) {
      if (!fields[place]) throw new EloError("bad-input", `Line ${line} has no ${name}.`);
      values.push(fields[place]);
    }
    for (const { name, place, values } of numeric) values.push(numberOf(fields[place], line, name));
  }
  const columns = { models: names.names, a: Int32Array.from(first), b: Int32Array.from(second), outcome: Uint8Array.from(outcome) };
  return {
    kind: "votes",
    columns: count >= 0 ? { ...columns, weight: Float64Array.from(weight) } : columns,
    extra: new Map(kept.map(({ name, values }) => [name, values])),
    numbers: new Map(numeric.map(({ name, values }) => [name, Float64Array.from(values)])),
  };
}

async function readCounts(source: RecordSource): Promise<PairCounts> {
  const [a, b, winsA, winsB] = [
    placeOf(source, "model_a"),
    placeOf(source, "model_b"),
    placeOf(source, "wins_a"),
    placeOf(source, "wins_b"),
  ];
  const [ties, bothBad] = [placeOf(source, "ties"), source.columns.indexOf("both_bad")];
  const rows: PairRow[] = [];
  for await (const { line, fields } of source.records) {
    const number = (place: number, name: string) => (place < 0 ? 0 : numberOf(fields[place], line, name));
    const row = {
      a: fields[a] ?? "",
      b: fields[b] ?? "",
      winsA: number(winsA, "wins_a"),
      winsB: number(winsB, "wins_b"),
      ties: number(ties, "ties"),
      bothBad: number(bothBad, "both_bad"),
    };
    if (row.a === row.b)
      throw new EloError("bad-input", `Line ${line} has ${row.a === "" ? "a model without a name" : `${row.a} against itself`}.`);
    rows.push(row);
  }
  return pairCountsFromRows(rows);
}

/** @throws EloError `bad-input` for anything but a number from 0 on. */
function numberOf(text: string | undefined, line: number, column: string): number {
  const value = text === undefined || text.trim() === "" ? Number.NaN : Number(text);
  if (!(value >= 0 && Number.isFinite(value)))
    throw new EloError("bad-input", `Line ${line} has ${JSON.stringify(text)} in ${column}, which must be a number from 0 on.`);
  return value;
}
