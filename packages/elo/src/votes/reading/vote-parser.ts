import { EloError } from "../../errors.ts";
import { ByteBuffer, decode, LINE_FEED } from "./byte-buffer.ts";
import { CellError } from "./cell-error.ts";
import { CsvScanner, endOfHeader, parseHeader } from "./csv-scanner.ts";
import { detectFormat, DETECTION_BYTES, markLength, type TextFormat } from "./detect.ts";
import { JsonScanner } from "./json-scanner.ts";
import { labelsOf } from "./labels.ts";
import { type Layout, layoutOf, type ReadOptions } from "./layout.ts";
import { type VotePart, VoteRecorder } from "./vote-recorder.ts";

const HEADER_MAX = 2 ** 20;

/** How to read an input, found out from its beginning. A plain object, so that it can go to another thread. */
export interface ReadPlan {
  readonly format: TextFormat;
  readonly layout: Layout;
  /** The character code between fields; 0 in JSON. */
  readonly delimiter: number;
  /** CSV: for each column the slot in the layout, or -1. */
  readonly slots: readonly number[];
  /** JSON: for each slot the keys that lead to it. */
  readonly paths: readonly (readonly string[])[];
  /** Bytes before the first record: the mark and the header. */
  readonly skipped: number;
  /** The line of the first record, counted from 1. */
  readonly firstLine: number;
}

interface Scanner {
  line: number;
  scan(isLast: boolean): void;
}

/** Reads votes from bytes that come in chunks of any size. */
export class VoteParser {
  readonly #options: ReadOptions;
  readonly #buffer = new ByteBuffer();
  #scanner: Scanner | null = null;
  #recorder: VoteRecorder | null = null;
  plan: ReadPlan | null = null;

  /** @param plan How to read; without it the beginning of the input says it. */
  constructor(options: ReadOptions, plan: ReadPlan | null = null) {
    this.#options = options;
    if (plan) this.#open(plan);
  }

  /** The line, or the record of a list, that comes next. */
  get line(): number {
    return this.#scanner?.line ?? 1;
  }

  /** @throws EloError `bad-input` that names the line. */
  push(chunk: Uint8Array): void {
    this.#guarded(() => {
      this.#buffer.append(chunk);
      if (!this.#scanner) this.#begin(false);
      this.#scanner?.scan(false);
    });
  }

  /** Ends the input and returns its votes. */
  end(): { readonly plan: ReadPlan; readonly part: VotePart } {
    this.#guarded(() => {
      if (!this.#scanner) this.#begin(true);
      this.#scanner?.scan(true);
    });
    if (!this.#recorder || !this.plan) throw new EloError("bad-input", "The input is empty.");
    return { plan: this.plan, part: this.#recorder.take() };
  }

  #guarded(action: () => void): void {
    try {
      action();
    } catch (error) {
      if (!(error instanceof CellError)) throw error;
      const unit = this.plan?.format === "json-array" ? "Record" : "Line";
      throw new EloError("bad-input", `${unit} ${this.line} ${error.message}`);
    }
  }

  #begin(isWhole: boolean): void {
    const buffer = this.#buffer;
    if (!isWhole && buffer.to - buffer.from < DETECTION_BYTES) return;
    const plan = planOf(buffer.bytes.subarray(buffer.from, buffer.to), isWhole, this.#options);
    if (!plan) return;
    buffer.from += plan.skipped;
    this.#open(plan);
  }

  #open(plan: ReadPlan): void {
    const recorder = new VoteRecorder(plan.layout, labelsOf(this.#options.values));
    const record = () => recorder.record();
    this.plan = plan;
    this.#recorder = recorder;
    this.#scanner =
      plan.format === "csv"
        ? new CsvScanner(this.#buffer, plan, recorder.cells, record)
        : new JsonScanner(this.#buffer, plan.paths, recorder.cells, { isList: plan.format === "json-array", record });
  }
}

/**
 * How to read an input, by its beginning; null when more of it is needed.
 *
 * @throws EloError `bad-input` for an input that cannot be read at all.
 */
export function planOf(head: Uint8Array, isWhole: boolean, options: ReadOptions): ReadPlan | null {
  const format = detectFormat(head.subarray(0, DETECTION_BYTES), isWhole);
  const mark = markLength(head);
  if (format === "csv") return csvPlan(head.subarray(mark), mark, isWhole, options);
  const first = firstObject(head.subarray(mark), format === "json-array", isWhole);
  if (!first) return null;
  const names = Object.keys(first);
  const layout = layoutOf(names, true, options);
  const paths = layout.columns.map(({ name }) => (names.includes(name) ? [name] : name.split(".")));
  return { format, layout, delimiter: 0, slots: [], paths, skipped: mark, firstLine: 1 };
}

function csvPlan(text: Uint8Array, mark: number, isWhole: boolean, options: ReadOptions): ReadPlan | null {
  // Blank lines before the header do not count.
  const begin = text.findIndex((byte) => byte > 0x20 || byte === 0x09);
  const found = endOfHeader(text.subarray(begin));
  if (found < 0 && !isWhole) {
    if (text.length <= HEADER_MAX) return null;
    throw new EloError("bad-input", "Line 1 is longer than 1 MB; that is no header of CSV.");
  }
  const length = found < 0 ? text.length - begin : found + 1;
  const { delimiter, names } = parseHeader(text.subarray(begin, begin + length));
  const layout = layoutOf(names, false, options);
  const slots = names.map((name) => layout.columns.findIndex((column) => column.name === name));
  const firstLine = 1 + text.subarray(0, begin + length).reduce((lines, byte) => lines + (byte === LINE_FEED ? 1 : 0), 0);
  return { format: "csv", layout, delimiter, slots, paths: [], skipped: mark + begin + length, firstLine };
}

/** The first object of JSON lines or of a list; null when it is not complete. */
function firstObject(text: Uint8Array, isList: boolean, isWhole: boolean): Readonly<Record<string, unknown>> | null {
  const buffer = new ByteBuffer();
  buffer.append(text);
  let end = -1;
  const found = Symbol("found");
  const scanner = new JsonScanner(buffer, [], new VoteRecorder({ shape: "winner", columns: [] }, new Map()).cells, {
    isList,
    record: () => {
      end = scanner.position;
      throw found;
    },
  });
  try {
    scanner.scan(isWhole);
  } catch (error) {
    if (error instanceof CellError) throw new EloError("bad-input", `${isList ? "Record" : "Line"} ${scanner.line} ${error.message}`);
    if (error !== found) throw error;
  }
  if (end < 0 && isWhole) throw new EloError("bad-input", "There are no votes in the input.");
  if (end < 0) return null;
  const begin = text.indexOf("{".charCodeAt(0));
  return JSON.parse(decode(text.subarray(begin, end)).replaceAll(/\b(?:NaN|-?Infinity)\b/gu, "null")) as Record<string, unknown>;
}
