import type { QuantityUnit } from "./quantities.ts";

/** What a fact is: how its value is written, and how an excerpt proves it. */
export type FieldType =
  | { readonly type: "quantity"; readonly unit: QuantityUnit }
  | { readonly type: "date" }
  | { readonly type: "license" }
  | { readonly type: "languages" }
  | { readonly type: "attention" }
  | { readonly type: "layers" }
  | { readonly type: "flag"; readonly words: RegExp }
  | { readonly type: "url" }
  | { readonly type: "paper" }
  | { readonly type: "text" }
  | { readonly type: "name" };

const count: FieldType = { type: "quantity", unit: "count" };
const parameters: FieldType = { type: "quantity", unit: "parameters" };
const tokens: FieldType = { type: "quantity", unit: "tokens" };

/** Every fact that a model can have, by its path in the public type. */
const fields = {
  released: { type: "date" },
  "parameters.nominal": parameters,
  "parameters.total": parameters,
  "parameters.active": parameters,
  "parameters.nonEmbedding": parameters,
  "parameters.vision": parameters,
  "context.native": tokens,
  "context.extended": tokens,
  "context.maxOutput": tokens,
  "pretraining.tokens": tokens,
  "pretraining.cutoff": { type: "date" },
  "pretraining.gpuHours": tokens,
  languages: { type: "languages" },
  license: { type: "license" },
  "architecture.attention": { type: "attention" },
  "architecture.layers": count,
  "architecture.hiddenSize": count,
  "architecture.heads": count,
  "architecture.keyValueHeads": count,
  "architecture.headSize": count,
  "architecture.feedForwardSize": count,
  "architecture.vocabularySize": count,
  "architecture.tiedEmbeddings": { type: "flag", words: /tie|tying|share/iu },
  "architecture.slidingWindow": tokens,
  "architecture.globalEvery": count,
  "architecture.layerPattern": { type: "layers" },
  "architecture.globalKeyValueHeads": count,
  "architecture.globalHeadSize": count,
  "architecture.sharedCacheLayers": count,
  "architecture.latentSize": count,
  "architecture.ropeHeadSize": count,
  "architecture.experts": count,
  "architecture.activeExperts": count,
  "architecture.sharedExperts": count,
  "vision.encoder": { type: "text" },
  "vision.resolution": count,
  "vision.tokensPerImage": count,
  "links.announcement": { type: "url" },
  "links.paper": { type: "paper" },
  "links.repository": { type: "url" },
  "links.card": { type: "url" },
  "links.weights": { type: "url" },
  "links.blog": { type: "url" },
  "links.modelScope": { type: "url" },
  "links.demo": { type: "url" },
} as const satisfies Readonly<Record<string, FieldType>>;

export type FieldPath = keyof typeof fields;
export const fieldPaths = Object.keys(fields) as FieldPath[];

/** What else a checkpoint is called; no other checkpoint inherits it. */
export const aliasSystems = ["huggingFace", "ollama", "openRouter", "arena", "spellings"] as const;
export type AliasPath = `aliases.${(typeof aliasSystems)[number]}`;

export const typeOf = (path: FieldPath | AliasPath): FieldType => (path in fields ? fields[path as FieldPath] : { type: "name" });
