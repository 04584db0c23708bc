import { readFileSync } from "node:fs";
import { LineCounter, parseDocument } from "yaml";
import type { z } from "zod";

/** An error in the data, with the file, the line and the field. */
export class DataError extends Error {
  constructor(file: string, line: number | null, field: string, problem: string) {
    super(`${file}${line === null ? "" : `:${line}`}${field === "" ? "" : ` (${field})`}: ${problem}`);
    this.name = "DataError";
  }
}

/** Every error that a reading of the data found, one per line of the message. */
export class DataErrors extends Error {
  readonly errors: readonly DataError[];

  constructor(errors: readonly DataError[]) {
    super(errors.map(({ message }) => message).join("\n"));
    this.name = "DataErrors";
    this.errors = errors;
  }
}

/** Words of a source that prove a value, and the record that cites them. */
export interface Excerpt {
  readonly source: string;
  readonly quote: string;
  readonly where: string;
}

/** What a reader of one part of the data returns beside its records: the excerpts to look up, and what is wrong. */
export interface Reading {
  readonly excerpts: readonly Excerpt[];
  readonly errors: readonly DataError[];
}

/** A YAML file that knows on which line each value stands. */
export interface DataFile<Data> {
  readonly file: string;
  readonly data: Data;
  error(path: readonly (string | number)[], problem: string): DataError;
}

/**
 * Reads a data file strictly: no duplicate key, no unknown field, no value of another type.
 *
 * @param name The name of the file in errors.
 * @throws DataErrors that name file, line and field.
 */
export function readDataFile<Schema extends z.ZodType>(path: string, name: string, schema: Schema): DataFile<z.output<Schema>> {
  const lines = new LineCounter();
  const document = parseDocument(readFileSync(path, "utf8"), { lineCounter: lines, uniqueKeys: true });
  const lineOf = (field: readonly (string | number)[]): number | null => {
    for (let length = field.length; length >= 0; length--) {
      const node = document.getIn(field.slice(0, length), true) as { range?: [number, number, number] } | undefined;
      if (node?.range) return lines.linePos(node.range[0]).line;
    }
    return null;
  };
  if (document.errors.length > 0)
    throw new DataErrors(
      document.errors.map(({ pos, message }) => new DataError(name, lines.linePos(pos[0]).line, "", message.split("\n")[0] ?? "")),
    );
  const error = (field: readonly (string | number)[], problem: string) => new DataError(name, lineOf(field), field.join("."), problem);
  const parsed = schema.safeParse(document.toJS());
  if (!parsed.success) throw new DataErrors(parsed.error.issues.map(({ path: at, message }) => error(at as (string | number)[], message)));
  return { file: name, data: parsed.data, error };
}

/**
 * Runs a reader and keeps its errors, so that one run names them all.
 *
 * @returns The reader's value, or undefined where it threw; errors that are no `DataError` are thrown on.
 */
export function collect<Value>(read: () => Value): { readonly value?: Value; readonly errors: readonly DataError[] } {
  try {
    return { value: read(), errors: [] };
  } catch (error) {
    if (error instanceof DataErrors) return { errors: error.errors };
    if (error instanceof DataError) return { errors: [error] };
    throw error;
  }
}
