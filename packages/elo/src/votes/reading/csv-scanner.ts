import { EloError } from "../../errors.ts";
import { type ByteBuffer, decode, LINE_FEED, QUOTE } from "./byte-buffer.ts";
import { CellError } from "./cell-error.ts";
import type { RowCells } from "./row-cells.ts";

const CARRIAGE_RETURN = 0x0d;
const UNREAD = -1;

/** A 1, the highest bit, and a line feed in each of four bytes. */
const [ONES, HIGH, LINE_FEEDS] = [0x01010101, 0x80808080 | 0, 0x0a0a0a0a];

/** What a file of separated values looks like, by its header. */
export interface CsvHeader {
  readonly delimiter: number;
  readonly names: readonly string[];
}

/**
 * The header of separated values: the delimiter is the comma, semicolon, tab or bar that stands in it most often outside of quotes.
 *
 * @throws EloError `bad-input` for a header that cannot be read.
 */
export function parseHeader(line: Uint8Array): CsvHeader {
  let text: string;
  try {
    text = decode(line).replace(/\r?\n?$/u, "");
  } catch (error) {
    throw error instanceof CellError ? new EloError("bad-input", `Line 1 ${error.message}`) : error;
  }
  if (text.includes("\r")) throw new EloError("bad-input", "The lines end with carriage returns alone. Save the file with line feeds.");
  const bare = text.replaceAll(/"(?:[^"]|"")*"/gu, "");
  const [delimiter = ","] = [",", ";", "\t", "|"].toSorted((left, right) => bare.split(right).length - bare.split(left).length);
  return { delimiter: delimiter.charCodeAt(0), names: splitHeader(text, delimiter) };
}

function splitHeader(text: string, delimiter: string): string[] {
  const names: string[] = [];
  let rest = text;
  for (;;) {
    const quotedName = /^\s*"((?:[^"]|"")*)"\s*/u.exec(rest);
    const end = quotedName ? quotedName[0].length : rest.indexOf(delimiter);
    const raw = quotedName?.[1]?.replaceAll('""', '"') ?? (end < 0 ? rest : rest.slice(0, end));
    names.push(raw.trim());
    if (end < 0 || end >= rest.length) return names;
    if (rest.charAt(end) !== delimiter) throw new EloError("bad-input", "Line 1 has text after a closing quote.");
    rest = rest.slice(end + 1);
  }
}

/** Reads separated values (RFC 4180) from bytes in one pass; only the columns that count are looked at. */
export class CsvScanner {
  line: number;
  readonly #buffer: ByteBuffer;
  readonly #delimiter: number;
  readonly #width: number;
  readonly #cells: RowCells;
  readonly #record: () => void;
  /** The slot of each column, or UNREAD. */
  readonly #slots: DataView;
  #lineFeedsInside = 0;

