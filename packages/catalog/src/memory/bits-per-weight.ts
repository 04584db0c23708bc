/** Bits per weight of number formats. Those of GGUF count what a block holds: Q4_0 keeps 32 weights in 18 bytes, Q6_K 256 in 210. */
export const bitsPerWeight = {
  F32: 32,
  F16: 16,
  BF16: 16,
  Q8_0: 8.5,
  Q6_K: 6.5625,
  Q5_1: 6,
  Q5_0: 5.5,
  Q5_K: 5.5,
  Q4_1: 5,
  Q4_0: 4.5,
  Q4_K: 4.5,
  Q3_K: 3.4375,
  Q2_K: 2.625,
  INT8: 8,
  INT4: 4,
} as const;

/** A format that all weights, or all keys and values, can have. */
export type Quantization = keyof typeof bitsPerWeight;

export const quantizations = Object.keys(bitsPerWeight) as readonly Quantization[];
