import { z } from "zod";
import { layerKinds, modalities, modelKinds } from "./model.ts";
import { fileTypes } from "./memory/gguf-types.ts";

/**
 * Schemas of what the catalog holds, for those who read `/json` or a newer catalog over the network. Needs `zod`, an optional peer.
 *
 * @example
 * ```ts
 * const models = z.array(modelSchema).parse(await (await fetch(url)).json());
 * ```
 */
const isoDate = z.string().regex(/^\d{4}(?:-\d{2}(?:-\d{2})?)?$/u, "must be an ISO 8601 date");
const count = z.number().int().positive();
const paper = z.union([z.string().regex(/^\d{4}\.\d{4,5}$/u), z.url()], { error: "must be an arXiv id, or a URL" });
const names = z.array(z.string()).min(1);
const bilingual = z.object({ en: z.string(), zh: z.string() });

export const modelSchema = z.object({
  id: z.string().regex(/^[^/]+\/[^/]+$/u, "must be organization/name"),
  name: z.string(),
  organization: z.string(),
  family: z.string(),
  kind: z.enum(modelKinds),
  base: z.string().optional(),
  input: z.array(z.enum(modalities)),
  released: isoDate.optional(),
  parameters: z
    .object({
      nominal: count.optional(),
      total: count.optional(),
      active: count.optional(),
      nonEmbedding: count.optional(),
      vision: count.optional(),
    })
    .optional(),
  context: z.object({ native: count.optional(), extended: count.optional(), maxOutput: count.optional() }).optional(),
  pretraining: z
    .object({
      tokens: count.optional(),
      bound: z.enum(["exact", "at-least", "at-most", "about"]).optional(),
      cutoff: isoDate.optional(),
      gpuHours: count.optional(),
    })
    .optional(),
  languages: z.array(z.string()).optional(),
  license: z.object({ id: z.string(), name: z.string(), url: z.url(), commercialUse: z.enum(["yes", "conditional", "no"]) }).optional(),
  architecture: z
    .object({
      attention: z
        .enum(["multi-head", "grouped-query", "multi-query", "multi-head-latent", "sliding-window", "hybrid", "linear"])
        .optional(),
      layers: count.optional(),
      hiddenSize: count.optional(),
      heads: count.optional(),
      keyValueHeads: count.optional(),
      headSize: count.optional(),
      feedForwardSize: count.optional(),
      vocabularySize: count.optional(),
      tiedEmbeddings: z.boolean().optional(),
      slidingWindow: count.optional(),
      globalEvery: count.optional(),
      layerPattern: z.array(z.enum(layerKinds)).min(1).optional(),
      globalKeyValueHeads: count.optional(),
      globalHeadSize: count.optional(),
      sharedCacheLayers: count.optional(),
      latentSize: count.optional(),
      ropeHeadSize: count.optional(),
      experts: count.optional(),
      activeExperts: count.optional(),
      sharedExperts: count.optional(),
    })
    .optional(),
  vision: z.object({ encoder: z.string().optional(), resolution: count.optional(), tokensPerImage: count.optional() }).optional(),
  links: z
    .object({
      announcement: z.url().optional(),
      paper: paper.optional(),
      repository: z.url().optional(),
      card: z.url().optional(),
      weights: z.url().optional(),
      blog: z.url().optional(),
      modelScope: z.url().optional(),
      demo: z.url().optional(),
    })
    .optional(),
  aliases: z.object({
    huggingFace: names.optional(),
    ollama: names.optional(),
    openRouter: names.optional(),
    arena: names.optional(),
    spellings: names.optional(),
  }),
  description: bilingual,
});

export const artifactSchema = z.object({
  id: z.string(),
  model: z.string(),
  file: z.string(),
  url: z.url().optional(),
  repository: z.string().optional(),
  revision: z
    .string()
    .regex(/^[0-9a-f]{40}$/u)
    .optional(),
  quantization: z.enum(fileTypes),
  bytes: count,
  sha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/u)
    .optional(),
  md5: z
    .string()
    .regex(/^[0-9a-f]{32}$/u)
    .optional(),
  parameters: count.optional(),
  source: z.string().optional(),
});

export const benchmarkSchema = z.object({
  id: z.string(),
  name: z.string(),
  measures: bilingual,
  unit: z.enum(["percent", "score"]),
  dataset: z.string().optional(),
  split: z.string().optional(),
  examples: z.number().int().positive().optional(),
  metric: z.string().optional(),
  leaderboardShots: z.number().int().min(0).optional(),
  paper: z.string().optional(),
  implementations: z.array(z.string()).optional(),
  spellings: names.optional(),
});

export const resultSchema = z.object({
  model: z.string(),
  benchmark: z.string(),
  value: z.number(),
  unit: z.enum(["percent", "score"]),
  implementation: z.string().optional(),
  shots: z.number().int().min(0).optional(),
  chainOfThought: z.literal(true).optional(),
  metric: z.string().optional(),
  split: z.string().optional(),
  variant: z.string().optional(),
  reporter: z.string(),
  source: z.string(),
});

export const hardwareSchema = z.object({
  id: z.string().regex(/^[^/]+\/[^/]+$/u, "must be vendor/name"),
  name: z.string(),
  vendor: z.string(),
  kind: z.enum(["gpu", "soc"]),
  memory: count.optional(),
  usableMemory: count.optional(),
  bandwidth: count.optional(),
});

export const speedSchema = z
  .object({
    model: z.string(),
    quantization: z.string(),
    hardware: z.string(),
    count,
    engine: z.string(),
    build: z.string().optional(),
    backend: z.string().optional(),
    gpuLayers: z.number().int().min(0).optional(),
    batchSize: count.optional(),
    microBatchSize: count.optional(),
    modelSize: count.optional(),
    test: z.string(),
    tokensPerSecond: z.number().positive().optional(),
    standardDeviation: z.number().min(0).optional(),
    outOfMemory: z.boolean(),
    measured: isoDate.optional(),
    reporter: z.string(),
    source: z.string(),
  })
  .refine(({ tokensPerSecond, outOfMemory }) => (tokensPerSecond === undefined) === outOfMemory, {
    error: "must have tokensPerSecond, or outOfMemory",
  });
