import type { z } from "zod";
import { problem } from "@/domain/problem";

/** A request that failed: `code` is the server's, or `network` when no response came. */
export class RequestError extends Error {
  readonly code: string;

  constructor(code: string, options?: ErrorOptions) {
    super(`The request failed: ${code}.`, options);
    this.name = "RequestError";
    this.code = code;
  }
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
  throw new RequestError(body.success ? body.data.error.code : "internal-error");
}

/** The body of a response, checked. @throws RequestError `network` where the body is cut or does not fit. */
export async function readJson<Schema extends z.ZodType>(response: Response, schema: Schema): Promise<z.output<Schema>> {
  try {
    return schema.parse(await response.json());
  } catch (cause) {
    throw new RequestError("network", { cause });
  }
}
