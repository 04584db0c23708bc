import { z } from "zod";

/** When the bundled pocket models answer. */
const bundledModels = z
  .enum(["auto", "always", "never"])
  .meta({ description: "When the bundled pocket models answer: `auto` is while fewer than two other models have been ready for 60 s." });
export type BundledModels = z.infer<typeof bundledModels>;

const text = z.string().min(1);

const sampling = z
  .strictObject({
    temperature: z.number().min(0).max(10).optional(),
    topP: z.number().gt(0).max(1).optional(),
    topK: z.int().min(0).optional(),
    minP: z.number().min(0).max(1).optional(),
    presencePenalty: z.number().min(-2).max(2).optional(),
    frequencyPenalty: z.number().min(-2).max(2).optional(),
    repeatPenalty: z.number().gt(0).max(10).optional(),
    stop: z.array(text).max(16).optional(),
  })
  .meta({ description: "Replaces values of the sampling that all contestants share. An API without `topK` needs `topK` 0." });
/** What a contestant samples with, where it differs from all others. */
export type ContestantSampling = z.infer<typeof sampling>;

const endpoint = z.strictObject({
  baseUrl: text.meta({ description: "Of an OpenAI-compatible API, mostly with /v1 at its end." }),
  model: text.meta({ description: "The name of the model there." }),
  apiKeyVariable: text.optional().meta({ description: "The environment variable that holds the key." }),
  version: text
    .optional()
    .meta({ description: "Part of the identity that a rating is pinned to; change it when the model behind the endpoint changes." }),
});

const llamaServer = z.strictObject({
  file: text.meta({ description: "A GGUF file, relative to the folder of this file." }),
  projector: text.optional().meta({ description: "The projector with which the model reads images (mmproj)." }),
  command: z
    .union([text, z.array(text).min(1)])
    .optional()
    .meta({ description: "llama-server, with arguments that come first where it is a list; without it, llama-server on the PATH." }),
});

const contestant = z.strictObject({
  id: z.string().regex(/^[a-z\d][a-z\d._-]{0,99}$/u, "must have lower-case letters, digits, dots, hyphens and underscores"),
  name: text,
  organization: text.optional(),
  catalogId: text.optional().meta({ description: "The model in the catalog, such as `qwen/qwen2.5-7b-instruct`." }),
  weight: z
    .number()
    .min(0)
    .max(1000)
    .optional()
    .meta({ description: "Pairs are drawn in proportion to the product of their weights; 0 is never drawn." }),
  systemPrompt: z.string().optional(),
  sampling: sampling.optional(),
  file: text.optional().meta({ description: "A GGUF file, relative to the folder of this file." }),
  endpoint: endpoint.optional(),
  llamaServer: llamaServer.optional(),
});
export type ContestantEntry = z.infer<typeof contestant>;

/** The shape of `arena.config.json`. */
export const arenaConfig = z.strictObject({
  $schema: z.string().optional(),
  bundledModels: bundledModels.optional(),
  contestants: z.array(contestant).max(1000).optional(),
});

/** The source of a contestant's answers; each contestant has exactly one of these. */
export const sources = ["file", "endpoint", "llamaServer"] as const;

/** The JSON Schema of `arena.config.json`, for editors. */
export function arenaConfigJsonSchema(): unknown {
  return z.toJSONSchema(arenaConfig, {
    target: "draft-7",
    override({ zodSchema, jsonSchema }) {
      if (zodSchema === contestant) jsonSchema.oneOf = sources.map((source) => ({ required: [source] }));
    },
  });
}
