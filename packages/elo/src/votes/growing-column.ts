import { idAt } from "../math/access.ts";

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

  /** Takes the values out as they lie, in blocks; this column is empty afterwards. */
  takeBlocks(): Type[] {
    const blocks = [...this.#full, this.#block.subarray(0, this.#used) as Type];
    this.#full.length = 0;
    this.#block = new this.#type(BLOCK);
    this.#used = 0;
    return blocks;
  }

  /** The same as one column. */
  take(): Type {
    return joined(this.#type, [this.takeBlocks()], null);
  }
}

/**
 * Blocks of several lists as one column. The lists are empty afterwards, so that what is copied can be freed.
 *
 * @param maps For each list the number that stands for each of its numbers, null where nothing changes.
 */
export function joined<Type extends Column>(
  type: new (length: number) => Type,
  lists: readonly Type[][],
  maps: readonly (Int32Array | null)[] | null,
): Type {
  const all = new type(lists.reduce((sum, blocks) => sum + blocks.reduce((length, block) => length + block.length, 0), 0));
  let from = 0;
  lists.forEach((blocks, k) => {
    const map = maps?.[k];
    for (const block of blocks) {
      all.set(map ? (block as Int32Array).map((number) => idAt(map, number)) : block, from);
      from += block.length;
    }
    blocks.length = 0;
  });
  return all;
}
