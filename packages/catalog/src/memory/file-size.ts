import { headSizeOf } from "./dimensions.ts";
import { requireOneOf, requirePositiveInteger } from "../input.ts";
import { type FileType, fileTypes, tensorBytes, type TensorRole } from "./gguf-types.ts";
import type { Architecture, Model } from "../model.ts";

/** Bytes of a file, or why they cannot be known. */
export type FileSizeEstimate = { readonly known: true; readonly bytes: number } | { readonly known: false; readonly reason: string };

/** How llama.cpp cuts the layers of a family into tensors. */
interface Layout {
  /** One tensor for queries, keys and values. */
  readonly fused?: true;
  /** No gate beside the projection up. */
  readonly plain?: true;
  readonly falcon?: true;
  /** A vocabulary of SentencePiece, with scores; else one of byte pairs, with merges. */
  readonly scored?: true;
}

const withScores = [
  "llama",
  "llama-2",
  "internlm3",
  "vicuna",
  "mistral-7b",
  "mixtral",
  "yi",
  "gemma",
  "gemma-2",
  "gemma-3",
  "internlm2",
  "internlm2.5",
];
const withMerges = ["llama-3", "llama-3.1", "llama-3.2", "llama-3.3", "deepseek-r1", "qwen1.5", "qwen2", "qwen2.5", "qwen3", "qwq"];
const alsoWithMerges = ["qwen2-vl", "qwen2.5-vl", "olmo", "xgen", "smollm2", "smollm3", "olmo-2", "falcon3", "granite-3.0"];

const layouts: ReadonlyMap<string, Layout> = new Map<string, Layout>([
  ...withScores.map((family) => [family, { scored: true }] as const),
  ...[...withMerges, ...alsoWithMerges].map((family) => [family, {}] as const),
  ["phi-3", { fused: true, scored: true }],
  ["phi-3-vision", { fused: true, scored: true }],
  ["phi-3.5", { fused: true, scored: true }],
  ["phi-4", { fused: true }],
  ["phi", { fused: true, plain: true }],
  ["pythia", { fused: true, plain: true }],
  ["falcon", { fused: true, plain: true, falcon: true }],
]);

const layoutOf = ({ family, architecture = {} }: Model): Layout | undefined =>
  architecture.latentSize === undefined && architecture.sharedExperts === undefined ? layouts.get(family) : undefined;

/** Bytes for each entry of a vocabulary, measured on files whose tensors are known: its text and type, and score or merge. */
const SCORED_BYTES = 24;
const MERGED_BYTES = 55;

const needed = ["layers", "hiddenSize", "heads", "keyValueHeads", "feedForwardSize", "vocabularySize"] as const;
type Dimensions = Architecture & Required<Pick<Architecture, (typeof needed)[number] | "headSize" | "tiedEmbeddings">>;

/** All that the tensors depend on, or the name of what no source gives. */
function dimensionsOf(model: Model, layout: Layout): Dimensions | { readonly missing: string } {
  const { architecture = {} } = model;
  const missing = needed.find((name) => architecture[name] === undefined);
  if (missing !== undefined) return { missing };
  const headSize = headSizeOf(model);
  if (typeof headSize !== "number") return headSize;
  const dimensions = { ...architecture, headSize } as Omit<Dimensions, "tiedEmbeddings">;
  const tiedEmbeddings = architecture.tiedEmbeddings ?? countedTie(model, dimensions, layout);
  return tiedEmbeddings === undefined ? { missing: "tiedEmbeddings" } : { ...dimensions, tiedEmbeddings };
}

/** A count of weights that is as far from the dimensions decides nothing. */
const COUNT_TOLERANCE = 0.01;

/** Whether the output layer is the embedding, as the number of weights tells where a source counts them. */
function countedTie({ parameters, input }: Model, dimensions: Omit<Dimensions, "tiedEmbeddings">, layout: Layout): boolean | undefined {
  const total = parameters?.total;
  if (total === undefined || input.includes("image")) return undefined;
  const tied = weightsOf(tensorsOf(dimensions, layout, false));
  const apart = tied + dimensions.vocabularySize * dimensions.hiddenSize;
  const off = (weights: number) => Math.abs(total / weights - 1);
  return Math.min(off(tied), off(apart)) > COUNT_TOLERANCE || Math.abs(off(tied) - off(apart)) < COUNT_TOLERANCE
    ? undefined
    : off(tied) < off(apart);
}

interface Tensor {
  readonly role: TensorRole;
  readonly rows: number;
  readonly columns: number;
  readonly layer: number;
  /** Of how many experts. */
  readonly times?: number;
}

const weightsOf = (tensors: readonly Tensor[]): number =>
  tensors.reduce((sum, { rows, columns, times = 1 }) => sum + rows * columns * times, 0);

