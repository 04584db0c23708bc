import { requireOneOf, requirePositiveInteger } from "../input.ts";
import type { Model } from "../model.ts";
import { bitsPerWeight, quantizations, type Quantization } from "./bits-per-weight.ts";
import { headSizeOf } from "./dimensions.ts";
import { layerCountsOf, type Missing } from "./layers.ts";

/**
 * Bytes that keys and values of one conversation take. A layer that sees the whole context keeps 2 x KV heads x head size numbers per token, or with
 * multi-head latent attention the latent and its rotary part (DeepSeek-V2, arXiv 2405.04434, section 2.1). A layer with a window keeps no more
 * tokens than the window. A recurrent layer (linear attention, state space, short convolution) keeps a state that does not grow with the context;
 * it is not counted.
 *
 * @param context Tokens.
 * @param format Of keys and values.
 * @returns The bytes, or the name of the dimension that no source gives.
 * @throws RangeError for a context that is no whole number above 0, or a format that is none.
 * @example
 * ```ts
 * kvCacheBytes(requireModel("Llama 3.1 8B"), 8192); // 1073741824
 * ```
 */
export function kvCacheBytes(model: Model, context: number, format: Quantization = "F16"): number | Missing {
  requirePositiveInteger("context", context);
  const bytes = bitsPerWeight[requireOneOf("kvCache", format, quantizations)] / 8;
  const counts = layerCountsOf(model);
  if ("missing" in counts) return counts;
  const { slidingWindow = context } = model.architecture ?? {};
  const perToken = numbersPerToken(model);
  if ("missing" in perToken) return counts.full + counts["sliding-window"] === 0 ? 0 : perToken;
  const numbers = counts.full * context * perToken.full + counts["sliding-window"] * Math.min(context, slidingWindow) * perToken.windowed;
  return numbers * bytes;
}

/** Numbers that one layer keeps for one token. */
function numbersPerToken(model: Model): { readonly full: number; readonly windowed: number } | Missing {
  const { latentSize, ropeHeadSize, keyValueHeads, globalKeyValueHeads, globalHeadSize } = model.architecture ?? {};
  if (latentSize !== undefined) {
    if (ropeHeadSize === undefined) return { missing: "ropeHeadSize" };
    return { full: latentSize + ropeHeadSize, windowed: latentSize + ropeHeadSize };
  }
  const headSize = headSizeOf(model);
  if (typeof headSize !== "number") return headSize;
  if (keyValueHeads === undefined) return { missing: "keyValueHeads" };
  return {
    full: 2 * (globalKeyValueHeads ?? keyValueHeads) * (globalHeadSize ?? headSize),
    windowed: 2 * keyValueHeads * headSize,
  };
}
