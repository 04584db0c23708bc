import { EloError } from "../errors.ts";

/** One record of the input with the line on which it begins, counted from 1. */
interface InputRecord {
  readonly line: number;
  readonly fields: readonly string[];
}

/** The input as a header and records, whichever of the two formats it has. */
export interface RecordSource {
  readonly columns: readonly string[];
  readonly records: AsyncIterable<InputRecord> | Iterable<InputRecord>;
}

/**
 * Reads CSV (RFC 4180, with a header) or JSON lines, told apart by the first character.
 *
 * @throws EloError `bad-input` that names the line.
 */
export async function openRecords(chunks: AsyncIterable<string>): Promise<RecordSource> {
  const lines = splitLines(chunks)[Symbol.asyncIterator]();
  const first = await lines.next();
  if (first.done) throw new EloError("bad-input", "The input is empty.");
  const rest = { [Symbol.asyncIterator]: () => lines };
  if (first.value.trimStart().startsWith("{")) return jsonRecords(first.value, rest);
  const columns = splitRecord(first.value.replace(/^\uFEFF/, ""), 1)?.map((name) => name.trim());
  if (!columns) throw new EloError("bad-input", "Line 1 has a quote that is not closed.");
  return { columns, records: csvRecords(rest, columns.length) };
}

async function* splitLines(chunks: AsyncIterable<string>): AsyncGenerator<string> {
  let held = "";
  for await (const chunk of chunks) {
    const lines = (held + chunk).split("\n");
    held = lines.pop() ?? "";
    for (const line of lines) yield line.endsWith("\r") ? line.slice(0, -1) : line;
  }
  if (held !== "") yield held;
}

async function* csvRecords(lines: AsyncIterable<string>, width: number): AsyncGenerator<InputRecord> {
  let line = 1;
  let [begun, text] = [0, ""];
  for await (const next of lines) {
    line++;
    if (begun === 0 && next === "") continue;
    text = begun === 0 ? next : `${text}\n${next}`;
    begun ||= line;
    const fields = splitRecord(text, begun);
    if (!fields) continue;
    if (fields.length !== width) throw new EloError("bad-input", `Line ${begun} has ${fields.length} fields, but the header has ${width}.`);
    yield { line: begun, fields };
    begun = 0;
  }
  if (begun > 0) throw new EloError("bad-input", `Line ${begun} has a quote that is not closed.`);
}

/** The fields of a record, or null when a quote is still open and the record goes on in the next line. */
function splitRecord(text: string, line: number): string[] | null {
  if (!text.includes('"')) return text.split(",");
  const fields: string[] = [];
  let at = 0;
  for (;;) {
    if (text[at] !== '"') {
      const end = text.indexOf(",", at);
      fields.push(text.slice(at, end < 0 ? undefined : end));
      if (end < 0) return fields;
      at = end + 1;
      continue;
    }
    let field = "";
    for (at++; ; at++) {
      const end = text.indexOf('"', at);
      if (end < 0) return null;
      field += text.slice(at, end);
      at = end + 1;
      if (text[at] !== '"') break;
      field += '"';
    }
    fields.push(field);
    if (at >= text.length) return fields;
    if (text[at] !== ",") throw new EloError("bad-input", `Line ${line} has text after a closing quote.`);
    at++;
  }
}

async function jsonRecords(first: string, rest: AsyncIterable<string>): Promise<RecordSource> {
  const parse = (text: string, line: number): Record<string, unknown> => {
    try {
      const value: unknown = JSON.parse(text);
      if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
    } catch {
      // Said below, with the line.
    }
    throw new EloError("bad-input", `Line ${line} is not a JSON object.`);
  };
  const columns = Object.keys(parse(first, 1));
  const known = new Set(columns);
  const textOf = (field: unknown) => {
    if (field === undefined || field === null) return "";
    return typeof field === "string" ? field : JSON.stringify(field);
  };
  const fieldsOf = (value: Record<string, unknown>, line: number) => {
    const unknown = Object.keys(value).find((column) => !known.has(column));
    if (unknown !== undefined) throw new EloError("bad-input", `Line ${line} has the field ${unknown}, which line 1 has not.`);
    return columns.map((column) => textOf(value[column]));
  };
  async function* records(): AsyncGenerator<InputRecord> {
    yield { line: 1, fields: fieldsOf(parse(first, 1), 1) };
    let line = 1;
    for await (const text of rest) {
      line++;
      if (text.trim() !== "") yield { line, fields: fieldsOf(parse(text, line), line) };
    }
  }
  return { columns, records: records() };
}
