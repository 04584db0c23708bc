/** Values in a block: large enough that a block costs nothing, small enough for a handful of votes. */
const BLOCK = 2 ** 14;

type Column = Int32Array | Uint8Array | Float64Array;

/** A column that grows in blocks, so that growing never copies what is there: 20 million votes need their own 180 MB and little more. */
export class GrowingColumn<Type extends Column> {
  readonly #type: new (length: number) => Type;
  readonly #full: Type[] = [];
  #block: Type;
  #used = 0;

  constructor(type: new (length: number) => Type) {
    this.#type = type;
    this.#block = new type(BLOCK);
  }

  get length(): number {
    return BLOCK * this.#full.length + this.#used;
  }

  push(value: number): void {
    if (this.#used === BLOCK) {
      this.#full.push(this.#block);
      this.#block = new this.#type(BLOCK);
      this.#used = 0;
    }
    this.#block[this.#used++] = value;
  }

  /** Moves the values into one column; this one is empty afterwards. */
  take(): Type {
    const joined = new this.#type(this.length);
    this.#full.forEach((block, k) => joined.set(block, k * BLOCK));
    joined.set(this.#block.subarray(0, this.#used), this.#full.length * BLOCK);
    this.#full.length = 0;
    this.#used = 0;
    return joined;
  }
}
