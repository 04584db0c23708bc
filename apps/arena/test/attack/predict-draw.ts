/** What an attacker saw of one draw: the number of its first call of the generator, and for both calls the interval of the result. */
export interface SeenDraw {
  readonly call: number;
  readonly intervals: readonly (readonly [low: number, high: number])[];
}

/** V8 fills a cache of this many results and hands them out from the last to the first. */
const CACHE = 64;
/** Leading bits of a result that are kept: enough to tell which pair it chooses. */
const KEPT = 16;

/**
 * The leading bits of each result of V8's `Math.random` as sums over GF(2) of the 128 bits of the state before: xorshift128+ as V8 uses it is
 * linear (Vigna, 2014; v8/src/base/utils/random-number-generator.h).
 */
function leadingBits(steps: number): bigint[][] {
  let [state0, state1] = [0, 1].map((word) => Array.from({ length: 64 }, (_, bit) => 1n << BigInt(64 * word + bit))) as [
    bigint[],
    bigint[],
  ];
  const xor = (left: bigint[], right: bigint[]) => left.map((mask, bit) => mask ^ (right[bit] ?? 0n));
  const left = (word: bigint[], by: number) => word.map((_, bit) => (bit >= by ? (word[bit - by] ?? 0n) : 0n));
  const right = (word: bigint[], by: number) => word.map((_, bit) => word[bit + by] ?? 0n);
  return Array.from({ length: steps }, () => {
    let s1 = state0;
    const s0 = state1;
    state0 = s0;
    s1 = xor(s1, left(s1, 23));
    s1 = xor(s1, right(s1, 17));
    s1 = xor(s1, s0);
    s1 = xor(s1, right(s0, 26));
    state1 = s1;
    return state0.toReversed().slice(0, KEPT);
  });
}

/** Bits that all numbers of an interval begin with. */
function commonBits([low, high]: readonly [number, number]): number[] {
  const bits: number[] = [];
  for (let count = 1; count <= KEPT; count++) {
    const first = Math.floor(low * 2 ** count);
    if (Math.ceil(high * 2 ** count) - 1 !== first) break;
    bits.push(first & 1);
  }
  return bits;
}

const parity = (mask: bigint) => mask.toString(2).replaceAll("0", "").length & 1;

/** Gaussian elimination over GF(2), one equation at a time. */
class Equations {
  readonly #rows = new Map<number, bigint>();
  contradictions = 0;

  add(mask: bigint, value: number): void {
    let row = (mask << 1n) | BigInt(value);
    while (row > 1n) {
      const lead = row.toString(2).length;
      const known = this.#rows.get(lead);
      if (known === undefined) return void this.#rows.set(lead, row);
      row ^= known;
    }
    if (row === 1n) this.contradictions++;
  }

  solve(): bigint {
    let state = 0n;
    for (const lead of [...this.#rows.keys()].toSorted((a, b) => a - b)) {
      const row = this.#rows.get(lead) ?? 0n;
      const others = (row >> 1n) & ~(1n << BigInt(lead - 2));
      if (parity(others & state) !== Number(row & 1n)) state |= 1n << BigInt(lead - 2);
    }
    return state;
  }
}

/**
 * Recovers the state of `Math.random` from draws, wherever in its cache the first call was.
 *
 * @returns The result of any later call, and how many of the equations contradict the best hypothesis: none where the guess is right.
 */
export function recoverGenerator(seen: readonly SeenDraw[], calls: number): { contradictions: number; resultOf(call: number): number } {
  const bits = leadingBits(calls + 2 * CACHE);
  const stepOf = (offset: number, call: number) => {
    const position = offset + call;
    return position - (position % CACHE) + (CACHE - 1 - (position % CACHE));
  };
  const hypotheses = Array.from({ length: CACHE }, (_, offset) => {
    const equations = new Equations();
    for (const { call, intervals } of seen) {
      intervals.forEach((interval, index) => {
        const masks = bits[stepOf(offset, call + index)] ?? [];
        commonBits(interval).forEach((value, bit) => equations.add(masks[bit] ?? 0n, value));
      });
    }
    return { offset, equations };
  });
  const best = hypotheses.reduce((left, right) => (right.equations.contradictions < left.equations.contradictions ? right : left));
  const state = best.equations.solve();
  return {
    contradictions: best.equations.contradictions,
    resultOf: (call) =>
      (bits[stepOf(best.offset, call)] ?? []).reduce((sum, mask, bit) => sum + parity(mask & state) / 2 ** (bit + 1), 2 ** -(KEPT + 1)),
  };
}
