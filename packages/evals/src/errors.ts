export type EvalErrorCode =
  /** An option or a file is wrong. */
  | "bad-input"
  /** The rows of a data set are missing, changed or not of their form. */
  | "bad-data"
  /** The model, or its server, cannot give what a benchmark needs. */
  | "unfit-model"
  /** The model's engine failed while the benchmark ran. */
  | "engine-failed"
  | "disk-full";

const marker = Symbol.for("llmlist.evals.error");

/** Every expected failure of this package. `code` is stable; `message` says what was wrong and what to do. */
export class EvalError extends Error {
  readonly [marker] = true;
  readonly code: EvalErrorCode;

  constructor(code: EvalErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "EvalError";
    this.code = code;
  }

  /** Works across copies of the package, where `instanceof` does not. */
  static isInstance(error: unknown): error is EvalError {
    return error instanceof Error && marker in error;
  }
}
