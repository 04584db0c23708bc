import type { z } from "zod";
import { logError } from "../log";
import { ArenaError, type ProblemCode, problemResponse } from "./problem";

const BODY_MAX_BYTES = 64 * 1024;

/** Browsers send `Origin` with every request that writes; programs send none and carry no ambient cookie. */
function refuseForeignOrigin(request: Request): void {
  const origin = request.headers.get("origin");
  if (origin === null) return;
  const host = request.headers.get("x-forwarded-host") ?? request.headers.get("host");
  if (!URL.canParse(origin) || new URL(origin).host !== host) {
    throw new ArenaError("foreign-origin", "This request comes from a page of another site.");
  }
}

/** Parses a JSON body against its schema. The code names what was wrong; the message quotes the first issue. */
export async function readBody<Schema extends z.ZodType>(request: Request, schema: Schema, code: ProblemCode): Promise<z.output<Schema>> {
  const bytes = await request.arrayBuffer();
  if (bytes.byteLength > BODY_MAX_BYTES) throw new ArenaError(code, `The body is larger than ${BODY_MAX_BYTES} bytes.`);
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch (cause) {
    throw new ArenaError("bad-request", "The body is not JSON in UTF-8.", { cause });
  }
  const parsed = schema.safeParse(json);
  if (!parsed.success) throw new ArenaError(code, parsed.error.issues[0]?.message ?? "The body does not fit.");
  return parsed.data;
}

/** Wraps a route: foreign origins are refused on writes, expected failures become problem bodies, others are logged. */
export function handle<Context>(route: (request: Request, context: Context) => Promise<Response>) {
  return async (request: Request, context: Context): Promise<Response> => {
    try {
      if (request.method !== "GET") refuseForeignOrigin(request);
      return await route(request, context);
    } catch (error) {
      if (error instanceof ArenaError) return problemResponse(error.code, error.message);
      logError(`${request.method} ${new URL(request.url).pathname}`, error);
      return problemResponse("internal-error", "Something went wrong on our side; nothing was lost.");
    }
  };
}
