import type { LayerKind, Model } from "../model.ts";

/** A dimension that no source gives. */
export interface Missing {
  readonly missing: string;
}

/** How many layers a model has of each kind. */
export type LayerCounts = Readonly<Record<LayerKind, number>>;

const NONE: LayerCounts = { full: 0, "sliding-window": 0, recurrent: 0, none: 0 };

/**
 * How many layers keep the whole context, how many a window, how many a state of fixed size, and how many nothing. Layers that reuse the keys and
 * values of earlier ones are not counted.
 *
 * @returns The numbers, or the dimension that no source gives: a model that mixes kinds is not taken for one of a single kind.
 * @example
 * ```ts
 * layerCountsOf(requireModel("MiniMax-M1-80k")); // { full: 10, "sliding-window": 0, recurrent: 70, none: 0 }
 * ```
 */
export function layerCountsOf({ architecture = {} }: Model): LayerCounts | Missing {
  const { layers: all, sharedCacheLayers = 0, attention, slidingWindow, globalEvery, layerPattern } = architecture;
  if (all === undefined) return { missing: "layers" };
  const layers = all - sharedCacheLayers;
  if (layerPattern) {
    const counts = { ...NONE };
    for (let layer = 0; layer < layers; layer++) counts[layerPattern[layer % layerPattern.length] ?? "none"] += 1;
    return counts["sliding-window"] > 0 && slidingWindow === undefined ? { missing: "slidingWindow" } : counts;
  }
  if (globalEvery !== undefined) {
    const full = Math.floor(layers / globalEvery);
    return slidingWindow === undefined ? { missing: "slidingWindow" } : { ...NONE, full, "sliding-window": layers - full };
  }
  if (attention === "linear") return { ...NONE, recurrent: layers };
  if (attention === "hybrid") return { missing: "layerPattern" };
  if (attention === "sliding-window" && slidingWindow === undefined) return { missing: "slidingWindow" };
  return slidingWindow === undefined ? { ...NONE, full: layers } : { ...NONE, "sliding-window": layers };
}
