import { quoted, shown } from "../messages.ts";
import { type ByteBuffer, bytesOf, decode, LINE_FEED, QUOTE, SPACE } from "./byte-buffer.ts";
import { ByteTable, isEqual } from "./byte-table.ts";
import { CellError } from "./cell-error.ts";
import type { RowCells } from "./row-cells.ts";

const [BACKSLASH, COMMA, COLON] = [0x5c, 0x2c, 0x3a];
const [OPEN_OBJECT, CLOSE_OBJECT, OPEN_LIST, CLOSE_LIST] = [0x7b, 0x7d, 0x5b, 0x5d];
const [ONE, NINE] = [0x31, 0x39];
/** A 1, the highest bit, a quote, a backslash and a space in each of four bytes. */
const [ONES, HIGH, QUOTES, BACKSLASHES, SPACES] = [0x01010101, 0x80808080 | 0, 0x22222222, 0x5c5c5c5c, 0x20202020];
const DEPTH_MAX = 500;
/** Python's json writes NaN and Infinity, too; they count as missing. */
const LITERAL = /^(?:true|false|null|NaN|-?Infinity|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)$/u;
const NOTHING = new Set(["null", "NaN", "Infinity", "-Infinity"]);

/** Thrown where the bytes end in the middle of a value. */
const INCOMPLETE = Symbol("incomplete");

/** The fields of an object that are read: into a slot, or further down. */
interface Fields {
  readonly keys: ByteTable;
  readonly targets: (number | Fields)[];
  /** The keys of the record before, in their order: most files repeat it, so that one comparison finds the next key. */
  readonly expected: { readonly raw: DataView; readonly target: number | Fields | null }[];
}

const EXPECTED_MAX = 64;

/** Reads JSON objects, one a line or as the items of a list, from bytes in one pass; other fields are checked and passed over. */
export class JsonScanner {
  /** The line, or in a list the item, counted from 1. */
  line: number;
  readonly #buffer: ByteBuffer;
  readonly #cells: RowCells;
  readonly #record: () => void;
  readonly #isList: boolean;
  readonly #fields: Fields;
  #state: "first" | "item" | "comma" | "closed" = "first";
  #at = 0;
  #end = 0;
  #line: DataView;

