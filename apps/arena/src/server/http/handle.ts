import { randomUUID } from "node:crypto";
import type { z } from "zod";
import { addressKeyOf } from "../limits/client-key";
import type { LimitRequests } from "../limits/request-limits";
import { logError } from "../log";
import { ADDRESS_HEADER } from "./client-address.mjs";
import { ArenaError, type ProblemCode, problemResponse } from "./problem";
import { readBody } from "./read-body";
import type { Route, RouteInput } from "./route";
import { createSession, readSession } from "./session";

/** What every request needs of the running arena. */
interface RequestContext {
  readonly sessionSecret: string;
  readonly limitRequests: LimitRequests;
}

interface NextContext {
  readonly params: Promise<Record<string, string>>;
}

/** Browsers send `Origin` with every request that writes; programs send none and carry no ambient cookie. */
function refuseForeignOrigin(request: Request): void {
  const origin = request.headers.get("origin");
  if (origin === null) return;
  const host = request.headers.get("x-forwarded-host") ?? request.headers.get("host");
  if (!URL.canParse(origin) || new URL(origin).host !== host) {
    throw new ArenaError("foreign-origin", "This request comes from a page of another site.");
  }
}

function check<Schema extends z.ZodType>(schema: Schema, value: unknown, code: ProblemCode): z.output<Schema> {
  const parsed = schema.safeParse(value);
  if (!parsed.success) throw new ArenaError(code, parsed.error.issues[0]?.message ?? "The request does not fit.");
  return parsed.data;
}

/**
 * The one way to write a route. The request is checked against its definition, and its session is read or created; expected failures
 * become problem bodies, others are logged under the request's id. A service returns JSON data, or a response of its own.
 */
export function createHandle<Context extends RequestContext>(open: () => Promise<Context>) {
  async function answer<R extends Route>(route: R, service: Service<R, Context>, request: Request, params: Record<string, string>) {
    if (request.method !== "GET") refuseForeignOrigin(request);
    const code = route.invalid ?? "bad-request";
    const query = Object.fromEntries(new URL(request.url).searchParams);
    const checked = {
      params: route.params && check(route.params, params, "bad-request"),
      query: route.query && check(route.query, query, code),
      body: route.body && (await readBody(request, route.body, code)),
    };
    const context = await open();
    const known = route.session === "none" ? null : await readSession(request, context.sessionSecret);
    const created = route.session === "create" && known === null ? await createSession(request, context.sessionSecret) : null;
    const sessionId = route.session === "none" ? undefined : (known ?? created?.sessionId ?? null);
    const addressKey = addressKeyOf(request.headers.get(ADDRESS_HEADER) ?? "unknown", context.sessionSecret);
    // Without a session there is nothing that the request could do, and the service says so.
    if (route.limit && sessionId) await context.limitRequests(route.limit, { sessionId, addressKey });
    const result = await service({ ...checked, sessionId, addressKey, request } as RouteInput<R>, context);
    const response = result instanceof Response ? result : Response.json(result);
    if (!response.headers.has("cache-control")) response.headers.set("cache-control", "no-store");
    if (created) response.headers.append("set-cookie", created.setCookie);
    if (request.method !== "HEAD") return response;
    // Next serves HEAD with the route of GET and never reads its body, so a stream would go on for ever.
    await response.body?.cancel();
    return new Response(null, response);
  }

  return <R extends Route>(route: R, service: Service<R, Context>) =>
    async (request: Request, { params }: NextContext): Promise<Response> => {
      const requestId = randomUUID();
      try {
        return await answer(route, service, request, await params);
      } catch (error) {
        if (error instanceof ArenaError) return problemResponse(error, requestId);
        logError(`${route.method} ${route.path} (${requestId})`, error);
        const problem = new ArenaError("internal-error", "Something went wrong on our side; nothing was lost.");
        return problemResponse(problem, requestId);
      }
    };
}

type Service<R extends Route, Context> = (input: RouteInput<R>, context: Context) => unknown;
