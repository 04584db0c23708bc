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

/** Fields of requests for what engines call otherwise. */
const fieldOf: Readonly<Record<string, string>> = {
  json: "response_format.json_schema.schema",
  logitBias: "logit_bias",
  maxTokens: "max_tokens",
  templateVariables: "chat_template_kwargs",
  toolChoice: "tool_choice",
};

/** An engine's name for a part of a request, as its caller knows it: `tools.0.parameters.x` is `tools.0.function.parameters.x`. */
function paramOf(param: string | null, form: string | null): string | null {
  if (param === null) return null;
  const [first = "", ...rest] = param.split(".");
  if (first === "tools" && rest.length > 1) return ["tools", rest[0], "function", ...rest.slice(1)].join(".");
  if (first === "templateVariables" && rest[0] === "reasoning_effort") return "reasoning_effort";
  const field = (first === "json" || first === "grammar") && form !== null ? form : (fieldOf[first] ?? first);
  return [field, ...rest].join(".");
}

/** What failed inside is the operator's to know: it may hold what other callers wrote. */
const INTERNAL: Partial<Readonly<Record<InferenceErrorCode, string>>> = {
  "worker-crashed": "The model's process ended before the answer did. It is started again; try again in a moment.",
  "load-failed": "The model could not be loaded. Its operator can see why.",
};

/** The deepest issue of the alternative that fits best: a union alone says only that nothing fits. */
function issueOf(error: z.ZodError): { path: string; message: string } {
  const [issue] = error.issues;
  if (issue === undefined) return { path: "", message: "is not as it must be" };
  if (issue.code === "unrecognized_keys") {
    const [key = ""] = issue.keys;
    return { path: [...issue.path, key].join("."), message: "is unknown to this server" };
  }
  if (issue.code === "invalid_union" && issue.errors.length > 0) {
    const best = issue.errors
      .flatMap((issues) => issues.slice(0, 1))
      .toSorted(
        (left, right) =>
          right.path.length - left.path.length || Number(right.code === "unrecognized_keys") - Number(left.code === "unrecognized_keys"),
      )[0];
    if (best && (best.path.length > 0 || best.code === "unrecognized_keys")) {
      const inner = issueOf(new z.ZodError([best]));
      return { ...inner, path: [...issue.path.map(String), ...inner.path.split(".").filter((name) => name !== "")].join(".") };
    }
  }
  return { path: issue.path.join("."), message: issue.message };
}

/**
 * An error in OpenAI's shape, and its status. An unexpected error is logged, and the response does not quote it; internal details are logged too.
 *
 * @param form The field of the request that holds its answer to a form.
 */
export function problemOf(
  error: unknown,
  log: (error: unknown) => void,
  form: string | null = null,
): { status: ContentfulStatusCode; problem: Problem } {
  if (error instanceof z.ZodError) {
    const { path, message } = issueOf(error);
    const text = `${path || "The request"}: ${message}`;
    return { status: 400, problem: { error: { message: text, type: "invalid_request_error", code: "bad-request", param: path || null } } };
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
    const hidden = INTERNAL[error.code];
    return { status, problem: { error: { message: hidden ?? error.message, type, code, param: paramOf(error.param, form) } } };
  }
  log(error);
  return { status: 500, problem: { error: { message: "The server failed.", type: "server_error", code: "internal", param: null } } };
}

/** Answers with an error. */
export function respondWith(context: Context, error: unknown, log: (error: unknown) => void, form: string | null = null): Response {
  const { status, problem } = problemOf(error, log, form);
  const wait = InferenceError.isInstance(error) ? error.retryAfterMs : null;
  return context.json(problem, status, wait === null ? {} : { "Retry-After": `${Math.max(1, Math.ceil(wait / 1000))}` });
}
