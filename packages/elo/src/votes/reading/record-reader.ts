import { EloError } from "../../errors.ts";
import { shown } from "../messages.ts";
import { CellError } from "./cell-error.ts";
import { combine, type ReadVotes } from "./combine.ts";
import { labelsOf } from "./labels.ts";
import { type Layout, layoutOf, type ReadOptions } from "./layout.ts";
import { VoteRecorder } from "./vote-recorder.ts";

/** Reads votes from objects that another library took from its own format, such as the rows of a Parquet file. */
export class RecordReader {
  readonly layout: Layout;
  /** The outermost columns that are read. */
  readonly columns: readonly string[];
  readonly #recorder: VoteRecorder;
  readonly #paths: readonly (readonly string[])[];
  #record = 1;

  /** @throws EloError `bad-input` when the columns hold no votes. */
  constructor(names: readonly string[], options: ReadOptions) {
    this.layout = layoutOf(names, true, options);
    this.#recorder = new VoteRecorder(this.layout, labelsOf(options.values));
    this.#paths = this.layout.columns.map(({ name }) => (names.includes(name) ? [name] : name.split(".")));
    const outermost = new Set(this.#paths.map(([name]) => name));
    this.columns = names.filter((name) => outermost.has(name));
  }

  /** @throws EloError `bad-input` that names the record. */
  read(record: Readonly<Record<string, unknown>>): void {
    const { cells } = this.#recorder;
    cells.clear();
    try {
      this.#paths.forEach((path, slot) => {
        const text = textOf(valueAt(record, path), cells.targets[slot]?.table === null);
        if (text === undefined) throw new CellError(`has a value in ${shown(path.join("."))} that is neither a text nor a number.`);
        if (text !== null) cells.readText(slot, text);
      });
      this.#recorder.record();
    } catch (error) {
      throw error instanceof CellError ? new EloError("bad-input", `Record ${this.#record} ${error.message}`) : error;
    }
    this.#record++;
  }

  end(): ReadVotes {
    return combine(this.layout, [this.#recorder.take()]);
  }
}

function valueAt(record: unknown, [key, ...rest]: readonly string[]): unknown {
  if (key === undefined) return record;
  return typeof record === "object" && record !== null ? valueAt((record as Record<string, unknown>)[key], rest) : undefined;
}

/** A value as the text of a cell; null where it is missing, undefined where it cannot be one. */
function textOf(value: unknown, isNumeric: boolean): string | null | undefined {
  if (value === null || value === undefined || Number.isNaN(value)) return null;
  if (typeof value === "string" || typeof value === "boolean" || typeof value === "bigint" || typeof value === "number")
    return String(value);
  if (value instanceof Date) return value.toISOString();
  if (!isNumeric || typeof value !== "object") return undefined;
  const parts: unknown[] = Object.values(value);
  const sum = parts.reduce<number>(
    (total, part) => total + (typeof part === "number" || typeof part === "bigint" ? Number(part) : Number.NaN),
    0,
  );
  return Number.isNaN(sum) ? undefined : String(sum);
}