  /** @param slots Of each column that is read, the slot in `cells`; UNREAD for others. */
  constructor(
    buffer: ByteBuffer,
    plan: { readonly delimiter: number; readonly slots: readonly number[]; readonly firstLine: number },
    cells: RowCells,
    record: () => void,
  ) {
    this.line = plan.firstLine;
    this.#buffer = buffer;
    this.#delimiter = plan.delimiter;
    this.#width = plan.slots.length;
    this.#cells = cells;
    this.#record = record;
    this.#slots = new DataView(new ArrayBuffer(4 * plan.slots.length));
    plan.slots.forEach((slot, column) => this.#slots.setInt32(4 * column, slot, true));
  }

  /**
   * Reads all records that are complete.
   *
   * @param isLast Whether nothing follows, so that the end ends a record, too.
   */
  scan(isLast: boolean): void {
    const { view, to } = this.#buffer;
    const width = this.#width;
    const pattern = Math.imul(this.#delimiter, ONES);
    let at = this.#buffer.from;
    while (at < to) {
      let column = 0;
      this.#lineFeedsInside = 0;
      for (;;) {
        const slot = column < width ? this.#slots.getInt32(4 * column, true) : UNREAD;
        let byte = view.getUint8(at);
        if (byte === QUOTE) {
          at = this.#quoted(at, slot, isLast);
          if (at < 0) return;
          byte = view.getUint8(at);
        } else {
          const start = at;
          at = endOfField(view, at, pattern);
          byte = view.getUint8(at);
          if (at >= to && !isLast) return;
          if (slot !== UNREAD) this.#cells.read(slot, view, start, at);
        }
        column++;
        at++;
        if (byte === LINE_FEED) break;
      }
      if (column !== width) this.#checkWidth(column, at);
      else this.#record();
      this.line += 1 + this.#lineFeedsInside;
      this.#buffer.from = at;
    }
  }

  /** Blank lines are passed over; any other number of fields is refused. */
  #checkWidth(column: number, end: number): void {
    const isBlank = column === 1 && this.#buffer.bytes.subarray(this.#buffer.from, end).every((byte) => byte <= 0x20);
    if (!isBlank) throw new CellError(`has ${column} fields, but the header has ${this.#width}.`);
  }

  /** Reads a field in quotes that begins at `start`, and returns where its delimiter stands; -1 when the field goes on in bytes to come. */
  #quoted(start: number, slot: number, isLast: boolean): number {
    const { bytes, view, to } = this.#buffer;
    let hasDoubled = false;
    let end = this.#buffer.find(QUOTE, start + 1);
    while (end >= 0 && end + 1 < to && view.getUint8(end + 1) === QUOTE) {
      hasDoubled = true;
      end = this.#buffer.find(QUOTE, end + 2);
    }
    if (end < 0 || (end + 1 >= to && !isLast)) {
      if (isLast) throw new CellError("has a quote that is not closed.");
      return -1;
    }
    for (let k = this.#buffer.find(LINE_FEED, start); k >= 0 && k < end; k = this.#buffer.find(LINE_FEED, k + 1)) this.#lineFeedsInside++;
    let after = end + 1;
    if (view.getUint8(after) === CARRIAGE_RETURN && after + 1 < to) after++;
    if (view.getUint8(after) === CARRIAGE_RETURN && after + 1 === to) {
      if (!isLast) return -1;
      after++;
    }
    const byte = view.getUint8(after);
    if (byte !== this.#delimiter && byte !== LINE_FEED) throw new CellError("has text after a closing quote.");
    if (slot === UNREAD) return after;
    if (hasDoubled) this.#cells.readText(slot, decode(bytes.subarray(start + 1, end)).replaceAll('""', '"'));
    else this.#cells.read(slot, view, start + 1, end);
    return after;
  }
}

/**
 * Where the next delimiter or line feed stands, four bytes at a time: in `(x - ONES) & ~x & HIGH` the lowest bit that is set marks the first byte
 * of x that is 0 (Warren, Hacker's Delight, 2012, section 6-1), and x is 0 where a byte equals the one searched for. Bytes of bits above it may be
 * marked wrongly, so only the lowest counts.
 */
function endOfField(view: DataView, from: number, pattern: number): number {
  for (let at = from; ; at += 4) {
    const word = view.getInt32(at, true);
    const delimiters = word ^ pattern;
    const lineFeeds = word ^ LINE_FEEDS;
    const marks = (((delimiters - ONES) & ~delimiters) | ((lineFeeds - ONES) & ~lineFeeds)) & HIGH;
    if (marks !== 0) return at + ((31 - Math.clz32(marks & -marks)) >> 3);
  }
}

/** Where the first line ends, line feeds in quotes aside, or -1 when it is not complete. */
export function endOfHeader(bytes: Uint8Array): number {
  let isQuoted = false;
  return bytes.findIndex((byte) => {
    if (byte === QUOTE) isQuoted = !isQuoted;
    return byte === LINE_FEED && !isQuoted;
  });
}
