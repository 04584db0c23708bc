import { timingSafeEqual } from "node:crypto";
import { getConnInfo } from "@hono/node-server/conninfo";
import { type Context, Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { cors } from "hono/cors";
import type { Engine, Limits } from "../engine/engine.ts";
import { InferenceError } from "../engine/errors.ts";
import type { Caller } from "./caller.ts";
import { chatChunks, chatCompletion } from "./chat.ts";
import { completion, completionCall, completionChunks } from "./completions.ts";
import { embeddings } from "./embeddings.ts";
import { eventStream, type StreamItem } from "./event-stream.ts";
import { createMetrics } from "./metrics.ts";
import { addModelRoutes, modelNamed } from "./model-routes.ts";
import { refuseForeignPages } from "./origins.ts";
import { problemOf, respondWith } from "./problem.ts";
import {
  applyTemplateRequest,
  chatCall,
  chatRequest,
  completionRequest,
  conversationIn,
  detokenizeRequest,
  embeddingRequest,
  tokenizeRequest,
} from "./requests/index.ts";

const BODY_MAX_BYTES = 32 * 1024 * 1024;

/** Time limits of the server for each request. */
export type ServerLimits = Pick<Limits, "timeoutMs" | "queueTimeoutMs" | "firstTokenTimeoutMs" | "betweenTokensTimeoutMs">;

/** How a server is to behave. */
export interface ServerOptions {
  /** Without any, everybody may ask. */
  readonly apiKeys?: readonly string[];
  /** Origins of web pages that may ask; none by default. */
  readonly corsOrigins?: readonly string[];
  /** Names of hosts under which the server may be asked for without a key, besides addresses and local names. */
  readonly allowedHosts?: readonly string[];
  /** Told by `GET /version`. */
  readonly version?: string;
  readonly limits: ServerLimits;
  /** Told of errors that nobody expected, and of what callers are not told of others. */
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
  const { limits, log } = options;
  const metrics = createMetrics(engine);
  const keys = (options.apiKeys ?? []).map((key) => Buffer.from(key));
  const { corsOrigins = [], allowedHosts = [] } = options;

  app.onError((error, context) => respondWith(context, error, log));
  app.notFound((context) =>
    context.json(
      {
        error: {
          message: `There is no ${context.req.method} ${context.req.path}.`,
          type: "invalid_request_error",
          code: "not-found",
          param: null,
        },
      },
      404,
    ),
  );
  app.use(async (context, next) => {
    const begun = performance.now();
    await next();
    const route = context.req.routePath;
    metrics.requests.inc({ route, status: context.res.status });
    metrics.seconds.observe({ route }, (performance.now() - begun) / 1000);
  });
  app.use(refuseForeignPages({ corsOrigins, allowedHosts, hasKeys: keys.length > 0 }));
  if (corsOrigins.length > 0) app.use(cors({ origin: corsOrigins.includes("*") ? "*" : [...corsOrigins] }));
  app.use(
    bodyLimit({
      maxSize: BODY_MAX_BYTES,
      onError: (context) =>
        respondWith(context, new InferenceError("bad-request", `The body is longer than ${BODY_MAX_BYTES} bytes.`), log),
    }),
  );

  app.get("/health", (context) => {
    const states = Object.fromEntries(engine.states());
    const all = Object.values(states);
    const status = all.every((state) => state === "ready") ? "ok" : all.some((state) => state === "ready") ? "degraded" : "not-ready";
    return context.json({ status, models: states }, status === "not-ready" ? 503 : 200);
  });

  app.use(async (context, next) => {
    if (keys.length === 0) return next();
    const given = Buffer.from(/^Bearer (.+)$/u.exec(context.req.header("Authorization") ?? "")?.[1] ?? "");
    if (keys.some((key) => key.length === given.length && timingSafeEqual(key, given))) return next();
    const message = given.length === 0 ? "An API key is needed: Authorization: Bearer <key>." : "This API key is not known.";
    return context.json({ error: { message, type: "invalid_request_error", code: "invalid_api_key", param: null } }, 401);
  });

  /** The body as an object, and who asks. */
  async function read<Body>(
    context: Context,
    schema: { parse(value: unknown): Body },
  ): Promise<{ body: Body; caller: Caller; abort: AbortController }> {
    const body = schema.parse(await context.req.json());
    const abort = new AbortController();
    const signal = AbortSignal.any([context.req.raw.signal, abort.signal]);
    const named = (body as { user?: string | null }).user;
    return { body, abort, caller: { user: named ?? context.req.header("Authorization") ?? addressOf(context), signal } };
  }

  const stream = (items: AsyncGenerator<StreamItem>, abort: AbortController, form: string | null) =>
    eventStream(
      items,
      (error) => problemOf(error, log, form).problem,
      () => abort.abort(),
    );

  addModelRoutes(app, engine, options.version ?? "unknown");
  for (const prefix of ["/v1", ""]) {
    app.post(`${prefix}/chat/completions`, async (context) => {
      const { body, caller, abort } = await read(context, chatRequest);
      const call = chatCall(body, { ...limits, ...caller });
      const task = { engine, model: modelNamed(engine, body.model), body, ...call };
      if (body.stream) return answer(context, call.form, () => stream(chatChunks(task), abort, call.form));
      return answer(context, call.form, async () => context.json(await chatCompletion(task)));
    });
    app.post(`${prefix}/completions`, async (context) => {
      const { body, caller, abort } = await read(context, completionRequest);
      const call = completionCall(body);
      const task = { engine, model: modelNamed(engine, body.model), body, ...call, limits: { ...limits, ...caller } };
      if (body.stream) return answer(context, call.form, () => stream(completionChunks(task), abort, call.form));
      return answer(context, call.form, async () => context.json(await completion(task)));
    });
    app.post(`${prefix}/embeddings`, async (context) => {
      const { body } = await read(context, embeddingRequest);
      return context.json(await embeddings(engine, modelNamed(engine, body.model), body));
    });
  }

  /** What is wrong with the form of an answer is told by the field that asked for it. */
  async function answer(context: Context, form: string | null, work: () => Promise<Response>): Promise<Response> {
    try {
      return await work();
    } catch (error) {
      return respondWith(context, error, log, form);
    }
  }

  app.post("/tokenize", async (context) => {
    const { body } = await read(context, tokenizeRequest);
    const model = modelNamed(engine, body.model);
    const isContent = "content" in body;
    const text = isContent ? body.content : "prompt" in body ? body.prompt : conversationIn(body);
    const how = isContent
      ? { special: body.parse_special ?? true, bos: body.add_special ?? false }
      : { special: true, bos: body.add_special_tokens ?? true };
    const tokens = await engine.tokenize(model, text, how);
    return context.json({ tokens, count: tokens.length, max_model_len: (await engine.info(model)).contextTokens });
  });
  app.post("/detokenize", async (context) => {
    const { body } = await read(context, detokenizeRequest);
    const text = await engine.detokenize(modelNamed(engine, body.model), body.tokens);
    return context.json({ prompt: text, content: text });
  });
  app.post("/apply-template", async (context) => {
    const { body } = await read(context, applyTemplateRequest);
    if (!engine.promptText) throw new InferenceError("unsupported", "This engine does not tell what its prompts are.");
    return context.json({ prompt: await engine.promptText(modelNamed(engine, body.model), conversationIn(body)) });
  });

  app.get("/slots", (context) => context.json([...engine.stats()].map(([model, stats]) => ({ model, ...stats }))));
  app.get("/metrics", async (context) =>
    context.text(await metrics.registry.metrics(), 200, { "Content-Type": metrics.registry.contentType }),
  );
  return app;
}

/** Where there is no socket, as in tests, all callers are one. */
function addressOf(context: Context): string {
  try {
    return getConnInfo(context).remote.address ?? "";
  } catch {
    return "";
  }
}
