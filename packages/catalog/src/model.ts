/** An ISO 8601 date as precise as its source: `2024`, `2024-07` or `2024-07-23`. */
export type IsoDate = string;

/** What a checkpoint was made for: `base` continues text, `instruct` follows instructions or chats, `reasoning` reasons at length before it answers. */
export const modelKinds = ["base", "instruct", "reasoning"] as const;
export type ModelKind = (typeof modelKinds)[number];

/** What a model reads. */
export const modalities = ["text", "image", "video", "audio"] as const;
export type Modality = (typeof modalities)[number];

/** How sure a count is. */
export type Bound = "exact" | "at-least" | "at-most" | "about";

/** Whether the licence lets a company use the model. */
export type CommercialUse = "yes" | "conditional" | "no";

/** The licence of a checkpoint: an SPDX identifier, or `LicenseRef-...` with its text at `url`. */
export interface License {
  readonly id: string;
  readonly name: string;
  readonly url: string;
  readonly commercialUse: CommercialUse;
}

/** How the queries of a layer find keys: `hybrid` mixes layers of several kinds. */
export type Attention = "multi-head" | "grouped-query" | "multi-query" | "multi-head-latent" | "sliding-window" | "hybrid" | "linear";

/**
 * What a layer keeps of the context: all of it; the last tokens, as many as the window holds; a state of fixed size (linear attention, state space,
 * short convolution); nothing.
 */
export const layerKinds = ["full", "sliding-window", "recurrent", "none"] as const;
export type LayerKind = (typeof layerKinds)[number];

/** Dimensions that decide how much memory weights and a conversation take. All numbers are counts. */
export interface Architecture {
  /** As a source names it; `attentionOf` also reads it from the dimensions. */
  readonly attention?: Attention;
  readonly layers?: number;
  readonly hiddenSize?: number;
  readonly heads?: number;
  /** Equal to `heads` for multi-head attention, 1 for multi-query, between them for grouped-query. */
  readonly keyValueHeads?: number;
  readonly headSize?: number;
  /** Numbers between the two halves of a layer's feed-forward part; of each expert, where there are experts. */
  readonly feedForwardSize?: number;
  readonly vocabularySize?: number;
  /** Whether the output layer reuses the embedding of the input. */
  readonly tiedEmbeddings?: boolean;
  /** Tokens that a layer with a sliding window sees. */
  readonly slidingWindow?: number;
  /** Every so many layers one sees the whole context; the others have the window. Absent: all have it, or `layerPattern` tells. */
  readonly globalEvery?: number;
  /** The kind of each layer, from the first; where there are more layers, it repeats. */
  readonly layerPattern?: readonly LayerKind[];
  /** Of the layers that see the whole context, where theirs are not those of the others. */
  readonly globalKeyValueHeads?: number;
  readonly globalHeadSize?: number;
  /** The last layers that reuse the keys and values of earlier ones. */
  readonly sharedCacheLayers?: number;
  /** Multi-head latent attention: numbers per token and layer that stand for all keys and values. */
  readonly latentSize?: number;
  /** Multi-head latent attention: numbers per token and layer for the rotary position. */
  readonly ropeHeadSize?: number;
  readonly experts?: number;
  readonly activeExperts?: number;
  /** Experts that every token goes through, beside the active ones. */
  readonly sharedExperts?: number;
}

/** Where to read on and to download. URLs, but for `paper`, which is a bare arXiv id (`2407.21783`) where the paper is on arXiv. */
export interface Links {
  readonly announcement?: string;
  readonly paper?: string;
  readonly repository?: string;
  readonly card?: string;
  readonly weights?: string;
  readonly blog?: string;
  readonly modelScope?: string;
  readonly demo?: string;
}

/** What else a checkpoint is called: repositories, tags, slugs, and the name on the boards of Chatbot Arena. */
export interface Aliases {
  readonly huggingFace?: readonly string[];
  readonly ollama?: readonly string[];
  readonly openRouter?: readonly string[];
  readonly arena?: readonly string[];
  /** What people shorten its name to. */
  readonly spellings?: readonly string[];
}

/** A checkpoint with every fact that the catalog has a source for. A field without a source is absent. */
export interface Model {
  /** `organization/name`; stable for ever. */
  readonly id: string;
  readonly name: string;
  readonly organization: string;
  readonly family: string;
  readonly kind: ModelKind;
  /** The checkpoint that this one was tuned from, where it is in the catalog. */
  readonly base?: string;
  /** What it reads: `text` first, then what else. */
  readonly input: readonly Modality[];
  readonly released?: IsoDate;
  /** Counts: as in its name (7B), of all weights, of those used per token, of those outside the embedding, of those that see. */
  readonly parameters?: {
    readonly nominal?: number;
    readonly total?: number;
    readonly active?: number;
    readonly nonEmbedding?: number;
    readonly vision?: number;
  };
  /** In tokens: as trained, as its makers say it can be stretched to, and the longest answer that they name. */
  readonly context?: { readonly native?: number; readonly extended?: number; readonly maxOutput?: number };
  /** `bound` says how sure `tokens` is. */
  readonly pretraining?: {
    readonly tokens?: number;
    readonly bound?: Bound;
    readonly cutoff?: IsoDate;
    readonly gpuHours?: number;
  };
  /** BCP 47. */
  readonly languages?: readonly string[];
  readonly license?: License;
  readonly architecture?: Architecture;
  readonly vision?: { readonly encoder?: string; readonly resolution?: number; readonly tokensPerImage?: number };
  readonly links?: Links;
  readonly aliases: Aliases;
  readonly description: { readonly en: string; readonly zh: string };
}

/** Models as the package keeps them: texts and licences stand once in `shared`, and models name them by number. */
export interface PackedModels {
  readonly models: readonly (Omit<Model, "license" | "description"> & { readonly license?: number; readonly description: number })[];
  readonly shared: readonly (License | Model["description"])[];
  /** Repositories of GGUF files, each with the one model that it holds. */
  readonly repositories: Readonly<Record<string, string>>;
}
