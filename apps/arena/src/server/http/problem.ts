const statusOf = {
  "bad-request": 400,
  "invalid-prompt": 400,
  "invalid-vote": 400,
  "foreign-origin": 403,
  "challenge-required": 403,
  "battle-not-found": 404,
  "battle-exists": 409,
  "battle-running": 409,
  "already-voted": 409,
  "conversation-full": 409,
  "reasons-closed": 409,
  "body-too-large": 413,
  "too-many-requests": 429,
  "queue-full": 503,
  "not-ready": 503,
  unavailable: 503,
  "internal-error": 500,
} as const;

export type ProblemCode = keyof typeof statusOf;

/** Seconds after which a client may try again, for problems that pass by themselves. */
const defaultRetryAfterS: Partial<Record<ProblemCode, number>> = { "not-ready": 5, unavailable: 5 };

const BRAND = Symbol.for("llmlist.ArenaError");

interface ArenaErrorOptions extends ErrorOptions {
  readonly retryAfterS?: number;
  readonly details?: Readonly<Record<string, unknown>>;
}

/** An expected failure of a request. The code is stable and translated by the client; the message is for programmers. */
export class ArenaError extends Error {
  /** Next loads this module several times, so that `instanceof` knows only the errors of its own copy. */
  static isInstance(error: unknown): error is ArenaError {
    return error instanceof Error && BRAND in error;
  }

  readonly [BRAND] = true;
  readonly code: ProblemCode;
  /** Seconds after which a client may try again; for some codes there is a default. */
  readonly retryAfterS: number | undefined;
  /** What the body of the error has besides code and message. */
  readonly details: Readonly<Record<string, unknown>>;

  constructor(
    code: ProblemCode,
    message: string,
    { retryAfterS = defaultRetryAfterS[code], details = {}, ...options }: ArenaErrorOptions = {},
  ) {
    super(message, options);
    this.name = "ArenaError";
    this.code = code;
    this.retryAfterS = retryAfterS;
    this.details = details;
  }
}

/** The HTTP status of a problem. */
export const problemStatus = (code: ProblemCode): number => statusOf[code];

/** The shape of every error body. The operator's log has the same request id. */
export function problemResponse({ code, message, retryAfterS, details }: ArenaError, requestId: string): Response {
  const headers: Record<string, string> = { "cache-control": "no-store", "x-request-id": requestId };
  if (retryAfterS !== undefined) headers["retry-after"] = String(retryAfterS);
  return Response.json({ error: { ...details, code, message, requestId } }, { status: statusOf[code], headers });
}
