export type ModelFileErrorCode =
  | "no-mirror"
  | "bundled"
  | "not-a-model"
  | "not-found"
  | "name-taken"
  | "broken-manifest"
  | "disk-full"
  | "unwritable";

const marker = Symbol.for("llmlist.inference.model-file-error");

/** A model file could not be had, added or found. The message is for the person at the terminal. */
export class ModelFileError extends Error {
  readonly [marker] = true;
  readonly code: ModelFileErrorCode;

  constructor(code: ModelFileErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "ModelFileError";
    this.code = code;
  }

  /** Works across copies of the package, where `instanceof` does not. */
  static isInstance(error: unknown): error is ModelFileError {
    return error instanceof Error && marker in error;
  }
}
