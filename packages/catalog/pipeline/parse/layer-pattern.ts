import { type LayerKind, layerKinds } from "../../src/model.ts";

/** How configurations and papers name each kind of layer. */
const names: readonly (readonly [RegExp, LayerKind])[] = [
  [/sliding|local|swa|chunked/iu, "sliding-window"],
  [/linear|mamba|ssm|conv|recurrent|lightning|delta|rwkv/iu, "recurrent"],
  [/^(?:mlp|moe)/iu, "none"],
  [/full|global|attention|softmax/iu, "full"],
];

const kindOf = (name: string): LayerKind | undefined => names.find(([pattern]) => pattern.test(name))?.[1];

/** One letter a layer: the `hybrid_override_pattern` of Nemotron-H. */
const letters: Readonly<Record<string, LayerKind>> = { M: "recurrent", "*": "full", "-": "none", E: "none" };

/** `[recurrent*7, full]` of a data file, layer by layer; null for a word that is no kind. */
export function expandPattern(value: unknown): readonly LayerKind[] | null {
  if (!Array.isArray(value) || value.length === 0) return null;
  const layers = (value as readonly unknown[]).map((part): readonly LayerKind[] | null => {
    const [, name, count = "1"] = /^([a-z-]+)(?:\*(\d+))?$/u.exec(String(part)) ?? [];
    const kind = layerKinds.find((one) => one === name);
    return kind === undefined || Number(count) < 1 ? null : Array.from({ length: Number(count) }, () => kind);
  });
  return layers.includes(null) ? null : layers.flatMap((part) => part ?? []);
}

/** The shortest pattern that repeats to the same layers. */
export function shortestPeriod(layers: readonly LayerKind[]): readonly LayerKind[] {
  for (let period = 1; period < layers.length; period++)
    if (layers.length % period === 0 && layers.every((kind, index) => kind === layers[index % period])) return layers.slice(0, period);
  return layers;
}

/** Every pattern that an excerpt states: a list of kinds, MiniMax's list of numbers, Nemotron's letters, a ratio in words, or a period. */
export function patternsIn(quote: string): readonly (readonly LayerKind[])[] {
  const numbers = /attn_type_list\W*\[([01,\s]+)/u.exec(quote)?.[1];
  const list = /layer_types\W*\[([^\]]+)/u.exec(quote)?.[1];
  const lettered = /hybrid_override_pattern\W*?([M*E-]{2,})/u.exec(quote)?.[1];
  const found = [
    numbers?.split(",").map((digit) => (digit.trim() === "1" ? "full" : "recurrent")),
    list?.split(",").map((name) => kindOf(name.trim().replaceAll(/["']/gu, ""))),
    lettered === undefined ? undefined : [...lettered].map((letter) => letters[letter]),
    ratioIn(quote),
  ];
  return found.flatMap((pattern) => (pattern && !pattern.includes(undefined) ? [pattern as readonly LayerKind[]] : []));
}

/** `5 local layers with 1 global layer`, `3 linear : 1 full`. */
function ratioIn(quote: string): readonly (LayerKind | undefined)[] | undefined {
  const kind = String.raw`(sliding[- ]window|local|linear|mamba|recurrent|full|global)`;
  const match = new RegExp(String.raw`\b(\d+) ${kind}\b\D{0,40}\b(\d+) ${kind}\b`, "iu").exec(quote);
  if (!match) return undefined;
  const [, first, one = "", second, other = ""] = match;
  return [...Array.from({ length: Number(first) }, () => kindOf(one)), ...Array.from({ length: Number(second) }, () => kindOf(other))];
}
