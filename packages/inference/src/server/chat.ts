import { randomUUID } from "node:crypto";
import type { Engine, ScoredToken } from "../engine/engine.ts";
import { InferenceError } from "../engine/errors.ts";
import { finishReason, inParallel, recordOf, usageOf, wholeAnswer } from "./answers.ts";
import type { StreamItem } from "./event-stream.ts";
import { type ChatRequest, conversationOf, samplingOf, type ServerLimits } from "./requests.ts";
import type { Caller } from "./caller.ts";

function requestOf(body: ChatRequest, caller: Caller, limits: ServerLimits) {
  const { response_format: format } = body;
  const json = format?.type === "json_schema" ? format.json_schema.schema : format?.type === "json_object" ? (true as const) : undefined;
  return {
    ...conversationOf(body.messages),
    ...samplingOf(body),
    maxTokens: body.max_completion_tokens ?? body.max_tokens ?? null,
    ...(json === undefined ? {} : { json }),
    ...(body.logprobs ? { logProbabilities: body.top_logprobs ?? 0 } : {}),
    ...limits,
    ...caller,
  };
}

const bytesOf = (text: string) => [...new TextEncoder().encode(text)];
const entry = ({ text, logProbability }: { readonly text: string; readonly logProbability: number | null }) => ({
  token: text,
  logprob: logProbability,
  bytes: bytesOf(text),
});
const logprobsOf = (tokens: readonly ScoredToken[]) => ({
  content: tokens.map((token) => ({ ...entry(token), top_logprobs: token.top.map(entry) })),
});

/** A whole chat completion. */
export async function chatCompletion(engine: Engine, body: ChatRequest, caller: Caller, limits: ServerLimits) {
  const request = requestOf(body, caller, limits);
  const { sequences, engine: build } = await engine.info(body.model);
  const choices = Array.from({ length: body.n ?? 1 }, (_, index) => index);
  const answers = await inParallel(choices, sequences, (index) =>
    wholeAnswer(engine, body.model, { ...request, seed: request.seed + index }),
  );
  return {
    id: `chatcmpl-${randomUUID()}`,
    object: "chat.completion",
    created: Math.floor(Date.now() / 1000),
    model: body.model,
    system_fingerprint: build,
    choices: answers.map(({ text, tokens, end }, index) => ({
      index,
      message: { role: "assistant", content: text, refusal: null },
      logprobs: body.logprobs ? logprobsOf(tokens) : null,
      finish_reason: finishReason(end.reason),
    })),
    usage: usageOf(answers.map(({ end }) => end)),
    llmlist: answers.map(({ end }) => recordOf(end)),
  };
}

/** The chunks of a chat completion. */
export async function* chatChunks(engine: Engine, body: ChatRequest, caller: Caller, limits: ServerLimits): AsyncGenerator<StreamItem> {
  if ((body.n ?? 1) > 1) throw new InferenceError("unsupported", "A stream has one choice; n must be 1.");
  const head = {
    id: `chatcmpl-${randomUUID()}`,
    object: "chat.completion.chunk",
    created: Math.floor(Date.now() / 1000),
    model: body.model,
    system_fingerprint: (await engine.info(body.model)).engine,
  };
  const chunk = (delta: object, more: object = {}) => ({
    data: { ...head, choices: [{ index: 0, delta, logprobs: null, finish_reason: null, ...more }] },
  });
  let hasBegun = false;
  const begin = () => {
    const first = hasBegun ? {} : { role: "assistant" };
    hasBegun = true;
    return first;
  };
  for await (const event of engine.generate(body.model, requestOf(body, caller, limits))) {
    if (event.type === "queue-position")
      yield { comment: `position ${event.position}${event.estimatedWaitMs === null ? "" : `, about ${event.estimatedWaitMs} ms`}` };
    else if (event.type === "text-delta") yield chunk({ ...begin(), content: event.text });
    else if (event.type === "token-scored") yield chunk({ ...begin(), content: "" }, { logprobs: logprobsOf([event.token]) });
    else {
      yield chunk(begin(), { finish_reason: finishReason(event.reason) });
      if (body.stream_options?.include_usage) yield { data: { ...head, choices: [], usage: usageOf([event]), llmlist: recordOf(event) } };
    }
  }
}
