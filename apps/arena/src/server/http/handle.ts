import { randomUUID } from "node:crypto";
import type { z } from "zod";
import { logError } from "../log";
import { isForeign } from "./origin";
import { ArenaError, type ProblemCode, problemResponse } from "./problem";
import { readBody } from "./read-body";
import type { Route, RouteInput } from "./route";
import { createSession, readSession } from "./session";

/** What every request needs of the running arena. */
interface RequestContext {
  readonly sessionSecret: string;
}

interface NextContext {
  readonly params: Promise<Record<string, string>>;
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
    if (request.method !== "GET" && isForeign(request.headers)) {
      throw new ArenaError("foreign-origin", "This request comes from a page of another site.");
    }
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
    const result = await service({ ...checked, sessionId, request } as RouteInput<R>, context);
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
        if (error instanceof ArenaError) return problemResponse(error.code, error.message, requestId);
        logError(`${route.method} ${route.path} (${requestId})`, error);
        return problemResponse("internal-error", "Something went wrong on our side; nothing was lost.", requestId);
      }
    };
}

type Service<R extends Route, Context> = (input: RouteInput<R>, context: Context) => unknown;
