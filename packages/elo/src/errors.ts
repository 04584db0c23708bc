export type EloErrorCode = "bad-input" | "no-maximum" | "not-converged";

const marker = Symbol.for("llmlist.elo.error");

/**
 * Every expected failure of this package. `code` is stable; `message` names the row or the models.
 *
 * @example
 * ```ts
 * try {
 *   rateModels(counts);
 * } catch (error) {
 *   if (EloError.isInstance(error) && error.code === "no-maximum") console.log(error.message); // "... llama never lost ..."
 *   else throw error;
 * }
 * ```
 */
export class EloError extends Error {
  readonly [marker] = true;
  readonly code: EloErrorCode;

  constructor(code: EloErrorCode, message: string) {
    super(message);
    this.name = "EloError";
    this.code = code;
  }

  /** Works across copies of the package, where `instanceof` does not. */
  static isInstance(error: unknown): error is EloError {
    return error instanceof Error && marker in error;
  }
}
