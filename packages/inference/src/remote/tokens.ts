import { z } from "zod";
import type { Conversation, TokenizeOptions } from "../engine/engine.ts";
import { InferenceError } from "../engine/errors.ts";
import type { Endpoint } from "./endpoint.ts";
import { EndpointError } from "./endpoint-error.ts";
import { messagesOf, type RemoteName } from "./request-body.ts";
import { countsTokens, unsupported } from "./server-kind.ts";

const answers = {
  tokens: z.object({ tokens: z.array(z.number().int()) }),
  content: z.object({ content: z.string() }),
  prompt: z.object({ prompt: z.string() }),
  embeddings: z.object({ data: z.array(z.object({ index: z.number().int(), embedding: z.array(z.number()) })) }),
};

async function ask<Answer>(endpoint: Endpoint, path: string, body: object, schema: z.ZodType<Answer>, ended: AbortSignal): Promise<Answer> {
  const { data, success } = schema.safeParse(await endpoint.json(path, body, ended));
  if (!success) throw new EndpointError("remote-failed", `The endpoint's answer to ${path} is not as it should be.`);
  return data;
}

/** The tokens of a text, in the forms of llama-server and of vLLM. */
export async function tokenizeThere(
  endpoint: Endpoint,
  { kind, model, supportsImages }: RemoteName,
  text: string | Conversation,
  { special, bos }: TokenizeOptions,
  ended: AbortSignal,
): Promise<readonly number[]> {
  if (!countsTokens(kind)) throw unsupported(kind, "path that makes tokens of a text");
  const isText = typeof text === "string";
  if (kind === "llama-server") {
    const content = isText
      ? text
      : (await ask(endpoint, "/apply-template", { messages: messagesOf(text, supportsImages) }, answers.prompt, ended)).prompt;
    const body = { content, add_special: isText ? bos : true, parse_special: isText ? special : true };
    return (await ask(endpoint, "/tokenize", body, answers.tokens, ended)).tokens;
  }
  if (isText && !special) throw new InferenceError("unsupported", `${kind} reads special tokens in a text as such; special must be true.`);
  const body = isText ? { prompt: text, add_special_tokens: bos } : { messages: messagesOf(text, supportsImages) };
  return (await ask(endpoint, "/tokenize", { model, ...body }, answers.tokens, ended)).tokens;
}

/** The text of tokens. */
export async function detokenizeThere(
  endpoint: Endpoint,
  { kind, model }: RemoteName,
  tokens: readonly number[],
  ended: AbortSignal,
): Promise<string> {
  if (!countsTokens(kind)) throw unsupported(kind, "path that makes a text of tokens");
  if (kind === "llama-server") return (await ask(endpoint, "/detokenize", { tokens }, answers.content, ended)).content;
  return (await ask(endpoint, "/detokenize", { model, tokens }, answers.prompt, ended)).prompt;
}

/** One vector per text, in their order. */
export async function embedThere(
  endpoint: Endpoint,
  { model }: RemoteName,
  texts: readonly (string | readonly number[])[],
  ended: AbortSignal,
): Promise<readonly (readonly number[])[]> {
  const body = { model, input: texts, encoding_format: "float" };
  const { data } = await ask(endpoint, "embeddings", body, answers.embeddings, ended);
  if (data.length !== texts.length)
    throw new EndpointError("remote-failed", `The endpoint sent ${data.length} vectors for ${texts.length} texts.`);
  return data.toSorted((one, other) => one.index - other.index).map(({ embedding }) => embedding);
}
