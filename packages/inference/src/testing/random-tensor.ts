import type { GgufTensor, TensorType } from "./write-gguf.ts";

const BLOCK = 32;

/** Numbers from 0 to 1, the same ones for the same seed (mulberry32). */
export function randomNumbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A tensor of even random weights around `mean`, at most `spread` from it. */
export function randomTensor(
  name: string,
  dimensions: readonly number[],
  type: TensorType,
  { random, mean = 0, spread }: { random: () => number; mean?: number; spread: number },
): GgufTensor {
  const weights = new Float32Array(dimensions.reduce((product, size) => product * size, 1));
  for (let index = 0; index < weights.length; index++) weights[index] = mean + spread * (2 * random() - 1);
  return { name, dimensions, type, data: encode(weights, type) };
}

function encode(weights: Float32Array, type: TensorType): Uint8Array {
  if (type === "F32") return new Uint8Array(weights.buffer);
  if (type === "F16") return new Uint8Array(Uint16Array.from(weights, half).buffer);
  if (weights.length % BLOCK !== 0) throw new RangeError(`Q8_0 takes ${BLOCK} weights at a time, not ${weights.length}.`);
  const bytes = Buffer.alloc((weights.length / BLOCK) * (2 + BLOCK));
  for (let block = 0; block * BLOCK < weights.length; block++) {
    const part = weights.subarray(block * BLOCK, (block + 1) * BLOCK);
    const scale = part.reduce((largest, weight) => Math.max(largest, Math.abs(weight)), 0) / 127;
    const start = block * (2 + BLOCK);
    bytes.writeUInt16LE(half(scale), start);
    part.forEach((weight, index) => bytes.writeInt8(scale === 0 ? 0 : Math.round(weight / scale), start + 2 + index));
  }
  return bytes;
}

const floats = new Float32Array(1);
const bits = new Uint32Array(floats.buffer);

/** The 16 bits of a number in half precision, rounded to the nearest; numbers too small for it become 0. */
function half(value: number): number {
  floats[0] = value;
  const [word = 0] = bits;
  const sign = (word >>> 16) & 0x8000;
  const rounded = (word & 0x7fffffff) + 0x1000;
  if (rounded < 0x38800000) return sign;
  return sign | Math.min(0x7c00, (rounded - 0x38000000) >>> 13);
}