  constructor(
    buffer: ByteBuffer,
    paths: readonly (readonly string[])[],
    cells: RowCells,
    options: { isList: boolean; record: () => void },
  ) {
    this.line = 1;
    this.#buffer = buffer;
    this.#cells = cells;
    this.#record = options.record;
    this.#isList = options.isList;
    this.#line = buffer.view;
    this.#fields = newFields();
    // A field that is wanted twice is read into its first slot, which hands it on.
    paths.forEach((path, slot) => {
      if (paths.findIndex((other) => other.join("\n") === path.join("\n")) === slot) addPath(this.#fields, path, slot);
    });
  }

  /** Where the last value that was read ends in the buffer. */
  get position(): number {
    return this.#at;
  }

  /** Reads all records that are complete; `isLast` says that nothing follows. */
  scan(isLast: boolean): void {
    this.#line = this.#buffer.view;
    if (this.#isList) this.#scanList(isLast);
    else this.#scanLines(isLast);
  }

  #scanLines(isLast: boolean): void {
    const buffer = this.#buffer;
    while (buffer.from < buffer.to) {
      const lineFeed = buffer.find(LINE_FEED, buffer.from);
      if (lineFeed < 0 && !isLast) return;
      this.#at = buffer.from;
      this.#end = lineFeed < 0 ? buffer.to : lineFeed;
      if (this.#skipSpace()) {
        this.#object();
        if (this.#skipSpace()) throw new CellError("has text after its object; JSON lines have one object a line.");
      }
      this.line++;
      buffer.from = Math.min(buffer.to, this.#end + 1);
    }
  }

  #scanList(isLast: boolean): void {
    this.#end = this.#buffer.to;
    for (;;) {
      this.#at = this.#buffer.from;
      const isMore = this.#skipSpace();
      if (!isMore && isLast && this.#state !== "closed") throw new CellError("is missing: the list is not closed.");
      if (!isMore) return;
      if (this.#state === "closed") throw new CellError("is followed by text after the list.");
      const byte = this.#line.getUint8(this.#at);
      if (this.#state === "first" || this.#state === "comma") {
        const wanted = this.#state === "first" ? OPEN_LIST : COMMA;
        const isClosed = this.#state === "comma" && byte === CLOSE_LIST;
        if (byte !== wanted && !isClosed) throw new CellError("is not followed by a comma.");
        this.#state = isClosed ? "closed" : "item";
        this.#buffer.from = this.#at + 1;
      } else if (byte === CLOSE_LIST && this.line === 1) {
        this.#state = "closed";
        this.#buffer.from = this.#at + 1;
      } else if (!this.#item(isLast)) return;
    }
  }

  /** Whether the item was complete. */
  #item(isLast: boolean): boolean {
    try {
      this.#object();
    } catch (error) {
      if (error !== INCOMPLETE || isLast) throw error === INCOMPLETE ? new CellError("is not complete: the input ends in it.") : error;
      return false;
    }
    this.line++;
    this.#state = "comma";
    this.#buffer.from = this.#at;
    return true;
  }

  #object(): void {
    this.#cells.clear();
    try {
      if (this.#byte() !== OPEN_OBJECT) throw new CellError("is not a JSON object.");
      this.#fieldsOf(this.#fields, 0);
    } catch (error) {
      if (error !== INCOMPLETE || this.#isList) throw error;
      throw new CellError("is not a JSON object. It ends in the middle.");
    }
    this.#record();
  }

  /** Passes over an object whose first byte is the next one, and reads the fields that are wanted. */
  #fieldsOf(fields: Fields | null, depth: number): void {
    if (depth > DEPTH_MAX) throw new CellError("is nested too deeply.");
    this.#at++;
    if (this.#next() === CLOSE_OBJECT) {
      this.#at++;
      return;
    }
    for (let position = 0; ; position++) {
      const target = this.#key(fields, position);
      if (typeof target === "number") this.#cell(target, depth);
      else if (target && this.#byte() === OPEN_OBJECT) this.#fieldsOf(target, depth + 1);
      else this.#skip(depth + 1);
      const byte = this.#next();
      this.#at++;
      if (byte === CLOSE_OBJECT) return;
      if (byte !== COMMA) throw this.#broken();
      this.#skipSpace();
    }
  }

  /** Passes over the key that stands at `position` in its object, the colon and blanks; returns what becomes of the value. */
  #key(fields: Fields | null, position: number): number | Fields | null {
    const expected = fields?.expected[position];
    if (
      expected &&
      this.#at + expected.raw.byteLength < this.#end &&
      isEqual(this.#line, this.#at, expected.raw, 0, expected.raw.byteLength)
    ) {
      this.#at += expected.raw.byteLength;
      this.#skipSpace();
      return expected.target;
    }
    const begin = this.#at;
    if (this.#byte() !== QUOTE) throw this.#broken();
    const hasEscape = this.#string();
    let target: number | Fields | null = null;
    if (fields) {
      const found = hasEscape ? findText(fields.keys, this.#unescaped(begin + 1)) : fields.keys.find(this.#line, begin + 1, this.#at - 1);
      target = fields.targets[found] ?? null;
    }
    if (this.#next() !== COLON) throw this.#broken();
    this.#at++;
    this.#next();
    const raw = this.#bytes(begin, this.#at).slice();
    if (fields && position <= fields.expected.length && raw.length <= EXPECTED_MAX)
      fields.expected[position] = { raw: new DataView(raw.buffer), target };
    return target;
  }

  /** Passes over a value of any kind. */
  #skip(depth: number): void {
    const byte = this.#byte();
    if (byte === QUOTE) this.#string();
    else if (byte === OPEN_OBJECT) this.#fieldsOf(null, depth);
    else if (byte === OPEN_LIST) this.#list(depth);
    else this.#literal();
  }

  #list(depth: number): void {
    if (depth > DEPTH_MAX) throw new CellError("is nested too deeply.");
    this.#at++;
    if (this.#next() === CLOSE_LIST) {
      this.#at++;
      return;
    }
    for (;;) {
      this.#next();
      this.#skip(depth + 1);
      const byte = this.#next();
      this.#at++;
      if (byte === CLOSE_LIST) return;
      if (byte !== COMMA) throw this.#broken();
    }
  }

  #cell(slot: number, depth: number): void {
    const { name, table } = this.#cells.targets[slot] ?? { name: "", table: null };
    if (!this.#cells.isMissing(slot)) throw new CellError(`has ${shown(name)} twice.`);
    const byte = this.#byte();
    const start = this.#at;
    if (byte === QUOTE) {
      const hasEscape = this.#string();
      if (hasEscape) this.#cells.readText(slot, this.#unescaped(start + 1));
      else this.#cells.read(slot, this.#line, start + 1, this.#at - 1);
    } else if (byte === OPEN_OBJECT && !table) {
      this.#cells.setNumber(slot, this.#sum(name, depth));
    } else if (byte === OPEN_OBJECT || byte === OPEN_LIST) {
      throw new CellError(`has ${byte === OPEN_LIST ? "a list" : "an object"} in ${shown(name)}, which must be a text or a number.`);
    } else {
      const literal = this.#literal();
      if (!NOTHING.has(literal)) this.#cells.read(slot, this.#line, start, this.#at);
    }
  }

  /** An object of numbers counts as their sum: LMArena counts headers by level. */
  #sum(name: string, depth: number): number {
    const start = this.#at;
    this.#fieldsOf(null, depth + 1);
    const values: unknown[] = Object.values(JSON.parse(decode(this.#bytes(start, this.#at))) as object);
    const sum = values.reduce<number>((total, value) => total + (typeof value === "number" && value >= 0 ? value : Number.NaN), 0);
    if (Number.isNaN(sum)) throw new CellError(`has an object in ${shown(name)}, which must be a number or hold numbers from 0 on.`);
    return sum;
  }

  /** Passes over a string whose opening quote is the next byte; says whether it has escapes. */
  #string(): boolean {
    const view = this.#line;
    let hasEscape = false;
    let at = this.#at + 1;
    for (;;) {
      at = endOfPlainText(view, at);
      if (at >= this.#end) throw INCOMPLETE;
      const byte = view.getUint8(at);
      if (byte === QUOTE) break;
      if (byte !== BACKSLASH) throw new CellError("is not JSON: a text holds a control character.");
      hasEscape = true;
      at += 2;
    }
    this.#at = at + 1;
    return hasEscape;
  }

  /** The text from `start` to the closing quote just passed. */
  #unescaped(start: number): string {
    let text: unknown;
    try {
      text = JSON.parse(`"${decode(this.#bytes(start, this.#at - 1))}"`);
    } catch (error) {
      throw error instanceof CellError ? error : new CellError("is not JSON: a text has an escape that JSON does not know.");
    }
    if (typeof text === "string" && !/\p{Surrogate}/u.test(text)) return text;
    throw new CellError("has a text with half a character (a lone surrogate).");
  }

  /** Passes over a number or a word; returns it unless it is a plain whole number. */
  #literal(): string {
    const start = this.#at;
    let isWhole = true;
    for (; ; this.#at++) {
      if (this.#at >= this.#end) {
        if (this.#isList) throw INCOMPLETE;
        break;
      }
      const byte = this.#line.getUint8(this.#at);
      if (byte <= SPACE || byte === COMMA || byte === CLOSE_OBJECT || byte === CLOSE_LIST) break;
      isWhole &&= byte >= ONE - (this.#at > start ? 1 : 0) && byte <= NINE;
    }
    if (isWhole && this.#at > start) return "";
    const text = String.fromCharCode(...this.#bytes(start, Math.min(this.#at, start + 64)));
    if (!LITERAL.test(text)) throw new CellError(`is not JSON: ${quoted(text)} is no value.`);
    return text;
  }

  /** The next byte that is no blank. */
  #next(): number {
    this.#skipSpace();
    return this.#byte();
  }

  #byte(): number {
    if (this.#at >= this.#end) throw INCOMPLETE;
    return this.#line.getUint8(this.#at);
  }

  /** Whether anything but blanks follows. */
  #skipSpace(): boolean {
    while (this.#at < this.#end && this.#line.getUint8(this.#at) <= SPACE) this.#at++;
    return this.#at < this.#end;
  }

  #bytes(start: number, end: number): Uint8Array {
    return this.#buffer.bytes.subarray(start, end);
  }

  #broken(): CellError {
    const text = new TextDecoder().decode(this.#bytes(this.#at, Math.min(this.#end, this.#at + 20)));
    return new CellError(`is not JSON: it cannot be read from ${quoted(text)} on.`);
  }
}

/** Where the next quote, backslash or control character stands, four bytes at a time (see `endOfField` of the CSV scanner). */
function endOfPlainText(view: DataView, from: number): number {
  for (let at = from; ; at += 4) {
    const word = view.getInt32(at, true);
    const quotes = word ^ QUOTES;
    const backslashes = word ^ BACKSLASHES;
    const marks = (((quotes - ONES) & ~quotes) | ((backslashes - ONES) & ~backslashes) | ((word - SPACES) & ~word)) & HIGH;
    if (marks !== 0) return at + ((31 - Math.clz32(marks & -marks)) >> 3);
  }
}

const newFields = (): Fields => ({ keys: new ByteTable(), targets: [], expected: [] });

function addPath(fields: Fields, path: readonly string[], slot: number): void {
  const [key = "", ...rest] = path;
  const { view, bytes } = bytesOf(key);
  const number = fields.keys.add(view, 0, bytes.length);
  if (rest.length === 0) {
    fields.targets[number] = slot;
    return;
  }
  const below = fields.targets[number];
  const next = typeof below === "object" ? below : newFields();
  fields.targets[number] = next;
  addPath(next, rest, slot);
}

function findText(keys: ByteTable, text: string): number {
  const { view, bytes } = bytesOf(text);
  return keys.find(view, 0, bytes.length);
}
