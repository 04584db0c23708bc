import { timingSafeEqual } from "node:crypto";
import { getConnInfo } from "@hono/node-server/conninfo";
import { type Context, Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { cors } from "hono/cors";
import type { Engine } from "../engine/engine.ts";
import { InferenceError } from "../engine/errors.ts";
import type { Caller } from "./caller.ts";
import { chatChunks, chatCompletion } from "./chat.ts";
import { completion, completionChunks } from "./completions.ts";
import { eventStream, type StreamItem } from "./event-stream.ts";
import { createMetrics } from "./metrics.ts";
import { problemOf, respondWith } from "./problem.ts";
import {
  chatRequest,
  completionRequest,
  conversationOf,
  detokenizeRequest,
  embeddingRequest,
  type ServerLimits,
  tokenizeRequest,
} from "./requests.ts";

const BODY_MAX_BYTES = 32 * 1024 * 1024;

/** How a server is to behave. */
export interface ServerOptions {
  /** Without any, everybody may ask. */
  readonly apiKeys?: readonly string[];
  /** Origins of web pages that may ask; none by default. */
  readonly corsOrigins?: readonly string[];
  readonly limits: ServerLimits;
  /** Told of errors that nobody expected. */
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
  const created = Math.floor(Date.now() / 1000);

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
  if (options.corsOrigins) app.use(cors({ origin: [...options.corsOrigins] }));
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

  const stream = (items: AsyncGenerator<StreamItem>, abort: AbortController) =>
    eventStream(
      items,
      (error) => problemOf(error, log).problem,
      () => abort.abort(),
    );

  /** Requests may leave out the model where there is only one. */
  function modelOf(name: string | null | undefined): string {
    const models = [...engine.states().keys()];
    const [only] = models;
    if (name !== null && name !== undefined) return name;
    if (only !== undefined && models.length === 1) return only;
    throw new InferenceError("bad-request", `Name a model; there are: ${models.join(", ")}.`);
  }

  app.get("/v1/models", async (context) => {
    const data = await Promise.all(
      [...engine.states()].map(async ([id, state]) => {
        const info = state === "ready" ? await engine.info(id) : null;
        return { id, object: "model", created, owned_by: "llmlist", state, max_model_len: info?.contextTokens ?? null };
      }),
    );
    return context.json({ object: "list", data });
  });
  app.post("/v1/chat/completions", async (context) => {
    const { body, caller, abort } = await read(context, chatRequest);
    if (body.stream) return stream(chatChunks(engine, body, caller, limits), abort);
    return context.json(await chatCompletion(engine, body, caller, limits));
  });
  app.post("/v1/completions", async (context) => {
    const { body, caller, abort } = await read(context, completionRequest);
    if (body.stream) return stream(completionChunks(engine, body, caller, limits), abort);
    return context.json(await completion(engine, body, caller, limits));
  });
  app.post("/v1/embeddings", async (context) => {
    const { body } = await read(context, embeddingRequest);
    const texts = typeof body.input === "string" ? [body.input] : body.input;
    const vectors = await engine.embed(body.model, texts);
    const tokens = await countOf(engine, body.model, texts);
    const data = vectors.map((vector, index) => {
      const length = Math.hypot(...vector) || 1;
      const unit = vector.map((value) => value / length);
      const embedding = body.encoding_format === "base64" ? Buffer.from(new Float32Array(unit).buffer).toString("base64") : unit;
      return { object: "embedding", index, embedding };
    });
    return context.json({
      object: "list",
      model: body.model,
      data,
      usage: tokens === null ? null : { prompt_tokens: tokens, total_tokens: tokens },
    });
  });

  app.post("/tokenize", async (context) => {
    const { body } = await read(context, tokenizeRequest);
    const model = modelOf(body.model);
    const text = "prompt" in body ? body.prompt : conversationOf(body.messages);
    const tokens = await engine.tokenize(model, text, { special: true, bos: body.add_special_tokens ?? true });
    return context.json({ tokens, count: tokens.length, max_model_len: (await engine.info(model)).contextTokens });
  });
  app.post("/detokenize", async (context) => {
    const { body } = await read(context, detokenizeRequest);
    return context.json({ prompt: await engine.detokenize(modelOf(body.model), body.tokens) });
  });
  app.get("/tokenizer_info", async (context) => {
    const info = await engine.info(modelOf(context.req.query("model")));
    return context.json({
      tokenizer_class: "llama.cpp",
      bos_token: info.bosToken,
      eos_token: info.eosToken,
      pad_token: null,
      add_bos_token: info.prependsBos,
      chat_template: info.chatTemplate,
      vocab_size: info.vocabularySize,
      model_max_length: info.contextTokens,
    });
  });

  app.get("/slots", (context) => context.json([...engine.stats()].map(([model, stats]) => ({ model, ...stats }))));
  app.get("/metrics", async (context) =>
    context.text(await metrics.registry.metrics(), 200, { "Content-Type": metrics.registry.contentType }),
  );
  return app;
}

/** The tokens of some texts; null where the engine cannot count them. */
async function countOf(engine: Engine, model: string, texts: readonly string[]): Promise<number | null> {
  try {
    const lengths = await Promise.all(texts.map((text) => engine.tokenize(model, text, { special: false, bos: true })));
    return lengths.reduce((sum, { length }) => sum + length, 0);
  } catch (error) {
    if (InferenceError.isInstance(error) && error.code === "unsupported") return null;
    throw error;
  }
}

/** Where there is no socket, as in tests, all callers are one. */
function addressOf(context: Context): string {
  try {
    return getConnInfo(context).remote.address ?? "";
  } catch {
    return "";
  }
}
