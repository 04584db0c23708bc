import type { Hardware } from "../hardware.ts";
import { requireNotNegative } from "../input.ts";
import type { Model } from "../model.ts";
import { estimateMemory, isMixed, type MemoryOptions } from "./estimate.ts";
import { visionBytes } from "./file-size.ts";
import { runtimeBytes } from "./runtime.ts";

const GIBI = 1024 ** 3;
/** Metal lets the graphics part of a Mac use two thirds of a memory of up to 36 GB, and three quarters of a larger one. */
const LARGE_MAC = 36 * GIBI;

/**
 * The bytes of one device that a model can have: what the driver gives where that was measured; of a Mac the share that Metal gives, which is that
 * of every Mac that was measured; else all.
 */
export function availableMemory({ usableMemory, memory, vendor }: Hardware): number | undefined {
  if (usableMemory !== undefined || memory === undefined || vendor !== "apple") return usableMemory ?? memory;
  return Math.floor(memory * (memory <= LARGE_MAC ? 2 / 3 : 3 / 4));
}

/** Whether a model fits into a memory, and the bytes it needs; or why this is unknown. */
export type Fit =
  | { readonly answer: "yes" | "no"; readonly needed: MemoryNeed; readonly available: number }
  | { readonly answer: "unknown"; readonly reason: string };

/** What a model takes while it runs, in bytes. */
export interface MemoryNeed {
  readonly weights: number;
  readonly kvCache: number;
  /** What llama.cpp reserves for its computations. */
  readonly runtime: number;
  /** The part that reads images, where the weights do not hold it. */
  readonly vision: number;
  readonly total: number;
}

/**
 * Whether a model fits into a memory while llama.cpp runs it, and what it takes there.
 *
 * @param memory In bytes, or one device.
 * @throws RangeError for a memory, context or format that is none.
 * @example
 * ```ts
 * judgeFit(requireModel("Llama 3.1 8B"), 8 * 1024 ** 3, { quantization: "Q4_K_M", context: 8192 });
 * // { answer: "yes", needed: { weights: 4919952128, kvCache: 1073741824, ... }, available: 8589934592 }
 * ```
 */
export function judgeFit(model: Model, memory: number | Hardware, options: MemoryOptions): Fit {
  const available = typeof memory === "object" ? availableMemory(memory) : requireNotNegative("memory", memory);
  const estimate = estimateMemory(model, options);
  if (available === undefined) return { answer: "unknown", reason: `no source gives the memory of ${(memory as Hardware).name}` };
  if (!estimate.known) return { answer: "unknown", reason: estimate.reason };
  const [runtime, vision] = [runtimeBytes(model, options.context), visionOf(model, options)];
  const { weights, kvCache } = estimate;
  if (typeof runtime !== "number" || typeof vision !== "number") {
    const known = { runtime: typeof runtime === "number" ? runtime : 0, vision: typeof vision === "number" ? vision : 0 };
    const least = weights + kvCache + known.runtime + known.vision;
    if (least > available) return { answer: "no", needed: { weights, kvCache, ...known, total: least }, available };
    const what = typeof runtime === "number" ? "parameters.vision" : runtime.missing;
    return { answer: "unknown", reason: `no source gives ${what} of ${model.name}` };
  }
  const total = weights + kvCache + runtime + vision;
  return { answer: total <= available ? "yes" : "no", needed: { weights, kvCache, runtime, vision, total }, available };
}

/** A format of all weights counts the part that reads images; a GGUF file does not hold it. */
const visionOf = (model: Model, { quantization }: MemoryOptions) => (isMixed(quantization) ? visionBytes(model) : 0);

/**
 * Whether a model fits into a memory while llama.cpp runs it: weights, keys and values of one conversation, compute buffers, and the part that
 * reads images. {@link judgeFit} tells what it takes, and why an answer is unknown.
 *
 * @param memory In bytes, or one device.
 * @returns `"unknown"` where a dimension of the model or the memory of the device has no source: no guess.
 * @throws RangeError for a memory, context or format that is none.
 * @example
 * ```ts
 * fits(requireModel("Llama 3.1 8B"), 24 * 1024 ** 3, { quantization: "Q4_K_M", context: 8192 }); // "yes"
 * ```
 */
export const fits = (model: Model, memory: number | Hardware, options: MemoryOptions): "yes" | "no" | "unknown" =>
  judgeFit(model, memory, options).answer;
