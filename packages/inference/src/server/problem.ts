import type { Context } from "hono";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import { z } from "zod";
import { InferenceError, type InferenceErrorCode } from "../engine/errors.ts";

const statuses: Readonly<Record<InferenceErrorCode, ContentfulStatusCode>> = {
  "bad-request": 400,
  "prompt-too-long": 400,
  unsupported: 400,
  "unknown-model": 404,
  "queue-full": 429,
  "worker-crashed": 503,
  "load-failed": 503,
  "insufficient-memory": 503,
  closed: 503,
  "remote-failed": 502,
  timeout: 504,
};

/** As OpenAI's clients read it. */
export interface Problem {
  readonly error: { readonly message: string; readonly type: string; readonly code: string; readonly param: string | null };
}

/** An error in OpenAI's shape, and its status. An error that nobody expected says only that, and is logged. */
export function problemOf(error: unknown, log: (error: unknown) => void): { status: ContentfulStatusCode; problem: Problem } {
  if (error instanceof z.ZodError) {
    const [issue] = error.issues;
    const param = issue?.path.join(".") ?? null;
    const message = `${param || "The request"}: ${issue?.message ?? "is not as it must be"}`;
    return { status: 400, problem: { error: { message, type: "invalid_request_error", code: "bad-request", param } } };
  }
  if (error instanceof SyntaxError)
    return {
      status: 400,
      problem: { error: { message: "The body is no JSON.", type: "invalid_request_error", code: "bad-request", param: null } },
    };
  if (InferenceError.isInstance(error)) {
    const status = statuses[error.code];
    const type = status < 500 ? "invalid_request_error" : "server_error";
    const code = error.code === "prompt-too-long" ? "context_length_exceeded" : error.code;
    return { status, problem: { error: { message: error.message, type, code, param: null } } };
  }
  log(error);
  return { status: 500, problem: { error: { message: "The server failed.", type: "server_error", code: "internal", param: null } } };
}

/** Answers with an error. */
export function respondWith(context: Context, error: unknown, log: (error: unknown) => void): Response {
  const { status, problem } = problemOf(error, log);
  const wait = InferenceError.isInstance(error) ? error.retryAfterMs : null;
  return context.json(problem, status, wait === null ? {} : { "Retry-After": `${Math.max(1, Math.ceil(wait / 1000))}` });
}
