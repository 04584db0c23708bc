const statusOf = {
  "bad-request": 400,
  "invalid-prompt": 400,
  "invalid-vote": 400,
  "foreign-origin": 403,
  "battle-not-found": 404,
  "battle-exists": 409,
  "battle-running": 409,
  "already-voted": 409,
  "conversation-full": 409,
  "reasons-closed": 409,
  "body-too-large": 413,
  "not-ready": 503,
  unavailable: 503,
  "internal-error": 500,
} as const;

export type ProblemCode = keyof typeof statusOf;

/** Seconds after which a client may try again, for problems that pass by themselves. */
const retryAfterS: Partial<Record<ProblemCode, number>> = { "not-ready": 5, unavailable: 5 };

/** An expected failure of a request. The code is stable and translated by the client; the message is for programmers. */
export class ArenaError extends Error {
  readonly code: ProblemCode;

  constructor(code: ProblemCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "ArenaError";
    this.code = code;
  }
}

/** The HTTP status of a problem. */
export const problemStatus = (code: ProblemCode): number => statusOf[code];

/** The shape of every error body. The operator's log has the same request id. */
export function problemResponse(code: ProblemCode, message: string, requestId: string): Response {
  const headers: Record<string, string> = { "cache-control": "no-store", "x-request-id": requestId };
  const retryAfter = retryAfterS[code];
  if (retryAfter !== undefined) headers["retry-after"] = String(retryAfter);
  return Response.json({ error: { code, message, requestId } }, { status: statusOf[code], headers });
}
