import type { Context, Hono } from "hono";
import type { Engine, Limits } from "../engine/engine.ts";
import { chatChunks, chatCompletion } from "./chat.ts";
import { completion, completionCall, completionChunks } from "./completions.ts";
import { embeddings } from "./embeddings.ts";
import { eventStream, type StreamItem } from "./event-stream.ts";
import { modelNamed } from "./model-routes.ts";
import { problemOf, respondWith } from "./problem.ts";
import { readBody } from "./read-body.ts";
import { chatCall, chatRequest, completionRequest, embeddingRequest } from "./requests/index.ts";

/** Time limits of the server for each request. */
export type ServerLimits = Pick<Limits, "timeoutMs" | "queueTimeoutMs" | "firstTokenTimeoutMs" | "betweenTokensTimeoutMs">;

/** The routes that a model computes for: chat, completions, embeddings. */
export function addAnswerRoutes(app: Hono, engine: Engine, limits: ServerLimits, log: (error: unknown) => void): void {
  const stream = (items: AsyncGenerator<StreamItem>, abort: AbortController, form: string | null) =>
    eventStream(
      items,
      (error) => problemOf(error, log, form).problem,
      () => abort.abort(),
    );
  /** An error in the form of an answer names the field of the request that asked for the form. */
  async function answer(context: Context, form: string | null, work: () => Promise<Response>): Promise<Response> {
    try {
      return await work();
    } catch (error) {
      return respondWith(context, error, log, form);
    }
  }
  for (const prefix of ["/v1", ""]) {
    app.post(`${prefix}/chat/completions`, async (context) => {
      const { body, caller, abort } = await readBody(context, chatRequest);
      const call = chatCall(body, { ...limits, ...caller });
      const task = { engine, model: modelNamed(engine, body.model), body, ...call };
      if (body.stream) return answer(context, call.form, () => stream(chatChunks(task), abort, call.form));
      return answer(context, call.form, async () => context.json(await chatCompletion(task)));
    });
    app.post(`${prefix}/completions`, async (context) => {
      const { body, caller, abort } = await readBody(context, completionRequest);
      const call = completionCall(body);
      const task = { engine, model: modelNamed(engine, body.model), body, ...call, limits: { ...limits, ...caller } };
      if (body.stream) return answer(context, call.form, () => stream(completionChunks(task), abort, call.form));
      return answer(context, call.form, async () => context.json(await completion(task)));
    });
    app.post(`${prefix}/embeddings`, async (context) => {
      const { body } = await readBody(context, embeddingRequest);
      return context.json(await embeddings(engine, modelNamed(engine, body.model), body));
    });
  }
}
