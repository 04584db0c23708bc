import type { Attention, Model } from "../model.ts";

/** Families whose heads do not share the hidden size among them: without a source for it, their head size is not known. */
const ownHeadSize = new Set(["gemma", "gemma-2", "gemma-3", "qwen3", "gpt-oss", "glm-4.5", "minimax-m1"]);

/** Numbers in one head of attention, or the name of the dimension that no source gives. */
export function headSizeOf({ architecture = {}, family }: Model): number | { readonly missing: string } {
  const { headSize, hiddenSize, heads } = architecture;
  if (headSize !== undefined) return headSize;
  if (ownHeadSize.has(family)) return { missing: "headSize" };
  if (hiddenSize === undefined) return { missing: "hiddenSize" };
  return heads === undefined ? { missing: "heads" } : hiddenSize / heads;
}

/**
 * How a model's queries find keys: as a source says, else as its dimensions tell. Undefined where neither does.
 *
 * @example
 * ```ts
 * attentionOf(model); // "grouped-query"
 * ```
 */
export function attentionOf({ architecture = {} }: Model): Attention | undefined {
  const { attention, latentSize, slidingWindow, globalEvery, heads, keyValueHeads } = architecture;
  if (attention !== undefined) return attention;
  if (latentSize !== undefined) return "multi-head-latent";
  if (slidingWindow !== undefined) return globalEvery === undefined ? "sliding-window" : "hybrid";
  if (keyValueHeads === 1) return "multi-query";
  if (keyValueHeads === undefined || heads === undefined) return undefined;
  return keyValueHeads === heads ? "multi-head" : "grouped-query";
}
