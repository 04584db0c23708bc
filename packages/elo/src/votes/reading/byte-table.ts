import { decode } from "./byte-buffer.ts";

/** An entry of the hash table in bytes: number + 1 (0 where it is free), hash, begin and length in the store; 32 bits each. */
const ENTRY = 16;
const FIRST_ENTRIES = 256;

/** Numbers byte strings in order of appearance, without making a text of those that are known. */
export class ByteTable {
  readonly texts: string[] = [];
  #entries = new DataView(new ArrayBuffer(FIRST_ENTRIES * ENTRY));
  #mask = FIRST_ENTRIES - 1;
  #store = new Uint8Array(4096);
  #storeView = new DataView(this.#store.buffer);
  #used = 0;

  /**
   * The number of the bytes from `start` to `end`, a new one when they are new.
   *
   * @throws CellError for new bytes that are no UTF-8.
   */
  add(view: DataView, start: number, end: number): number {
    const hash = hashOf(view, start, end);
    const entry = this.#entryOf(view, start, end, hash);
    const number = this.#entries.getInt32(entry, true);
    return number > 0 ? number - 1 : this.#insert(entry, new Uint8Array(view.buffer, view.byteOffset + start, end - start), hash);
  }

  /** The number of the bytes, or -1 when they are not in the table. */
  find(view: DataView, start: number, end: number): number {
    return this.#entries.getInt32(this.#entryOf(view, start, end, hashOf(view, start, end)), true) - 1;
  }

  /** Where the bytes stand, or the free entry where they would. */
  #entryOf(view: DataView, start: number, end: number, hash: number): number {
    const entries = this.#entries;
    for (let slot = hash & this.#mask; ; slot = (slot + 1) & this.#mask) {
      const entry = slot * ENTRY;
      if (entries.getInt32(entry, true) === 0) return entry;
      if (
        entries.getInt32(entry + 4, true) === hash &&
        entries.getInt32(entry + 12, true) === end - start &&
        isEqual(view, start, this.#storeView, entries.getInt32(entry + 8, true), end - start)
      )
        return entry;
    }
  }

  #insert(entry: number, bytes: Uint8Array, hash: number): number {
    this.texts.push(decode(bytes));
    if (this.#used + bytes.length > this.#store.length) {
      const larger = new Uint8Array(2 * (this.#used + bytes.length));
      larger.set(this.#store.subarray(0, this.#used));
      this.#store = larger;
      this.#storeView = new DataView(larger.buffer);
    }
    this.#store.set(bytes, this.#used);
    [this.texts.length, hash, this.#used, bytes.length].forEach((value, k) => this.#entries.setInt32(entry + 4 * k, value, true));
    this.#used += bytes.length;
    if (2 * this.texts.length > this.#mask) this.#grow();
    return this.texts.length - 1;
  }

  #grow(): void {
    const old = this.#entries;
    this.#mask = 2 * this.#mask + 1;
    this.#entries = new DataView(new ArrayBuffer((this.#mask + 1) * ENTRY));
    for (let entry = 0; entry < old.byteLength; entry += ENTRY) {
      if (old.getInt32(entry, true) === 0) continue;
      let slot = old.getInt32(entry + 4, true) & this.#mask;
      while (this.#entries.getInt32(slot * ENTRY, true) !== 0) slot = (slot + 1) & this.#mask;
      for (let offset = 0; offset < ENTRY; offset += 4)
        this.#entries.setInt32(slot * ENTRY + offset, old.getInt32(entry + offset, true), true);
    }
  }
}

/** Four bytes at a time, each step a multiplication and a shift that carries high bits down (as in MurmurHash 3). */
function hashOf(view: DataView, start: number, end: number): number {
  let hash = end - start;
  let k = start;
  for (; k + 4 <= end; k += 4) {
    hash = Math.imul(hash ^ view.getInt32(k, true), 0x9e3779b1);
    hash ^= hash >>> 15;
  }
  let tail = 0;
  for (; k < end; k++) tail = (tail << 8) | view.getUint8(k);
  hash = Math.imul(hash ^ tail, 0x85ebca6b);
  return hash ^ (hash >>> 13);
}

/** Whether two runs of bytes of one length are the same. */
export function isEqual(left: DataView, leftStart: number, right: DataView, rightStart: number, length: number): boolean {
  let k = 0;
  for (; k + 4 <= length; k += 4) {
    if (left.getInt32(leftStart + k, true) !== right.getInt32(rightStart + k, true)) return false;
  }
  for (; k < length; k++) if (left.getUint8(leftStart + k) !== right.getUint8(rightStart + k)) return false;
  return true;
}
