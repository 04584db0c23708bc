import { z } from "zod";

/** How far the default models are. `models` are those that are not here yet. */
const modelDownloads = z.object({
  /** `done`: they are here, or the operator left them out. */
  state: z.enum(["done", "downloading", "failed"]),
  receivedBytes: z.number().int(),
  totalBytes: z.number().int(),
  models: z.array(z.string()),
});
export type DownloadState = z.infer<typeof modelDownloads>;

/** `GET /api/v1/status`: counts, for a page on which a battle may run. No model that can answer is named. */
export const modelStatus = z.object({
  ready: z.number().int(),
  loading: z.number().int(),
  /** How many of the models that battles are drawn from are bundled pocket models. */
  bundled: z.number().int(),
  modelDownloads,
});
export type ModelStatus = z.infer<typeof modelStatus>;

/** `GET /api/v1/arrivals`: the status as it was published in 0.1. */
export const earlierStatus = z.object({
  playing: z.number().int(),
  loading: z.number().int(),
  starter: z.discriminatedUnion("state", [
    z.object({ state: z.literal("settled") }),
    z.object({ state: z.literal("pulling"), receivedBytes: z.number().int(), totalBytes: z.number().int() }),
    z.object({ state: z.literal("failed") }),
  ]),
});
export type EarlierStatus = z.infer<typeof earlierStatus>;

/** A contestant as everybody may see it, apart from any battle. */
export const publicContestant = z.object({
  id: z.string(),
  name: z.string(),
  organization: z.string().nullable(),
  kind: z.enum(["base", "instruct"]),
  isPocketModel: z.boolean(),
  quantization: z.string().nullable(),
  license: z.object({ name: z.string(), url: z.string() }).nullable(),
  /** Of the file; null where another machine has it. */
  bytes: z.number().int().nullable(),
  /** Changes at most once a minute: quick changes would reveal which model answers. */
  state: z.enum(["ready", "not-ready"]),
});
export type PublicContestant = z.infer<typeof publicContestant>;
