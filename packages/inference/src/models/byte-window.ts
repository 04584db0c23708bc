import type { FileHandle } from "node:fs/promises";

const WINDOW_BYTES = 64 * 1024;

/** Reads a file from its beginning through a small window: what is passed over is never held, and mostly not even read. */
export class ByteWindow {
  readonly #file: FileHandle;
  readonly #end: number;
  readonly #cutOff: string;
  #window = Buffer.alloc(0);
  /** Where the window begins in the file, and how far in it reading is. */
  #start = 0;
  #at = 0;

  /** @param cutOff What is said where the file ends too early. */
  constructor(file: FileHandle, end: number, cutOff: string) {
    this.#file = file;
    this.#end = end;
    this.#cutOff = cutOff;
  }

  get position(): number {
    return this.#start + this.#at;
  }

  holds(count: number): boolean {
    return this.#at + count <= this.#window.length;
  }

  /** Brings so many bytes, which `take` then gives. */
  async fill(count: number): Promise<void> {
    if (this.holds(count)) return;
    const { position } = this;
    if (count > this.#end - position) throw new RangeError(this.#cutOff);
    const bytes = Buffer.alloc(Math.min(Math.max(count, WINDOW_BYTES), this.#end - position));
    const { bytesRead } = await this.#file.read(bytes, 0, bytes.length, position);
    if (bytesRead < count) throw new RangeError(this.#cutOff);
    this.#window = bytes.subarray(0, bytesRead);
    this.#start = position;
    this.#at = 0;
  }

  take(count: number): Buffer {
    this.#at += count;
    return this.#window.subarray(this.#at - count, this.#at);
  }

  skip(count: number): void {
    if (count > this.#end - this.position) throw new RangeError(this.#cutOff);
    this.#at += count;
  }
}
