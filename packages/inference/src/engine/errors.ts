export type InferenceErrorCode =
  | "unknown-model"
  | "load-failed"
  /** The model, or its conversations, would need more memory than there is. */
  | "insufficient-memory"
  | "worker-crashed"
  | "timeout"
  | "prompt-too-long"
  | "queue-full"
  | "closed"
  | "bad-request"
  /** An endpoint elsewhere answered with an error, or not in its protocol. */
  | "remote-failed"
  /** What was asked for is beyond this engine. */
  | "unsupported";

const marker = Symbol.for("llmlist.inference.error");

/**
 * Every expected failure of this package. `code` is stable. `message` says what to do and may be shown to callers; it never quotes a log, a path or
 * what another server says of itself. That stands in `detail`, for operators.
 */
export class InferenceError extends Error {
  readonly [marker] = true;
  readonly code: InferenceErrorCode;
  /** Where trying again helps: after this many milliseconds. */
  readonly retryAfterMs: number | null;
  /** What is known of the cause, for operators alone. */
  readonly detail: string | null;
  /** Which part of the request is meant, by its name in `GenerateRequest`; a part of a schema by its path. */
  readonly param: string | null;

  constructor(
    code: InferenceErrorCode,
    message: string,
    options?: ErrorOptions & { retryAfterMs?: number; detail?: string | null; param?: string | undefined },
  ) {
    super(message, options);
    this.name = "InferenceError";
    this.code = code;
    this.retryAfterMs = options?.retryAfterMs ?? null;
    this.detail = options?.detail ?? null;
    this.param = options?.param ?? null;
  }

  /** Works across copies of the package, where `instanceof` does not. */
  static isInstance(error: unknown): error is InferenceError {
    return error instanceof Error && marker in error;
  }
}
