import type { Hardware } from "../hardware.ts";
import { headSizeOf } from "./dimensions.ts";
import { estimateFileSize, type FileSizeEstimate } from "./file-size.ts";
import { type FileType, fileTypes } from "./gguf-types.ts";
import type { Model } from "../model.ts";
import { parametersOf } from "../find-models.ts";

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

export type Quantization = keyof typeof bitsPerWeight;

/** Files that mix formats, so that only their tensors tell their size. */
const isMixed = (format: Quantization | FileType): format is Exclude<FileType, Quantization> =>
  !(format in bitsPerWeight) && fileTypes.some((type) => type === format);

/** What a model is to be run with. */
export interface MemoryOptions {
  /** A format that all weights have, or a GGUF file that mixes several (`Q4_K_M`). */
  readonly quantization: Quantization | FileType;
  /** Tokens of one conversation. */
  readonly context: number;
  /** The format of keys and values; F16 by default. */
  readonly kvCache?: Quantization;
}

/** Bytes, or why they cannot be known. */
export type MemoryEstimate =
  | {
      readonly known: true;
      /** All in bytes. */
      readonly weights: number;
      readonly kvCache: number;
      readonly total: number;
      /** False where the number of weights is only that of the name (7B). */
      readonly exactParameters: boolean;
    }
  | { readonly known: false; readonly reason: string };

/**
 * Bytes that keys and values of one conversation take, for the five kinds of attention: every head its own, shared among groups, shared by
 * all (2 x layers x KV heads x head size per token), a sliding window (which holds no more than its tokens in the layers that have it), and
 * multi-head latent attention (latent + rotary part per layer and token).
 *
 * @param context Tokens.
 * @returns The bytes, or the name of the dimension that no source gives.
 */
export function kvCacheBytes(model: Model, context: number, format: Quantization = "F16"): number | { readonly missing: string } {
  const { layers, slidingWindow, globalEvery, latentSize, ropeHeadSize, keyValueHeads } = model.architecture ?? {};
  const bytes = bitsPerWeight[format] / 8;
  if (layers === undefined) return { missing: "layers" };
  if (latentSize !== undefined) return layers * (latentSize + (ropeHeadSize ?? 0)) * context * bytes;
  const headSize = headSizeOf(model);
  if (typeof headSize !== "number") return headSize;
  if (keyValueHeads === undefined) return { missing: "keyValueHeads" };
  const perToken = 2 * keyValueHeads * headSize * bytes;
  if (slidingWindow === undefined) return layers * context * perToken;
  const whole = globalEvery === undefined ? 0 : Math.floor(layers / globalEvery);
  return (whole * context + (layers - whole) * Math.min(context, slidingWindow)) * perToken;
}

/**
 * What a model takes in memory: weights, and keys and values of one conversation. What a runtime adds for its computations is not in it.
 * Weights in one format are all parameters in that format; those of a mixed file (`Q4_K_M`) are the file, tensor by tensor.
 *
 * @throws RangeError for a context that is no whole number above 0.
 * @example
 * ```ts
 * const llama = getModel("meta/llama-3.1-8b");
 * if (llama) estimateMemory(llama, { quantization: "Q4_K", context: 8192 });
 * // { known: true, weights: 4500000000, kvCache: 1073741824, total: 5573741824, exactParameters: false }
 * ```
 */
export function estimateMemory(model: Model, { quantization, context, kvCache = "F16" }: MemoryOptions): MemoryEstimate {
  if (!(Number.isInteger(context) && context > 0))
    throw new RangeError(`The context is ${context}, but must be a whole number of tokens above 0.`);
  const size = isMixed(quantization) ? estimateFileSize(model, quantization) : weightBytes(model, quantization);
  if (!size.known) return size;
  const cache = kvCacheBytes(model, context, kvCache);
  if (typeof cache !== "number") return { known: false, reason: `no source gives ${cache.missing} of ${model.name}` };
  const exactParameters = isMixed(quantization) || model.parameters?.total !== undefined;
  return { known: true, weights: size.bytes, kvCache: cache, total: size.bytes + cache, exactParameters };
}

/** Bytes of all weights in one format. */
function weightBytes(model: Model, format: Quantization): FileSizeEstimate {
  const parameters = parametersOf(model);
  if (parameters === undefined) return { known: false, reason: `no source gives the number of parameters of ${model.name}` };
  return { known: true, bytes: (parameters * bitsPerWeight[format]) / 8 };
}

/** The bytes of one device that a model can have: what the driver gives where that was measured, else all. */
export const availableMemory = ({ usableMemory, memory }: Hardware): number | undefined => usableMemory ?? memory;

/**
 * Whether a model fits into a memory.
 *
 * @param memory In bytes, or one device.
 * @returns `"unknown"` where a dimension of the model or the memory of the device has no source: no guess.
 * @example
 * ```ts
 * fits(model, 24 * 1024 ** 3, { quantization: "Q4_K", context: 8192 }); // "yes", "no" or "unknown"
 * ```
 */
export function fits(model: Model, memory: number | Hardware, options: MemoryOptions): "yes" | "no" | "unknown" {
  const estimate = estimateMemory(model, options);
  const available = typeof memory === "number" ? memory : availableMemory(memory);
  return estimate.known && available !== undefined ? (estimate.total <= available ? "yes" : "no") : "unknown";
}
