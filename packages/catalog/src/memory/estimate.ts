import { parametersOf } from "../find-models.ts";
import { requireOneOf, requirePositiveInteger } from "../input.ts";
import type { Model } from "../model.ts";
import { bitsPerWeight, quantizations, type Quantization } from "./bits-per-weight.ts";
import { estimateFileSize, type FileSizeEstimate } from "./file-size.ts";
import { type FileType, fileTypes } from "./gguf-types.ts";
import { kvCacheBytes } from "./kv-cache.ts";

/** All formats that weights can have: one for all of them, or a GGUF file that mixes several. */
const weightFormats: readonly (Quantization | FileType)[] = [...new Set([...quantizations, ...fileTypes])];

/** Files that mix formats, so that only their tensors tell their size. */
export const isMixed = (format: Quantization | FileType): format is Exclude<FileType, Quantization> => !(format in bitsPerWeight);

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
 * What a model takes in memory: weights, and keys and values of one conversation. What a runtime adds for its computations is not in it; `fits`
 * counts that too. Weights in one format are all parameters in that format; those of a mixed file (`Q4_K_M`) are the file, tensor by tensor.
 *
 * @throws RangeError for a context that is no whole number above 0, and for a format that is none, upper and lower case included.
 * @example
 * ```ts
 * estimateMemory(requireModel("Llama 3.1 8B"), { quantization: "Q4_K", context: 8192 });
 * // { known: true, weights: 4517021952, kvCache: 1073741824, total: 5590763776, exactParameters: true }
 * ```
 */
export function estimateMemory(model: Model, { quantization, context, kvCache = "F16" }: MemoryOptions): MemoryEstimate {
  requirePositiveInteger("context", context);
  const format = requireOneOf("quantization", quantization, weightFormats);
  const cache = kvCacheBytes(model, context, kvCache);
  const size = isMixed(format) ? estimateFileSize(model, format) : weightBytes(model, format);
  if (!size.known) return size;
  if (typeof cache !== "number") return { known: false, reason: `no source gives ${cache.missing} of ${model.name}` };
  const exactParameters = isMixed(format) || model.parameters?.total !== undefined;
  return { known: true, weights: size.bytes, kvCache: cache, total: size.bytes + cache, exactParameters };
}

/** Bytes of all weights in one format. */
function weightBytes(model: Model, format: Quantization): FileSizeEstimate {
  const parameters = parametersOf(model);
  if (parameters === undefined) return { known: false, reason: `no source gives the number of parameters of ${model.name}` };
  return { known: true, bytes: (parameters * bitsPerWeight[format]) / 8 };
}
