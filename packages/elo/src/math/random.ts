/** A stream of numbers that is the same for the same seed on every machine. */
export interface Random {
  /** Uniform in [0, 1), with 53 bits. */
  uniform(): number;
  /** Standard normal. */
  normal(): number;
  poisson(mean: number): number;
}

/** Below this mean a Poisson count is drawn by multiplying uniforms; above it by rejection. */
const SMALL_MEAN = 12;

/** xoshiro128** (Blackman and Vigna, ACM Transactions on Mathematical Software 47, 2021), seeded by splitmix32. */
export function createRandom(seed: number): Random {
  let mix = seed | 0;
  const word = () => {
    mix = (mix + 0x9e3779b9) | 0;
    let z = mix;
    z = Math.imul(z ^ (z >>> 16), 0x85ebca6b);
    z = Math.imul(z ^ (z >>> 13), 0xc2b2ae35);
    return z ^ (z >>> 16);
  };
  let [s0, s1, s2, s3] = [word(), word(), word(), word()];
  const next = (): number => {
    const five = Math.imul(s1, 5);
    const result = Math.imul((five << 7) | (five >>> 25), 9);
    const shifted = s1 << 9;
    s2 ^= s0;
    s3 ^= s1;
    s1 ^= s2;
    s0 ^= s3;
    s2 ^= shifted;
    s3 = (s3 << 11) | (s3 >>> 21);
    return result >>> 0;
  };
  const uniform = () => ((next() >>> 5) * 67108864 + (next() >>> 6)) / 9007199254740992;
  let spare = Number.NaN;
  const random: Random = {
    uniform,
    /** Marsaglia's polar method. */
    normal() {
      if (!Number.isNaN(spare)) {
        const value = spare;
        spare = Number.NaN;
        return value;
      }
      for (;;) {
        const u = (next() + 0.5) / 2147483648 - 1;
        const v = (next() + 0.5) / 2147483648 - 1;
        const square = u * u + v * v;
        if (square >= 1 || square === 0) continue;
        const scale = Math.sqrt((-2 * Math.log(square)) / square);
        spare = v * scale;
        return u * scale;
      }
    },
    poisson: (mean) => (mean < SMALL_MEAN ? smallPoisson(mean, uniform) : largePoisson(mean, uniform)),
  };
  return random;
}

function smallPoisson(mean: number, uniform: () => number): number {
  const limit = Math.exp(-mean);
  let count = 0;
  for (let product = uniform(); product > limit; product *= uniform()) count++;
  return count;
}

/** PTRS: transformed rejection with squeeze (Hörmann, Insurance: Mathematics and Economics 12, 1993). */
function largePoisson(mean: number, uniform: () => number): number {
  const b = 0.931 + 2.53 * Math.sqrt(mean);
  const a = -0.059 + 0.02483 * b;
  const inverseAlpha = 1.1239 + 1.1328 / (b - 3.4);
  const peak = 0.9277 - 3.6224 / (b - 2);
  for (;;) {
    const u = uniform() - 0.5;
    const v = uniform();
    const us = 0.5 - Math.abs(u);
    const k = Math.floor(((2 * a) / us + b) * u + mean + 0.43);
    if (us >= 0.07 && v <= peak) return k;
    if (k < 0 || (us < 0.013 && v > us)) continue;
    if (Math.log((v * inverseAlpha) / (a / (us * us) + b)) <= k * Math.log(mean) - mean - logFactorial(k)) return k;
  }
}

/** Stirling's series; exact to 1e-12 from 10 on, where it is used. */
function logFactorial(k: number): number {
  if (k < 10) {
    let sum = 0;
    for (let factor = 2; factor <= k; factor++) sum += Math.log(factor);
    return sum;
  }
  const x = k + 1;
  return (x - 0.5) * Math.log(x) - x + 0.5 * Math.log(2 * Math.PI) + 1 / (12 * x) - 1 / (360 * x ** 3) + 1 / (1260 * x ** 5);
}
