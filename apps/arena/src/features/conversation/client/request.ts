import type { z } from "zod";
import { problem } from "@/domain/problem";

interface RequestErrorOptions extends ErrorOptions {
  readonly retryAt?: number | null;
  readonly challenge?: unknown;
}

/** A request that failed: `code` is the server's, or `network` when no response came. */
export class RequestError extends Error {
  readonly code: string;
  /** When the server wants the next try, in milliseconds since 1970; null where it says nothing of it. */
  readonly retryAt: number | null;
  /** What the server wants solved first, with the code `challenge-required`. */
  readonly challenge: unknown;

  constructor(code: string, { retryAt = null, challenge, ...options }: RequestErrorOptions = {}) {
    super(`The request failed: ${code}.`, options);
    this.name = "RequestError";
    this.code = code;
    this.retryAt = retryAt;
    this.challenge = challenge;
  }
}

/** What a page says of a failed request. */
export interface Failure {
  readonly problem: string;
  readonly retryAt: number | null;
}

/** @throws what is no failed request. */
export function failureOf(error: unknown): Failure {
  if (error instanceof RequestError) return { problem: error.code, retryAt: error.retryAt };
  throw error;
}

/** The code of a failed request. @throws what is no failed request. */
export function problemCodeOf(error: unknown): string {
  if (error instanceof RequestError) return error.code;
  throw error;
}

/** A server says at once that it has a request; a connection without that is dead, though nobody closed it. */
const HEAD_WITHIN_MS = 30_000;

/** As `fetch`, but fails where the head of the response does not come in time; its body may take as long as it likes. */
async function fetchInTime(path: string, init: RequestInit): Promise<Response> {
  const abort = new AbortController();
  const leave = () => abort.abort();
  const timer = setTimeout(leave, HEAD_WITHIN_MS);
  if (init.signal?.aborted) leave();
  init.signal?.addEventListener("abort", leave, { once: true });
  return fetch(path, { ...init, signal: abort.signal }).finally(() => clearTimeout(timer));
}

/** What a status means where something between page and server answered, without the body of a problem. */
const codeOfStatus: Readonly<Record<number, string>> = {
  413: "body-too-large",
  429: "too-many-requests",
  502: "unavailable",
  503: "unavailable",
  504: "unavailable",
};

/** @throws RequestError where no response comes, or a problem. */
export async function send(path: string, init: RequestInit = {}): Promise<Response> {
  let response: Response;
  try {
    response = await fetchInTime(path, { ...init, headers: { "content-type": "application/json", ...init.headers } });
  } catch (cause) {
    throw new RequestError("network", { cause });
  }
  if (response.ok) return response;
  const body = problem.safeParse(await response.json().catch(() => null));
  const retryAfterS = Number(response.headers.get("retry-after"));
  const retryAt = retryAfterS > 0 ? Date.now() + 1000 * retryAfterS : null;
  if (!body.success) throw new RequestError(codeOfStatus[response.status] ?? "internal-error", { retryAt });
  const { code, challenge } = body.data.error;
  throw new RequestError(code, { retryAt, challenge });
}

/** The body of a response, checked. @throws RequestError `network` where the body is cut or does not fit. */
export async function readJson<Schema extends z.ZodType>(response: Response, schema: Schema): Promise<z.output<Schema>> {
  try {
    return schema.parse(await response.json());
  } catch (cause) {
    throw new RequestError("network", { cause });
  }
}
