import type { WorkerState } from "@llmlist/inference";
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
export interface PublicContestant {
  readonly id: string;
  readonly name: string;
  readonly organization: string | null;
  readonly kind: "base" | "instruct";
  readonly isPocketModel: boolean;
  readonly quantization: string | null;
  readonly license: { readonly name: string; readonly url: string } | null;
  readonly bytes: number;
  readonly state: WorkerState;
}
