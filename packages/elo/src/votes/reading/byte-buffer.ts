import { CellError } from "./cell-error.ts";

export const LINE_FEED = 0x0a;
export const QUOTE = 0x22;
export const SPACE = 0x20;

const FIRST_CAPACITY = 2 ** 16;
const CAPACITY_MAX = 2 ** 28;

/** Room behind the bytes, so that four can be read at once from any of them. */
const WORD = 8;

/** The bytes between `from` and `to` wait to be read. A line feed stands behind them, so that a search for the end of a line ends. */
export class ByteBuffer {
  bytes = new Uint8Array(FIRST_CAPACITY);
  view = new DataView(this.bytes.buffer);
  from = 0;
  to = 0;

  /** @throws CellError when what waits is too long for a record. */
  append(chunk: Uint8Array): void {
    const waiting = this.bytes.subarray(this.from, this.to);
    const length = waiting.length + chunk.length;
    if (length > CAPACITY_MAX) throw new CellError(`is longer than ${Math.floor(waiting.length / 2 ** 20)} MB; that is no vote.`);
    if (length + WORD <= this.bytes.length) this.bytes.copyWithin(0, this.from, this.to);
    else {
      const larger = new Uint8Array(2 ** Math.ceil(Math.log2(length + WORD)));
      larger.set(waiting);
      this.bytes = larger;
      this.view = new DataView(larger.buffer);
    }
    this.bytes.set(chunk, waiting.length);
    this.from = 0;
    this.to = length;
    this.bytes[length] = LINE_FEED;
  }

  /** The index of a byte between `from` and the end, or -1. */
  find(byte: number, from: number): number {
    const found = this.bytes.indexOf(byte, from);
    return found < this.to ? found : -1;
  }
}

const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** @throws CellError for bytes that are no UTF-8, so that names which differ in them can never become one. */
export function decode(bytes: Uint8Array): string {
  try {
    return decoder.decode(bytes);
  } catch {
    throw new CellError('is not UTF-8 text. Convert the file, for example with "iconv -f LATIN1 -t UTF-8".');
  }
}

const encoder = new TextEncoder();

/** A text as bytes to read from. */
export function bytesOf(text: string): { readonly bytes: Uint8Array; readonly view: DataView } {
  const bytes = encoder.encode(text);
  return { bytes, view: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength) };
}
