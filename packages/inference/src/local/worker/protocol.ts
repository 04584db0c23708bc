import type { PromptFormat } from "../../models/prompt-format.ts";
import type { DeviceSettings } from "../device-settings.ts";
import type { Continuation, Conversation, GenerationEvent, ModelInfo, Sampling, ScoredText, TokenizeOptions } from "../../engine/engine.ts";
import type { InferenceErrorCode } from "../../engine/errors.ts";

/** What a worker is told at its start, as JSON in its first argument. */
export interface WorkerSettings extends DeviceSettings {
  readonly path: string;
  /** Null: the model only continues text, and conversations are refused. */
  readonly promptFormat: PromptFormat | null;
  readonly sequences: number;
  readonly contextTokens: number;
  /** Left out: measured at start, up to the cores there are. */
  readonly threads?: number;
}

/** What a worker does for a caller; each gets its own answer. */
export type WorkerTask =
  | { readonly type: "generate"; readonly request: (Conversation | Continuation) & Sampling }
  | { readonly type: "score"; readonly prompt: string | readonly number[]; readonly from: number; readonly top: number }
  | { readonly type: "tokenize"; readonly text: string | Conversation; readonly options: TokenizeOptions }
  | { readonly type: "detokenize"; readonly tokens: readonly number[] }
  | { readonly type: "render"; readonly conversation: Conversation }
  | { readonly type: "embed"; readonly texts: readonly (string | readonly number[])[] };

/** What a task other than `generate` ends with. */
export type WorkerResult = ScoredText | readonly number[] | string | readonly (readonly number[])[];

export type ToWorker =
  | { readonly type: "begin"; readonly id: number; readonly task: WorkerTask }
  | { readonly type: "abort"; readonly id: number };

export type FromWorker =
  | {
      readonly type: "ready";
      readonly info: ModelInfo;
      readonly templateSha256: string | null;
      readonly residentBytes: number;
      /** What all conversations together may still take, once they are full. */
      readonly conversationBytes: number;
    }
  | { readonly type: "load-failed"; readonly code: InferenceErrorCode; readonly message: string }
  | { readonly type: "heartbeat"; readonly residentBytes: number }
  | { readonly type: "event"; readonly id: number; readonly event: GenerationEvent }
  | { readonly type: "result"; readonly id: number; readonly value: WorkerResult }
  | {
      readonly type: "error";
      readonly id: number;
      readonly code: InferenceErrorCode;
      readonly message: string;
      readonly param: string | null;
    };