function tensorsOf(dimensions: Omit<Dimensions, "tiedEmbeddings">, { fused, plain }: Layout, output: boolean): Tensor[] {
  const { layers, hiddenSize, heads, keyValueHeads, headSize, feedForwardSize, vocabularySize, experts = 1 } = dimensions;
  const embedding = { rows: vocabularySize, columns: hiddenSize, layer: 0 };
  const [queries, keys] = [heads * headSize, keyValueHeads * headSize];
  const inLayer = (layer: number): Tensor[] => [
    ...(fused
      ? [{ role: "query-key-value", rows: queries + 2 * keys, columns: hiddenSize, layer } as const]
      : [
          { role: "query", rows: queries, columns: hiddenSize, layer } as const,
          { role: "key", rows: keys, columns: hiddenSize, layer } as const,
          { role: "value", rows: keys, columns: hiddenSize, layer } as const,
        ]),
    { role: "attention-output", rows: hiddenSize, columns: queries, layer },
    { role: "up", rows: feedForwardSize * (plain ? 1 : 2), columns: hiddenSize, layer, times: experts },
    { role: "down", rows: hiddenSize, columns: feedForwardSize, layer, times: experts },
  ];
  return [
    // A file without an output layer stores the embedding as if it were one.
    { role: output ? "embedding" : "output", ...embedding },
    ...(output ? [{ role: "output", ...embedding } as const] : []),
    ...Array.from({ length: layers }, (_, layer) => inLayer(layer)).flat(),
  ];
}

/** Weights of the part that writes text, or undefined where a dimension or the layout is not known. */
function textWeights(model: Model): number | undefined {
  const layout = layoutOf(model);
  const dimensions = layout && dimensionsOf(model, layout);
  if (!dimensions || "missing" in dimensions) return undefined;
  return weightsOf(tensorsOf(dimensions, layout, !dimensions.tiedEmbeddings));
}

/**
 * Bytes of the part of a model that reads images, which llama.cpp keeps in a file of its own, in F16: its parameters as a source counts them, else
 * all parameters less those that write text.
 *
 * @returns The bytes, 0 for a model that reads text alone, or the dimension that no source gives.
 */
export function visionBytes(model: Model): number | { readonly missing: string } {
  if (!model.input.includes("image")) return 0;
  const { vision, total } = model.parameters ?? {};
  const text = textWeights(model);
  const parameters = vision ?? (total === undefined || text === undefined || total < text ? undefined : total - text);
  return parameters === undefined ? { missing: "parameters.vision" } : 2 * parameters;
}

/** What is known of the file itself. */
export interface FileFacts {
  /** Weights in it. Some files hold an output layer although the model shares it with the embedding; their number tells. */
  readonly parameters?: number;
}

/**
 * Bytes of a model's GGUF file as llama.cpp's quantizer makes it, without an importance matrix: tensor by tensor from the dimensions, since
 * mixed files such as Q4_K_M keep some tensors and layers larger. A vision projector is a separate file and not counted.
 *
 * @returns The bytes, or which dimension no source gives.
 * @example
 * ```ts
 * const llama = getModel("meta/llama-3.1-8b-instruct");
 * if (llama) estimateFileSize(llama, "Q4_K_M"); // { known: true, bytes: 4919940000 }; the file has 4920739168
 * ```
 */
export function estimateFileSize(model: Model, fileType: FileType, file: FileFacts = {}): FileSizeEstimate {
  requireOneOf("quantization", fileType, fileTypes);
  if (file.parameters !== undefined) requirePositiveInteger("parameters", file.parameters);
  const layout = layoutOf(model);
  if (!layout) return { known: false, reason: `the catalog does not know which tensors a file of ${model.name} has` };
  const dimensions = dimensionsOf(model, layout);
  if ("missing" in dimensions) return { known: false, reason: `no source gives ${dimensions.missing} of ${model.name}` };
  const { layers, hiddenSize, heads, keyValueHeads, vocabularySize, tiedEmbeddings, experts = 1 } = dimensions;
  const shared = tensorsOf(dimensions, layout, false);
  const weights = weightsOf(shared);
  const apart = !tiedEmbeddings || (file.parameters ?? 0) > weights + (vocabularySize * hiddenSize) / 2;
  const mix = { layers, headsPerKey: heads / keyValueHeads, experts, falcon: layout.falcon ?? false };
  const tensors = (apart ? tensorsOf(dimensions, layout, true) : shared).reduce(
    (sum, { role, rows, columns, layer, times = 1 }) => sum + times * tensorBytes(fileType, role, { rows, columns }, layer, mix),
    0,
  );
  // Norms, and the router among experts, stay in full precision.
  const small = 4 * hiddenSize * (1 + layers * (2 + (experts > 1 ? experts : 0)));
  return { known: true, bytes: tensors + small + vocabularySize * (layout.scored ? SCORED_BYTES : MERGED_BYTES) };
}
