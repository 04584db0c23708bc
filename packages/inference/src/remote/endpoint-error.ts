import { InferenceError, type InferenceErrorCode } from "../engine/errors.ts";

interface EndpointErrorOptions {
  readonly status?: number | null;
  readonly isRetryable?: boolean;
  readonly retryAfterMs?: number;
  /** What the endpoint said, where callers need not know it. */
  readonly detail?: string | null;
}

/** What went wrong between here and an endpoint, with what decides whether to try again. */
export class EndpointError extends InferenceError {
  /** Of HTTP; null where no answer came. */
  readonly status: number | null;
  /** The endpoint has certainly written nothing yet: it did not answer, or said that it cannot now. */
  readonly isRetryable: boolean;

  constructor(
    code: InferenceErrorCode,
    message: string,
    { status = null, isRetryable = false, retryAfterMs, detail = null }: EndpointErrorOptions = {},
  ) {
    // No cause: what lies below may quote the request's headers, and so the key.
    super(code, message, { detail, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) });
    this.status = status;
    this.isRetryable = isRetryable;
  }
}

const EXCERPT_CHARACTERS = 200;
const TOO_LONG = /context[ _](?:length|size|window)|exceed_context_size|too many tokens|prompt is too long/iu;

/** The beginning of what an endpoint sent, on one line. */
export function excerpt(text: string): string {
  const line = text.replaceAll(/\s+/gu, " ").trim();
  return line.length > EXCERPT_CHARACTERS ? `${line.slice(0, EXCERPT_CHARACTERS)}…` : line;
}

/** What an error in OpenAI's form, or one of those near it, says. */
export function messageOf(body: unknown): string {
  if (typeof body === "string") return excerpt(body);
  if (typeof body !== "object" || body === null) return "";
  const { error, message, detail } = body as Record<string, unknown>;
  const said = error ?? message ?? detail;
  if (typeof said === "object" && said !== null && said !== body) return messageOf(said) || excerpt(JSON.stringify(said));
  return typeof said === "string" ? excerpt(said) : "";
}

/** The milliseconds of a Retry-After, which has seconds, or a date by the endpoint's own clock. */
function retryAfterOf(headers: Headers): number | undefined {
  const value = headers.get("retry-after");
  if (value === null) return undefined;
  const milliseconds = /^\d+$/u.test(value) ? Number(value) * 1000 : Date.parse(value) - Date.parse(headers.get("date") ?? "");
  return Number.isFinite(milliseconds) ? Math.max(0, milliseconds) : undefined;
}

/** What a status other than 200 means to the caller. */
export function errorOfStatus(status: number, headers: Headers, body: unknown): EndpointError {
  const retryAfterMs = retryAfterOf(headers);
  const said = messageOf(body);
  const more = said === "" ? "." : `: ${said}`;
  const error = (code: InferenceErrorCode, message: string) =>
    new EndpointError(code, message, { status, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) });
  // What an endpoint says of a wrong key may hold a part of it.
  if (status === 401 || status === 403) return error("remote-failed", `The endpoint does not accept its API key (status ${status}).`);
  if (status === 429) return error("queue-full", `The endpoint takes no more requests now${more}`);
  if (status === 501) return error("unsupported", `The endpoint cannot do this${more}`);
  if ([400, 413, 422].includes(status))
    return TOO_LONG.test(JSON.stringify(body))
      ? error("prompt-too-long", `The endpoint refuses the prompt${more}`)
      : error("bad-request", `The endpoint refuses the request${more}`);
  // What a server says of its own failure is for its operators.
  return new EndpointError("remote-failed", `The endpoint answered with status ${status}.`, {
    status,
    isRetryable: status === 503 && retryAfterMs === undefined,
    detail: said === "" ? null : said,
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  });
}
