import { readFileSync } from "node:fs";
import { LineCounter, parseDocument } from "yaml";
import type { z } from "zod";

/** A fault in the data, with the file, the field and the line. */
export class DataError extends Error {
  constructor(file: string, line: number | null, field: string, problem: string) {
    super(`${file}${line === null ? "" : `:${line}`}${field === "" ? "" : ` (${field})`}: ${problem}`);
    this.name = "DataError";
  }
}

/** A YAML file that knows on which line each value stands. */
export interface DataFile<Data> {
  readonly file: string;
  readonly data: Data;
  fault(path: readonly (string | number)[], problem: string): DataError;
}

/**
 * Reads a data file strictly: no duplicate key, no unknown field, no value of another type.
 *
 * @param name How the file is called in errors.
 * @throws DataError that names file, field and line.
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
  const [broken] = document.errors;
  if (broken) throw new DataError(name, lines.linePos(broken.pos[0]).line, "", broken.message.split("\n")[0] ?? "");
  const fault = (field: readonly (string | number)[], problem: string) => new DataError(name, lineOf(field), field.join("."), problem);
  const parsed = schema.safeParse(document.toJS());
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw fault((issue?.path ?? []) as (string | number)[], issue?.message ?? "is not as it should be");
  }
  return { file: name, data: parsed.data, fault };
}
