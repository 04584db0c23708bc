import { quoted } from "../messages.ts";
import { bytesOf, decode, SPACE } from "./byte-buffer.ts";
import type { ByteTable } from "./byte-table.ts";
import { CellError } from "./cell-error.ts";

/** Stands in a cell that is empty or missing; numbers of texts and counts are from 0 on. */
export const MISSING = -1;

const DECIMAL = /^\+?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/iu;
const DIGITS_EXACT = 15;

/** Space, tab and what ends a line. */
const isBlank = (byte: number): boolean => byte === SPACE || (byte >= 0x09 && byte <= 0x0d);

/** What becomes of a cell: a text is numbered in its table; without a table the cell is a number. */
export interface CellTarget {
  readonly name: string;
  readonly table: ByteTable | null;
}

/** One record's cells that matter, each as a number. */
export class RowCells {
  readonly targets: readonly CellTarget[];
  /** Numbers of texts apart from other numbers, so that the engine can keep them as small integers. */
  readonly #tokens: DataView;
  readonly #values: DataView;
  readonly #tables: readonly (ByteTable | null)[];
  /** The next slot that reads the same column, or -1. */
  readonly #twins: DataView;

  constructor(targets: readonly CellTarget[]) {
    this.targets = targets;
    this.#tables = targets.map(({ table }) => table);
    this.#tokens = new DataView(new ArrayBuffer(4 * targets.length));
    this.#values = new DataView(new ArrayBuffer(8 * targets.length));
    this.#twins = new DataView(new ArrayBuffer(4 * targets.length));
    targets.forEach(({ name }, slot) => {
      const twin = targets.findIndex((other, later) => later > slot && other.name === name);
      this.#twins.setInt32(4 * slot, twin, true);
    });
  }

  /** The number of a cell's text in its table, or MISSING. */
  token(slot: number): number {
    return this.#tokens.getInt32(4 * slot, true);
  }

  /** The number in a cell of numbers, or MISSING. */
  number(slot: number): number {
    return this.#values.getFloat64(8 * slot, true);
  }

  setNumber(slot: number, value: number): void {
    this.#values.setFloat64(8 * slot, value, true);
  }

  isMissing(slot: number): boolean {
    return this.token(slot) === MISSING && this.number(slot) === MISSING;
  }

  clear(): void {
    for (let slot = 0; slot < this.targets.length; slot++) this.#clear(slot);
  }

  /** Fills a cell from bytes; blanks around them do not count. */
  read(slot: number, view: DataView, start: number, end: number): void {
    while (start < end && isBlank(view.getUint8(start))) start++;
    while (start < end && isBlank(view.getUint8(end - 1))) end--;
    const table = this.#tables[slot];
    if (start === end) this.#clear(slot);
    else if (table) this.#tokens.setInt32(4 * slot, table.add(view, start, end), true);
    else this.setNumber(slot, this.#parse(slot, view, start, end));
    const twin = this.#twins.getInt32(4 * slot, true);
    if (twin >= 0) this.read(twin, view, start, end);
  }

  /** The same from a text. */
  readText(slot: number, text: string): void {
    const { view, bytes } = bytesOf(text);
    this.read(slot, view, 0, bytes.length);
  }

  #clear(slot: number): void {
    this.#tokens.setInt32(4 * slot, MISSING, true);
    this.#values.setFloat64(8 * slot, MISSING, true);
  }

  #parse(slot: number, view: DataView, start: number, end: number): number {
    let value = 0;
    for (let k = start; k < end && end - start <= DIGITS_EXACT; k++) {
      const digit = view.getUint8(k) - 0x30;
      if (digit < 0 || digit > 9) break;
      value = 10 * value + digit;
      if (k === end - 1) return value;
    }
    const text = decode(new Uint8Array(view.buffer, view.byteOffset + start, end - start));
    value = DECIMAL.test(text) ? Number(text) : Number.NaN;
    if (Number.isFinite(value)) return value;
    throw new CellError(`has ${quoted(text)} in ${this.#name(slot)}, which must be a number from 0 on.`);
  }

  #name(slot: number): string {
    return this.targets[slot]?.name ?? `column ${slot}`;
  }
}
