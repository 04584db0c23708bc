const statusOf = {
  "bad-request": 400,
  "invalid-prompt": 400,
  "invalid-vote": 400,
  "foreign-origin": 403,
  "battle-not-found": 404,
  "battle-exists": 409,
  "battle-running": 409,
  "already-voted": 409,
  "not-ready": 503,
  "internal-error": 500,
} as const;

export type ProblemCode = keyof typeof statusOf;

/** An expected failure of a request. The code is stable and translated by the client; the message is for programmers. */
export class ArenaError extends Error {
  readonly code: ProblemCode;

  constructor(code: ProblemCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "ArenaError";
    this.code = code;
  }
}

/** The one shape of every error body. */
export function problemResponse(code: ProblemCode, message: string): Response {
  const headers: Record<string, string> = { "cache-control": "no-store" };
  if (code === "not-ready") headers["retry-after"] = "5";
  return Response.json({ error: { code, message } }, { status: statusOf[code], headers });
}
