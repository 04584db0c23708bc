const SIZE = 624;
const SHIFT = 397;
const UPPER = 0x80000000;
const LOWER = 0x7fffffff;
const MATRIX = 0x9908b0df;
/** Up to this many elements `random.sample` swaps in a copy of the population; beyond, it draws again what it has drawn before. */
const POOL_SIZE = 21;

/**
 * Python's `random.Random(seed)`, to the bit: MT19937 seeded by `init_by_array`, with `sample`, `shuffle` and `randrange` as CPython 3.11 to 3.14 have them.
 *
 * Matsumoto and Nishimura, "Mersenne Twister: A 623-dimensionally equidistributed uniform pseudorandom number generator", 1998.
 *
 * @example
 * ```ts
 * new PythonRandom(1234).sample([...Array(7473).keys()], 5); // [6374, 3610, 957, 61, 742]
 * ```
 */
export class PythonRandom {
  readonly #state = new Uint32Array(SIZE);
  #index = SIZE;

  /** @param seed A whole number from 0 to 2^32 - 1. */
  constructor(seed: number) {
    if (!Number.isInteger(seed) || seed < 0 || seed > 0xffffffff)
      throw new RangeError(`A seed is a whole number from 0 to 4294967295, not ${seed}.`);
    this.#seedByArray(seed);
  }

  /** `k` different elements, in the order in which they are drawn. */
  sample<Item>(population: readonly Item[], k: number): Item[] {
    const n = population.length;
    if (!Number.isInteger(k) || k < 0 || k > n) throw new RangeError(`A sample of ${k} from ${n} elements is not possible.`);
    const setSize = k > 5 ? POOL_SIZE + 4 ** Math.ceil(Math.log(k * 3) / Math.log(4)) : POOL_SIZE;
    const indices = n <= setSize ? this.#sampleFromPool(n, k) : this.#sampleByRejection(n, k);
    return indices.flatMap((index) => population.slice(index, index + 1));
  }

  /** The elements in another order. */
  shuffled<Item>(items: readonly Item[]): Item[] {
    const shuffled = [...items];
    for (let index = shuffled.length - 1; index > 0; index--) {
      const other = this.randrange(index + 1);
      const [left, right] = [shuffled[other] as Item, shuffled[index] as Item];
      shuffled[index] = left;
      shuffled[other] = right;
    }
    return shuffled;
  }

  /** A whole number from 0 to `n` - 1. */
  randrange(n: number): number {
    const bits = 32 - Math.clz32(n);
    for (;;) {
      const drawn = this.#word() >>> (32 - bits);
      if (drawn < n) return drawn;
    }
  }

  #sampleFromPool(n: number, k: number): number[] {
    const pool = Array.from({ length: n }, (_, index) => index);
    return Array.from({ length: k }, (_, drawn) => {
      const index = this.randrange(n - drawn);
      const found = pool[index] ?? 0;
      pool[index] = pool[n - drawn - 1] ?? 0;
      return found;
    });
  }

  #sampleByRejection(n: number, k: number): number[] {
    const drawn = new Set<number>();
    while (drawn.size < k) {
      const index = this.randrange(n);
      drawn.add(index);
    }
    return [...drawn];
  }

  /** `init_by_array` of the one key that a seed below 2^32 is. */
  #seedByArray(key: number): void {
    const state = this.#state;
    state[0] = 19650218;
    for (let index = 1; index < SIZE; index++) state[index] = Math.imul(1812433253, this.#mixed(index)) + index;
    let index = 1;
    const advance = () => {
      if (++index < SIZE) return;
      state[0] = state[SIZE - 1] ?? 0;
      index = 1;
    };
    for (let step = 0; step < SIZE; step++, advance()) state[index] = ((state[index] ?? 0) ^ Math.imul(this.#mixed(index), 1664525)) + key;
    for (let step = 0; step < SIZE - 1; step++, advance())
      state[index] = ((state[index] ?? 0) ^ Math.imul(this.#mixed(index), 1566083941)) - index;
    state[0] = UPPER;
  }

  /** The word before `index`, folded. */
  #mixed(index: number): number {
    const before = this.#state[index - 1] ?? 0;
    return before ^ (before >>> 30);
  }

  #word(): number {
    if (this.#index === SIZE) this.#twist();
    let word = this.#state[this.#index++] ?? 0;
    word ^= word >>> 11;
    word ^= (word << 7) & 0x9d2c5680;
    word ^= (word << 15) & 0xefc60000;
    return (word ^ (word >>> 18)) >>> 0;
  }

  #twist(): void {
    const state = this.#state;
    for (let index = 0; index < SIZE; index++) {
      const mixed = ((state[index] ?? 0) & UPPER) | ((state[(index + 1) % SIZE] ?? 0) & LOWER);
      state[index] = (state[(index + SHIFT) % SIZE] ?? 0) ^ (mixed >>> 1) ^ (mixed & 1 ? MATRIX : 0);
    }
    this.#index = 0;
  }
}
