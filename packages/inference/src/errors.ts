export type InferenceErrorCode =
  | "unknown-model"
  | "load-failed"
  | "worker-crashed"
  | "timeout"
  | "prompt-too-long"
  | "queue-full"
  | "closed"
  | "bad-request";

const marker = Symbol.for("llmlist.inference.error");

/** Every expected failure of this package. `code` is stable; `message` says what to do. */
export class InferenceError extends Error {
  readonly [marker] = true;
  readonly code: InferenceErrorCode;

  constructor(code: InferenceErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "InferenceError";
    this.code = code;
  }

  /** Works across copies of the package, where `instanceof` does not. */
  static isInstance(error: unknown): error is InferenceError {
    return error instanceof Error && marker in error;
  }
}
