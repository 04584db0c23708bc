import { z } from "zod";

/** How far the starter models are. */
const starter = z.discriminatedUnion("state", [
  /** They are here, or the operator left them out. */
  z.object({ state: z.literal("settled") }),
  z.object({ state: z.literal("pulling"), receivedBytes: z.number().int(), totalBytes: z.number().int() }),
  z.object({ state: z.literal("failed") }),
]);
export type DownloadState = z.infer<typeof starter>;

/** `GET /api/v1/status`: counts without names, for a page on which a battle may run. */
export const modelStatus = z.object({ playing: z.number().int(), loading: z.number().int(), starter });
export type ModelStatus = z.infer<typeof modelStatus>;

/** A contestant as everybody may see it, apart from any battle. */
export const publicContestant = z.object({
  id: z.string(),
  name: z.string(),
  organization: z.string().nullable(),
  kind: z.enum(["base", "instruct"]),
  isPocketModel: z.boolean(),
  quantization: z.string().nullable(),
  license: z.object({ name: z.string(), url: z.string() }).nullable(),
  bytes: z.number().int(),
  state: z.enum(["unloaded", "starting", "ready", "restarting", "failed", "closed"]),
});
export type PublicContestant = z.infer<typeof publicContestant>;
