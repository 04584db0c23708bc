import { Hono } from "hono";
import type { Engine } from "../engine/engine.ts";
import { addAnswerRoutes, type ServerLimits } from "./answer-routes.ts";
import { createMetrics } from "./metrics.ts";
import { addMiddleware, requireKey } from "./middleware.ts";
import { addModelRoutes } from "./model-routes.ts";
import { addTokenRoutes } from "./token-routes.ts";

/** How a server is to behave. */
export interface ServerOptions {
  /** The keys that requests may show. Left out or empty: authentication is off. */
  readonly apiKeys?: readonly string[];
  /** Origins of web pages that may send requests; none by default. */
  readonly corsOrigins?: readonly string[];
  /** Names of hosts under which the server answers requests without a key, besides addresses and local names. */
  readonly allowedHosts?: readonly string[];
  /** The answer to `GET /version`. */
  readonly version?: string;
  readonly limits: ServerLimits;
  /** Gets unexpected errors, and the details of errors that responses leave out. */
  readonly log: (error: unknown) => void;
}

/**
 * An OpenAI-compatible server over any engine, as a web-standard application.
 *
 * @example
 * ```ts
 * const app = createServerApp(engine, { limits: { timeoutMs: 600_000 }, log: console.error });
 * const response = await app.request("/v1/models");
 * ```
 */
export function createServerApp(engine: Engine, options: ServerOptions): Hono {
  const app = new Hono();
  const { limits, log, apiKeys = [], corsOrigins = [], allowedHosts = [], version = "unknown" } = options;
  const metrics = createMetrics(engine);
  addMiddleware(app, { corsOrigins, allowedHosts, hasKeys: apiKeys.length > 0 }, metrics, log);
  app.get("/health", (context) => {
    const states = Object.fromEntries(engine.states());
    const all = Object.values(states);
    const status = all.every((state) => state === "ready") ? "ok" : all.some((state) => state === "ready") ? "degraded" : "not-ready";
    return context.json({ status, models: states }, status === "not-ready" ? 503 : 200);
  });
  // Routes above this line need no key.
  app.use(requireKey(apiKeys.map((key) => Buffer.from(key))));
  addModelRoutes(app, engine, version);
  addAnswerRoutes(app, engine, limits, log);
  addTokenRoutes(app, engine);
  app.get("/slots", (context) => context.json([...engine.stats()].map(([model, stats]) => ({ model, ...stats }))));
  app.get("/metrics", async (context) =>
    context.text(await metrics.registry.metrics(), 200, { "Content-Type": metrics.registry.contentType }),
  );
  return app;
}
