import type { z } from "zod";
import { problem } from "@/domain/problem";

/** A request that failed: `code` is the server's, or `network` when no response came. */
export class RequestError extends Error {
  readonly code: string;
  /** When the server wants the next try, in milliseconds since 1970; null where it says nothing of it. */
  readonly retryAt: number | null;

  constructor(code: string, { retryAt = null, ...options }: ErrorOptions & { retryAt?: number | null } = {}) {
    super(`The request failed: ${code}.`, options);
    this.name = "RequestError";
    this.code = code;
    this.retryAt = retryAt;
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

/** @throws RequestError where no response comes, or a problem. */
export async function send(path: string, init: RequestInit = {}): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(path, { ...init, headers: { "content-type": "application/json", ...init.headers } });
  } catch (cause) {
    throw new RequestError("network", { cause });
  }
  if (response.ok) return response;
  const body = problem.safeParse(await response.json().catch(() => null));
  const retryAfterS = Number(response.headers.get("retry-after"));
  const retryAt = retryAfterS > 0 ? Date.now() + 1000 * retryAfterS : null;
  throw new RequestError(body.success ? body.data.error.code : "internal-error", { retryAt });
}

/** The body of a response, checked. @throws RequestError `network` where the body is cut or does not fit. */
export async function readJson<Schema extends z.ZodType>(response: Response, schema: Schema): Promise<z.output<Schema>> {
  try {
    return schema.parse(await response.json());
  } catch (cause) {
    throw new RequestError("network", { cause });
  }
}
