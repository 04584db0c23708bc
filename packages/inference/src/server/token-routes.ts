import type { Hono } from "hono";
import type { Engine } from "../engine/engine.ts";
import { InferenceError } from "../engine/errors.ts";
import { modelNamed } from "./model-routes.ts";
import { readBody } from "./read-body.ts";
import { applyTemplateRequest, conversationIn, detokenizeRequest, tokenizeRequest } from "./requests/index.ts";

/** The routes between texts, conversations and tokens, with the fields of vLLM and of llama.cpp. */
export function addTokenRoutes(app: Hono, engine: Engine): void {
  app.post("/tokenize", async (context) => {
    const { body } = await readBody(context, tokenizeRequest);
    const model = modelNamed(engine, body.model);
    const isContent = "content" in body;
    const text = isContent ? body.content : "prompt" in body ? body.prompt : conversationIn(body);
    const options = isContent
      ? { special: body.parse_special ?? true, bos: body.add_special ?? false }
      : { special: true, bos: body.add_special_tokens ?? true };
    const tokens = await engine.tokenize(model, text, options);
    return context.json({ tokens, count: tokens.length, max_model_len: (await engine.info(model)).contextTokens });
  });
  app.post("/detokenize", async (context) => {
    const { body } = await readBody(context, detokenizeRequest);
    const text = await engine.detokenize(modelNamed(engine, body.model), body.tokens);
    return context.json({ prompt: text, content: text });
  });
  app.post("/apply-template", async (context) => {
    const { body } = await readBody(context, applyTemplateRequest);
    if (!engine.promptText) throw new InferenceError("unsupported", "This engine does not give the text of its prompts.");
    return context.json({ prompt: await engine.promptText(modelNamed(engine, body.model), conversationIn(body)) });
  });
}
