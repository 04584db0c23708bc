import { requirePositiveInteger } from "../input.ts";
import type { Model } from "../model.ts";
import type { Missing } from "./layers.ts";

/** Tokens that llama.cpp computes at a time (`--ubatch-size`), unless it is told otherwise. */
const MICRO_BATCH = 512;

/**
 * Bytes that llama.cpp reserves for its computations, with flash attention and its own micro-batch of 512 tokens. For each token of the micro-batch
 * these are, at the end, one F32 number for each word of the vocabulary and the hidden state; or, in a layer, the mask of the context in F32 and
 * F16 and five hidden states. The larger of both counts, since they use the same memory. `test/memory.test.ts` holds this beside llama.cpp's log.
 *
 * @param context Tokens.
 * @returns The bytes, or the dimension that no source gives.
 * @throws RangeError for a context that is no whole number above 0.
 * @example
 * ```ts
 * runtimeBytes(requireModel("Llama 3.1 8B"), 8192); // 271056896 bytes
 * ```
 */
export function runtimeBytes({ architecture = {} }: Model, context: number): number | Missing {
  requirePositiveInteger("context", context);
  const { vocabularySize, hiddenSize } = architecture;
  if (vocabularySize === undefined) return { missing: "vocabularySize" };
  if (hiddenSize === undefined) return { missing: "hiddenSize" };
  return MICRO_BATCH * Math.max(4 * (vocabularySize + hiddenSize), 6 * context + 20 * hiddenSize);
}
