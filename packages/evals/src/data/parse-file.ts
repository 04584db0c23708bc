import { EvalError } from "../errors.ts";
import { convertRow, parseMarked, unmarked } from "./convert-row.ts";
import { csvRecords } from "./csv.ts";
import { readParquetRows } from "./parquet.ts";
import { type Row, rowSchemas } from "./rows.ts";
import type { FileForm, SplitId } from "./set-files.ts";

/** A file of a data set, as bytes. */
export interface SplitFile {
  /** Path or address, for messages. */
  readonly name: string;
  readonly form: FileForm;
  readonly bytes: Uint8Array;
}

/**
 * The rows of a file, in the form that the hub has.
 *
 * @throws EvalError `bad-data` that names the file and the row.
 */
export async function rowsOfFile(split: SplitId, file: SplitFile): Promise<Row[]> {
  const { name } = file;
  const schema = rowSchemas[split.set];
  const found = await rawRows(split, file);
  if (found.length === 0)
    throw new EvalError("bad-data", `${name} holds no rows; get the file again from where the data set is published.`);
  return found.map((raw, index) => {
    const { data, error } = schema.safeParse(convertRow(split.set, raw));
    if (data) return data;
    const [issue] = error.issues;
    throw new EvalError(
      "bad-data",
      `Row ${index + 1} of ${name} is no row of ${split.set}: ${issue?.path.join(".") || "the row"}: ${issue?.message}. Get the file again from where the data set is published.`,
    );
  });
}

async function rawRows({ config }: SplitId, { name, form, bytes }: SplitFile): Promise<unknown[]> {
  if (form === "parquet") return readParquetRows(bytes, name);
  const text = decode(bytes, name);
  if (form === "csv") return csvRecords(text).map((record, index) => mmluRow(record, config, `${name}, row ${index + 1}`));
  if (form === "json") {
    const rows = parsed(() => parseMarked(text), name);
    if (!Array.isArray(rows)) throw new EvalError("bad-data", `${name} is no list of rows.`);
    return rows.map(unmarked);
  }
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  return lines.map((line, index) => parsed(() => JSON.parse(line) as unknown, `${name}, line ${index + 1},`));
}

function decode(bytes: Uint8Array, name: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new EvalError("bad-data", `${name} is not UTF-8; get the file again.`, { cause });
  }
}

function parsed(parse: () => unknown, name: string): unknown {
  try {
    return parse();
  } catch (cause) {
    throw new EvalError("bad-data", `${name} is no JSON; get the file again.`, { cause });
  }
}

const LETTERS = "ABCD";

function mmluRow([question, a, b, c, d, letter, ...rest]: string[], subject: string, name: string): unknown {
  const answer = letter === undefined ? -1 : LETTERS.indexOf(letter);
  if (letter === undefined || answer < 0 || rest.length > 0)
    throw new EvalError("bad-data", `${name}: a row of MMLU is a question, four choices and a letter from A to D.`);
  return { question, subject, choices: [a, b, c, d], answer };
}
