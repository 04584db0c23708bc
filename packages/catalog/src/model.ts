/** An ISO 8601 date as precise as its source: `2024`, `2024-07` or `2024-07-23`. */
export type IsoDate = string;

/** What a checkpoint was made for. */
export type ModelKind =
  /** Continues text. */
  | "base"
  /** Tuned to follow instructions or to chat. */
  | "instruct"
  /** Tuned to reason at length before it answers. */
  | "reasoning";

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

/** Dimensions that decide how much memory a conversation takes. All are counts. */
export interface Architecture {
  readonly layers?: number;
  readonly hiddenSize?: number;
  readonly heads?: number;
  /** Equal to `heads` for multi-head attention, 1 for multi-query, between them for grouped-query. */
  readonly keyValueHeads?: number;
  readonly headSize?: number;
  readonly vocabularySize?: number;
  /** Tokens that a layer with a sliding window sees. */
  readonly slidingWindow?: number;
  /** Every so many layers one sees the whole context; the others have the window. Absent: all have it. */
  readonly globalEvery?: number;
  /** Multi-head latent attention: numbers per token and layer that stand for all keys and values. */
  readonly latentSize?: number;
  /** Multi-head latent attention: numbers per token and layer for the rotary position. */
  readonly ropeHeadSize?: number;
  readonly experts?: number;
  readonly activeExperts?: number;
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
  /** `text`, and `image` for models that see. */
  readonly input: readonly ("text" | "image")[];
  readonly released?: IsoDate;
  /** Counts: as in its name (7B), of all weights, of those used per token, of those outside the embedding. */
  readonly parameters?: {
    readonly nominal?: number;
    readonly total?: number;
    readonly active?: number;
    readonly nonEmbedding?: number;
  };
  /** In tokens: as trained, and as its makers say it can be stretched to. */
  readonly context?: { readonly native?: number; readonly extended?: number };
  readonly pretraining?: { readonly tokens?: number; readonly bound?: Bound; readonly cutoff?: IsoDate };
  /** BCP 47. */
  readonly languages?: readonly string[];
  readonly license?: License;
  readonly architecture?: Architecture;
  readonly vision?: { readonly encoder?: string; readonly resolution?: number; readonly tokensPerImage?: number };
  readonly aliases: { readonly huggingFace?: readonly string[]; readonly ollama?: readonly string[] };
  readonly description: { readonly en: string; readonly zh: string };
}
