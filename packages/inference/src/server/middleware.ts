import { timingSafeEqual } from "node:crypto";
import type { Hono, MiddlewareHandler } from "hono";
import { bodyLimit } from "hono/body-limit";
import { cors } from "hono/cors";
import { InferenceError } from "../engine/errors.ts";
import type { Metrics } from "./metrics.ts";
import { type OriginOptions, refuseForeignPages } from "./origins.ts";
import { respondWith } from "./problem.ts";

const BODY_MAX_BYTES = 32 * 1024 * 1024;

/** What every request passes: answers to errors, metrics, checks of who may ask from a browser, the limit of a body. */
export function addMiddleware(app: Hono, options: OriginOptions, metrics: Metrics, log: (error: unknown) => void): void {
  const { corsOrigins } = options;
  app.onError((error, context) => respondWith(context, error, log));
  app.notFound((context) => {
    const message = `There is no ${context.req.method} ${context.req.path}.`;
    return context.json({ error: { message, type: "invalid_request_error", code: "not-found", param: null } }, 404);
  });
  app.use(async (context, next) => {
    const begun = performance.now();
    await next();
    const route = context.req.routePath;
    metrics.requests.inc({ route, status: context.res.status });
    metrics.seconds.observe({ route }, (performance.now() - begun) / 1000);
  });
  app.use(refuseForeignPages(options));
  if (corsOrigins.length > 0) app.use(cors({ origin: corsOrigins.includes("*") ? "*" : [...corsOrigins] }));
  app.use(
    bodyLimit({
      maxSize: BODY_MAX_BYTES,
      onError: (context) =>
        respondWith(context, new InferenceError("bad-request", `The body is longer than ${BODY_MAX_BYTES} bytes.`), log),
    }),
  );
}

/** Refuses requests without one of these keys; with an empty list, authentication is off. */
export function requireKey(keys: readonly Buffer[]): MiddlewareHandler {
  return async (context, next) => {
    if (keys.length === 0) return next();
    const given = Buffer.from(/^Bearer (.+)$/u.exec(context.req.header("Authorization") ?? "")?.[1] ?? "");
    if (keys.some((key) => key.length === given.length && timingSafeEqual(key, given))) return next();
    const message = given.length === 0 ? "An API key is needed: Authorization: Bearer <key>." : "This API key is not known.";
    return context.json({ error: { message, type: "invalid_request_error", code: "invalid_api_key", param: null } }, 401);
  };
}
