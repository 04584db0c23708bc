import type { QuantityUnit } from "./quantities.ts";

/** What a fact is: how its value is written, and how an excerpt proves it. */
export type FieldType =
  | { readonly type: "quantity"; readonly unit: QuantityUnit }
  | { readonly type: "date" }
  | { readonly type: "license" }
  | { readonly type: "languages" }
  | { readonly type: "text" };

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
  "context.native": tokens,
  "context.extended": tokens,
  "pretraining.tokens": tokens,
  "pretraining.cutoff": { type: "date" },
  languages: { type: "languages" },
  license: { type: "license" },
  "architecture.layers": count,
  "architecture.hiddenSize": count,
  "architecture.heads": count,
  "architecture.keyValueHeads": count,
  "architecture.headSize": count,
  "architecture.vocabularySize": count,
  "architecture.slidingWindow": tokens,
  "architecture.globalEvery": count,
  "architecture.latentSize": count,
  "architecture.ropeHeadSize": count,
  "architecture.experts": count,
  "architecture.activeExperts": count,
  "vision.encoder": { type: "text" },
  "vision.resolution": count,
  "vision.tokensPerImage": count,
} as const satisfies Readonly<Record<string, FieldType>>;

export type FieldPath = keyof typeof fields;
export const fieldPaths = Object.keys(fields) as FieldPath[];
export const typeOf = (path: FieldPath): FieldType => fields[path];
