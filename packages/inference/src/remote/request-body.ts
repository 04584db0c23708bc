import type { Conversation, GenerateRequest, Message } from "../engine/engine.ts";
import { InferenceError } from "../engine/errors.ts";
import { type ServerKind, unsupported } from "./server-kind.ts";

/** A model as its endpoint knows it. */
export interface RemoteName {
  readonly kind: ServerKind;
  /** Of the model, at the endpoint. */
  readonly model: string;
  readonly supportsImages: boolean;
}

/** Where a request goes, and what it says. */
export interface RequestBody {
  readonly path: "chat/completions" | "completions";
  readonly body: object;
}

/** A request in the words of its endpoint. What the endpoint would ignore is refused, and what it would default is said. */
export function requestBody({ kind, model, supportsImages }: RemoteName, request: GenerateRequest): RequestBody {
  refuseWhatIsNotSent(kind, request);
  const { temperature, topP, seed, presencePenalty = 0, frequencyPenalty = 0, stop = [], maxTokens, logProbabilities } = request;
  const body = {
    model,
    stream: true,
    stream_options: { include_usage: true },
    temperature,
    top_p: topP,
    seed,
    presence_penalty: presencePenalty,
    frequency_penalty: frequencyPenalty,
    ...(stop.length > 0 ? { stop } : {}),
    ...(maxTokens === null ? {} : { max_tokens: maxTokens }),
    ...samplersOf(kind, request),
    ...(request.logitBias === undefined ? {} : { logit_bias: request.logitBias }),
    ...(request.grammar === undefined
      ? {}
      : kind === "vllm"
        ? { structured_outputs: { grammar: request.grammar } }
        : { grammar: request.grammar }),
  };
  if ("prompt" in request) {
    if (maxTokens === null && kind !== "llama-server" && kind !== "ollama")
      throw new InferenceError("unsupported", "This endpoint ends a continuation after 16 tokens where maxTokens is null: say how many.");
    const logprobs = logProbabilities === undefined ? {} : { logprobs: Math.max(1, logProbabilities) };
    return { path: "completions", body: { ...body, prompt: request.prompt, ...logprobs, ...grammarOf(kind, request.json) } };
  }
  const logprobs = logProbabilities === undefined ? {} : { logprobs: true, top_logprobs: Math.max(1, logProbabilities) };
  const format = request.json === undefined ? {} : { response_format: responseFormat(request.json) };
  // Thoughts are a part of the answer here, as a local model writes them.
  const thoughts = kind === "llama-server" || kind === "llmlist" ? { reasoning_format: "none" } : {};
  const variables = request.templateVariables === undefined ? {} : { chat_template_kwargs: request.templateVariables };
  const continuation =
    !request.continuesAnswer || kind === "llama-server" ? {} : { add_generation_prompt: false, continue_final_message: true };
  return {
    path: "chat/completions",
    body: { ...body, ...variables, ...continuation, messages: messagesOf(request, supportsImages), ...logprobs, ...format, ...thoughts },
  };
}

/** What only some endpoints do. */
function refuseWhatIsNotSent(kind: ServerKind, request: GenerateRequest): void {
  const own = kind === "llama-server" || kind === "llmlist";
  if (request.grammar !== undefined && !own && kind !== "vllm") throw unsupported(kind, "grammars");
  if (request.repeatLastTokens !== undefined && !own) throw unsupported(kind, "repeatLastTokens");
  if (request.repeatPenalty !== undefined && !own && kind !== "vllm") throw unsupported(kind, "repeatPenalty");
  if (!("messages" in request)) return;
  if ((request.tools?.length ?? 0) > 0 || request.messages.some(({ role, toolCalls = [] }) => role === "tool" || toolCalls.length > 0))
    throw unsupported(kind, "tools through this engine");
  if (request.templateVariables !== undefined && !own && kind !== "vllm") throw unsupported(kind, "templateVariables");
  if (request.continuesAnswer && !own && kind !== "vllm") throw unsupported(kind, "continuesAnswer");
}

/** Messages as an endpoint takes them. */
export function messagesOf({ messages, systemPrompt }: Conversation, supportsImages: boolean): object[] {
  const system = systemPrompt === "" ? [] : [{ role: "system", content: systemPrompt }];
  return [...system, ...messages.map((message) => ({ role: message.role, content: contentOf(message, supportsImages) }))];
}

function contentOf({ content, images = [] }: Message, supportsImages: boolean): string | object[] {
  if (images.length === 0) return content;
  if (!supportsImages)
    throw new InferenceError("unsupported", "This model does not support images; one that does is configured with `supportsImages: true`.");
  const shown = images.map(({ mediaType, data }) => ({
    type: "image_url",
    image_url: { url: `data:${mediaType};base64,${Buffer.from(data).toString("base64")}` },
  }));
  return [...shown, { type: "text", text: content }];
}

function samplersOf(kind: ServerKind, { topK, minP = 0, ignoreEnd = false, repeatPenalty = 1, repeatLastTokens }: GenerateRequest): object {
  const end = ignoreEnd ? { ignore_eos: true } : {};
  const last = repeatLastTokens === undefined ? {} : { repeat_last_n: repeatLastTokens };
  if (kind === "llama-server") return { top_k: topK, min_p: minP, repeat_penalty: repeatPenalty, ...last, ...end };
  if (kind === "vllm") return { top_k: topK === 0 ? -1 : topK, min_p: minP, repetition_penalty: repeatPenalty, ...end };
  if (kind === "llmlist")
    return { top_k: topK, min_p: minP, ...(repeatPenalty === 1 ? {} : { repeat_penalty: repeatPenalty }), ...last, ...end };
  if (ignoreEnd) throw unsupported(kind, "ignoreEnd");
  if (topK !== 0 || minP !== 0) throw unsupported(kind, "topK and no minP");
  return {};
}

const responseFormat = (json: NonNullable<GenerateRequest["json"]>): object =>
  json === true ? { type: "json_object" } : { type: "json_schema", json_schema: { name: "answer", strict: true, schema: json } };

function grammarOf(kind: ServerKind, json: GenerateRequest["json"]): object {
  if (json === undefined) return {};
  if (kind === "llama-server") return { json_schema: json === true ? {} : json };
  if (kind === "vllm") return { response_format: responseFormat(json) };
  throw unsupported(kind, "JSON schema for continuations");
}
