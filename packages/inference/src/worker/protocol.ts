import type { PromptFormat } from "@llmlist/catalog";
import type { GenerateRequest, GenerationEvent } from "../engine.ts";
import type { InferenceErrorCode } from "../errors.ts";

/** What a worker is told at its start, as JSON in its first argument. */
export interface WorkerSettings {
  readonly path: string;
  readonly promptFormat: PromptFormat;
  readonly sequences: number;
  readonly contextTokens: number;
  readonly threads: number;
}

export type WorkerRequest = Omit<GenerateRequest, "signal" | "timeoutMs">;

export type ToWorker =
  | { readonly type: "generate"; readonly id: number; readonly request: WorkerRequest }
  | { readonly type: "abort"; readonly id: number };

export type FromWorker =
  | { readonly type: "ready" }
  | { readonly type: "load-failed"; readonly message: string }
  | { readonly type: "event"; readonly id: number; readonly event: GenerationEvent }
  | { readonly type: "error"; readonly id: number; readonly code: InferenceErrorCode; readonly message: string };
