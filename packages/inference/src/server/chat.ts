import { randomUUID } from "node:crypto";
import type OpenAI from "openai";
import type { Engine, GenerationEvent, ScoredToken, ToolCall } from "../engine/engine.ts";
import { bytesOf, type End, finishReason, inParallel, merged, recordOf, usageOf, wholeAnswer } from "./answers.ts";
import type { StreamItem } from "./event-stream.ts";
import type { ChatCall, ChatRequest } from "./requests/index.ts";
import { choicesOf, seedOf } from "./requests/sampling.ts";

type Logprobs = NonNullable<OpenAI.ChatCompletion["choices"][number]["logprobs"]>;

/** What a chat completion is made of: the model's own name, and the request as the engine takes it. */
export interface ChatTask extends ChatCall {
  readonly engine: Engine;
  readonly model: string;
  readonly body: ChatRequest;
}

const entry = (token: Pick<ScoredToken, "text" | "bytes" | "logProbability">) => ({
  token: token.text,
  logprob: token.logProbability ?? 0,
  bytes: [...bytesOf(token)],
});
const logprobsOf = (tokens: readonly ScoredToken[]): Logprobs => ({
  content: tokens.map((token) => ({ ...entry(token), top_logprobs: token.top.map(entry) })),
  refusal: null,
});
const toolCallOf = ({ id, name, arguments: given }: ToolCall) => ({ id, type: "function" as const, function: { name, arguments: given } });

/** What is done otherwise than asked for. */
const notesOf = ({ tools, tool_choice: choice }: ChatRequest): readonly string[] =>
  tools?.some(({ function: { strict } }) => strict) && (!choice || choice === "auto")
    ? ["strict: the arguments of calls are held to their schemas where tool_choice asks for a call, and not where the model may choose."]
    : [];

/** The requests of all choices; each has a seed of its own. */
const requestsOf = ({ body, request }: ChatTask) =>
  Array.from({ length: choicesOf(body) }, (_, choice) => ({ ...request, seed: seedOf(request.seed, choice) }));

/** A whole chat completion. */
export async function chatCompletion(task: ChatTask) {
  const { engine, model, body, request } = task;
  const { sequences, engine: build } = await engine.info(model);
  const answers = await inParallel(requestsOf(task), sequences, (one) => wholeAnswer(engine.generate(model, one)));
  const completion = {
    id: `chatcmpl-${randomUUID()}`,
    object: "chat.completion" as const,
    created: Math.floor(Date.now() / 1000),
    model,
    system_fingerprint: build,
    choices: answers.map(({ text, reasoning, toolCalls, tokens, end }, index) => ({
      index,
      message: {
        role: "assistant" as const,
        content: text === "" && toolCalls.length > 0 ? null : text,
        refusal: null,
        ...(reasoning === "" ? {} : { reasoning_content: reasoning }),
        ...(toolCalls.length === 0 ? {} : { tool_calls: toolCalls.map(toolCallOf) }),
      },
      logprobs: body.logprobs ? logprobsOf(tokens) : null,
      finish_reason: finishReason(end.reason, toolCalls.length),
    })),
  } satisfies OpenAI.ChatCompletion;
  const ends = answers.map(({ end }) => end);
  return { ...completion, usage: usageOf(ends, ends.length), llmlist: ends.map((end) => recordOf(end, request, notesOf(body))) };
}

/** The chunks of a chat completion, of all its choices as they come. */
export async function* chatChunks(task: ChatTask): AsyncGenerator<StreamItem> {
  const { engine, model, body, request } = task;
  const { sequences, engine: build } = await engine.info(model);
  const head = {
    id: `chatcmpl-${randomUUID()}`,
    object: "chat.completion.chunk" as const,
    created: Math.floor(Date.now() / 1000),
    model,
    system_fingerprint: build,
  };
  const requests = requestsOf(task);
  const choices = requests.map((_, index) => new ChoiceChunks(index));
  const ends: End[] = [];
  const streams = requests.map((one) => engine.generate(model, one));
  for await (const { index, item } of merged(streams, sequences)) {
    if (item.type === "queue-position") {
      yield { comment: `position ${item.position}${item.estimatedWaitMs === null ? "" : `, about ${item.estimatedWaitMs} ms`}` };
      continue;
    }
    if (item.type === "generation-end") ends[index] = item;
    const choice = choices[index]?.of(item);
    if (choice) yield { data: { ...head, choices: [choice] } satisfies OpenAI.ChatCompletionChunk };
  }
  if (body.stream_options?.include_usage)
    yield {
      data: { ...head, choices: [], usage: usageOf(ends, ends.length), llmlist: ends.map((end) => recordOf(end, request, notesOf(body))) },
    };
}

type Delta = OpenAI.ChatCompletionChunk["choices"][number]["delta"] & { reasoning_content?: string };

/** The chunks of one choice. */
class ChoiceChunks {
  readonly #index: number;
  #hasBegun = false;
  #calls = 0;

  constructor(index: number) {
    this.#index = index;
  }

  of(event: Exclude<GenerationEvent, { type: "queue-position" }>) {
    if (event.type === "text-delta") return this.#chunk({ content: event.text });
    if (event.type === "reasoning-delta") return this.#chunk({ reasoning_content: event.text });
    if (event.type === "token-scored") return this.#chunk({ content: "" }, { logprobs: logprobsOf([event.token]) });
    if (event.type === "tool-call-delta") {
      const { index, id, name, arguments: given } = event;
      this.#calls = Math.max(this.#calls, index + 1);
      const first = id === undefined ? {} : { id, type: "function" as const };
      return this.#chunk({ tool_calls: [{ index, ...first, function: { ...(name === undefined ? {} : { name }), arguments: given } }] });
    }
    return this.#chunk({}, { finish_reason: finishReason(event.reason, this.#calls) });
  }

  #chunk(delta: Delta, more: Partial<OpenAI.ChatCompletionChunk["choices"][number]> = {}) {
    const first = this.#hasBegun ? {} : { role: "assistant" as const };
    this.#hasBegun = true;
    return { index: this.#index, delta: { ...first, ...delta }, logprobs: null, finish_reason: null, ...more };
  }
}
