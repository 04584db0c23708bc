import { z } from "zod";
import type { Conversation, Limits, Image, Sampling } from "../engine/engine.ts";
import { InferenceError } from "../engine/errors.ts";

const MAX_CHOICES = 128;
const MAX_LOG_PROBABILITIES = 20;

const count = z.number().int().min(0);
const stop = z.union([z.string(), z.array(z.string())]).nullish();

/** What completions and chat completions have in common, as OpenAI names it; `top_k`, `min_p` and `ignore_eos` are llama.cpp's and vLLM's. */
const shared = {
  model: z.string(),
  stream: z.boolean().nullish(),
  stream_options: z.object({ include_usage: z.boolean().nullish() }).nullish(),
  temperature: z.number().min(0).max(100).nullish(),
  top_p: z.number().gt(0).max(1).nullish(),
  top_k: z.number().int().min(-1).nullish(),
  min_p: z.number().min(0).max(1).nullish(),
  ignore_eos: z.boolean().nullish(),
  seed: z.number().int().nullish(),
  n: z.number().int().min(1).max(MAX_CHOICES).nullish(),
  stop,
  presence_penalty: z.number().min(-2).max(2).nullish(),
  frequency_penalty: z.number().min(-2).max(2).nullish(),
  user: z.string().nullish(),
};

const text = z.object({ type: z.literal("text"), text: z.string() });
const picture = z.object({ type: z.literal("image_url"), image_url: z.object({ url: z.string() }) });

export const chatRequest = z.object({
  ...shared,
  messages: z
    .array(
      z.object({
        role: z.enum(["system", "developer", "user", "assistant"]),
        content: z.union([z.string(), z.array(z.union([text, picture, z.object({ type: z.string() })]))]),
      }),
    )
    .min(1),
  max_tokens: count.nullish(),
  max_completion_tokens: count.nullish(),
  logprobs: z.boolean().nullish(),
  top_logprobs: count.max(MAX_LOG_PROBABILITIES).nullish(),
  response_format: z
    .union([
      z.object({ type: z.enum(["text", "json_object"]) }),
      z.object({ type: z.literal("json_schema"), json_schema: z.object({ schema: z.record(z.string(), z.unknown()) }) }),
    ])
    .nullish(),
  tools: z.array(z.unknown()).max(0, "are not supported by this server").nullish(),
});

export const completionRequest = z.object({
  ...shared,
  prompt: z.union([z.string(), z.array(z.string()).min(1), z.array(count).min(1), z.array(z.array(count).min(1)).min(1)]),
  max_tokens: count.nullish(),
  echo: z.boolean().nullish(),
  logprobs: z
    .union([count.max(MAX_LOG_PROBABILITIES), z.literal(false).transform(() => null), z.literal(true).transform(() => 1)])
    .nullish(),
  suffix: z.literal("", "is not supported by this server").nullish(),
  best_of: z.literal(1, "is not supported by this server above 1").nullish(),
});

export const embeddingRequest = z.object({
  model: z.string(),
  input: z.union([z.string(), z.array(z.string()).min(1)]),
  encoding_format: z.enum(["float", "base64"]).nullish(),
});

const tokenizeOptions = { model: z.string().nullish(), add_special_tokens: z.boolean().nullish() };

export const tokenizeRequest = z.union([
  z.object({ ...tokenizeOptions, prompt: z.string() }),
  z.object({ ...tokenizeOptions, messages: chatRequest.shape.messages }),
]);

export const detokenizeRequest = z.object({ model: z.string().nullish(), tokens: z.array(count) });

export type ChatRequest = z.infer<typeof chatRequest>;
export type CompletionRequest = z.infer<typeof completionRequest>;

/** OpenAI's default, which clients count on. */
const DEFAULT_TEMPERATURE = 1;
const MAX_SEED = 2 ** 32;

/** The sampling that a request means, every value spelled out. A seed that is left out is drawn, so that it can be told. */
export function samplingOf(
  body: Pick<
    ChatRequest,
    "temperature" | "top_p" | "top_k" | "min_p" | "seed" | "stop" | "ignore_eos" | "presence_penalty" | "frequency_penalty"
  >,
): Omit<Sampling, "maxTokens"> {
  const stops = body.stop ?? [];
  return {
    temperature: body.temperature ?? DEFAULT_TEMPERATURE,
    topP: body.top_p ?? 1,
    topK: Math.max(0, body.top_k ?? 0),
    minP: body.min_p ?? 0,
    seed: body.seed ?? Math.floor(Math.random() * MAX_SEED),
    stop: (typeof stops === "string" ? [stops] : stops).filter((one) => one !== ""),
    ...(body.ignore_eos ? { ignoreEnd: true } : {}),
    presencePenalty: body.presence_penalty ?? 0,
    frequencyPenalty: body.frequency_penalty ?? 0,
  };
}

/** Messages as the engine takes them: what the system says comes first, then people in turn. */
export function conversationOf(messages: ChatRequest["messages"]): Conversation {
  const plain = messages.map(({ role, content }) => ({
    role: role === "developer" ? ("system" as const) : role,
    ...contentOf(content),
  }));
  const system = plain.filter(({ role }) => role === "system").map(({ content }) => content);
  const rest = plain.flatMap(({ role, content, images }) => (role === "system" ? [] : [{ role, content, images }]));
  const late = plain.findIndex(({ role }, index) => role === "system" && index >= system.length);
  if (late >= 0) throw new InferenceError("bad-request", "System messages must come before all others.");
  if (plain.some(({ role, images }) => role !== "user" && images.length > 0))
    throw new InferenceError("bad-request", "Images belong in messages by the user.");
  if (rest.length === 0) throw new InferenceError("bad-request", "There is no message by a user.");
  return { messages: rest, systemPrompt: system.join("\n\n") };
}

const DATA_URL = /^data:(image\/(?:jpeg|png|webp|gif));base64,([A-Za-z0-9+/]+={0,2})$/u;

/** The text of a message, and its images, which come before it. */
function contentOf(content: ChatRequest["messages"][number]["content"]): { content: string; images: Image[] } {
  if (typeof content === "string") return { content, images: [] };
  const images: Image[] = [];
  const texts = content.map((part) => {
    if ("text" in part) return part.text;
    if (!("image_url" in part)) throw new InferenceError("unsupported", `This server takes text and images, not ${part.type}.`);
    const [, mediaType, data = ""] = DATA_URL.exec(part.image_url.url) ?? [];
    // A server that fetched addresses for its callers would reach what they cannot.
    if (mediaType === undefined)
      throw new InferenceError("bad-request", "A picture is given as data:image/png;base64,… (or jpeg, webp, gif); no address is fetched.");
    images.push({ mediaType: mediaType as Image["mediaType"], data: Buffer.from(data, "base64") });
    return "";
  });
  return { content: texts.join(""), images };
}

/** Time limits of the server for each request. */
export type ServerLimits = Pick<Limits, "timeoutMs" | "queueTimeoutMs" | "firstTokenTimeoutMs" | "betweenTokensTimeoutMs">;
