import { randomUUID } from "node:crypto";
import { type Admission, unlimitedTicket } from "../limits/admission";
import { addressKeyOf } from "../limits/client-key";
import type { LimitRequests } from "../limits/request-limits";
import type { Database } from "../db/database";
import { inTime } from "../db/database-answers";
import type { DatabaseFailure } from "../db/database-failure";
import { noteDatabaseFailure } from "../db/database-health";
import { logError } from "../log";
import { check } from "./check";
import { ADDRESS_HEADER } from "./client-address.mjs";
import { isForeign } from "./origin";
import { ArenaError, problemResponse } from "./problem";
import { readBody } from "./read-body";
import type { Route, RouteInput } from "./route";
import { cookieOf, findSession, newSessionId } from "./session";

/** What every request needs of the running arena. */
interface RequestContext {
  readonly db: Pick<Database, "execute">;
  readonly sessionSecret: string;
  readonly limitRequests: LimitRequests;
  readonly admission: Admission;
}

interface NextContext {
  readonly params: Promise<Record<string, string>>;
}

const failures: Readonly<Record<DatabaseFailure, string>> = {
  away: "The database does not answer; try again in a few seconds.",
  full: "The disk of the database is full, so nothing was stored; try again later.",
};

async function leave(late: unknown): Promise<void> {
  if (late instanceof Response) await late.body?.cancel();
}

/** What a service answers, or an error within seconds where the database is away. A response that comes too late is read by nobody. */
async function answered(db: RequestContext["db"], result: unknown): Promise<unknown> {
  const work = Promise.resolve(result);
  try {
    return await inTime(db, work);
  } catch (error) {
    work.then(leave, () => {});
    throw error;
  }
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
    const query = Object.fromEntries(new URL(request.url).searchParams);
    const checked = {
      params: route.params && check(route.params, params),
      query: route.query && check(route.query, query, route.invalid),
      body: route.body && (await readBody(request, route.body, route.invalid)),
    };
    const context = await open();
    const known = route.session === "none" ? null : await findSession(request.headers, context.sessionSecret);
    const session = known ?? (route.session === "create" ? { sessionId: newSessionId(), isOld: true } : null);
    const sessionId = route.session === "none" ? undefined : (session?.sessionId ?? null);
    const addressKey = addressKeyOf(request.headers.get(ADDRESS_HEADER) ?? "unknown", context.sessionSecret);
    // Its entry in the queue first: it costs no work of the database.
    const ticket = route.queues ? context.admission.enter(addressKey) : unlimitedTicket;
    let result: unknown;
    try {
      // Without a session there is nothing that the request could do, and the service says so.
      if (route.limit && sessionId) await answered(context.db, context.limitRequests(route.limit, { sessionId, addressKey }));
      result = await answered(context.db, service({ ...checked, sessionId, addressKey, ticket, request } as RouteInput<R>, context));
    } catch (error) {
      ticket.leave();
      throw error;
    }
    const response = result instanceof Response ? result : Response.json(result);
    if (!response.headers.has("cache-control")) response.headers.set("cache-control", "no-store");
    if (session?.isOld) response.headers.append("set-cookie", await cookieOf(session.sessionId, request, context.sessionSecret));
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
        if (ArenaError.isInstance(error)) return problemResponse(error, requestId);
        const failure = noteDatabaseFailure(error);
        logError(failure === null ? `${route.method} ${route.path}` : "the database", error, requestId);
        if (failure !== null) return problemResponse(new ArenaError("unavailable", failures[failure]), requestId);
        return problemResponse(new ArenaError("internal-error", "Something went wrong on our side; nothing was lost."), requestId);
      }
    };
}

type Service<R extends Route, Context> = (input: RouteInput<R>, context: Context) => unknown;
