/** One message of a conversation. */
export interface Message {
  readonly role: "user" | "assistant";
  readonly content: string;
}

/** Everything that decides an answer. Nothing is defaulted silently: the caller states each value. */
export interface GenerateRequest {
  readonly messages: readonly Message[];
  /** Sent as the system message; the empty string sends none. A transcript format has its own introduction instead. */
  readonly systemPrompt: string;
  readonly maxTokens: number;
  readonly temperature: number;
  readonly topP: number;
  readonly topK: number;
  readonly seed: number;
  /** Milliseconds from the call to the last token. */
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
}

export type GenerationEvent =
  | { readonly type: "text-delta"; readonly text: string }
  | {
      readonly type: "generation-end";
      readonly reason: "stop" | "length" | "aborted";
      readonly promptTokens: number;
      readonly outputTokens: number;
      /** Milliseconds from the call. */
      readonly firstTokenMs: number | null;
      readonly totalMs: number;
    };

export type WorkerState = "starting" | "ready" | "restarting" | "failed" | "closed";

/** Answers by model id. A failure in mid-answer is thrown as `InferenceError`. */
export interface Engine {
  generate(modelId: string, request: GenerateRequest): AsyncIterable<GenerationEvent>;
  states(): ReadonlyMap<string, WorkerState>;
  /** Resolves when every worker is `ready` or `failed`. */
  settled(): Promise<void>;
  close(): Promise<void>;
}
