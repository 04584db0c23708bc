import { randomUUID } from "node:crypto";
import type OpenAI from "openai";
import type { Engine, GenerateRequest, GenerationEvent, Limits, Sampling, ScoredToken } from "../engine/engine.ts";
import { type End, finishReason, inParallel, merged, recordOf, usageOf, wholeAnswer } from "./answers.ts";
import type { StreamItem } from "./event-stream.ts";
import { formOf } from "./requests/constraint.ts";
import type { CompletionRequest } from "./requests/index.ts";
import { choicesOf, limitOf, samplingOf, seedOf } from "./requests/sampling.ts";

/** OpenAI's default for completions. */
const DEFAULT_MAX_TOKENS = 16;

type Prompt = string | readonly number[];
type Request = GenerateRequest & { readonly prompt: Prompt };

/** What completions are made of. */
export interface CompletionTask {
  readonly engine: Engine;
  readonly model: string;
  readonly body: CompletionRequest;
  readonly sampling: Sampling;
  readonly limits: Limits;
  /** Which field of the request holds the answer to a form. */
  readonly form: string | null;
}

/** What a request asks for, without its prompts. */
export function completionCall(body: CompletionRequest): { readonly sampling: Sampling; readonly form: string | null } {
  const form = formOf(body);
  const limits = [body.max_tokens, body.max_completion_tokens, body.n_predict];
  const sampling = {
    ...samplingOf(body),
    maxTokens: limitOf(...limits) ?? (limits.includes(-1) ? null : DEFAULT_MAX_TOKENS),
    fitsMaxTokens: true,
    ...form?.sampling,
    ...(body.logprobs === null || body.logprobs === undefined ? {} : { logProbabilities: body.logprobs }),
  };
  return { sampling, form: form?.path ?? null };
}

function promptsOf({ prompt }: CompletionRequest): readonly Prompt[] {
  if (typeof prompt === "string") return [prompt];
  return typeof prompt[0] === "number" ? [prompt as number[]] : (prompt as string[] | number[][]);
}

/** One request for each choice of each prompt. */
const requestsOf = ({ body, sampling, limits }: CompletionTask): Request[] =>
  promptsOf(body).flatMap((prompt) =>
    Array.from({ length: choicesOf(body) }, (_, copy) => ({ prompt, ...sampling, ...limits, seed: seedOf(sampling.seed, copy) })),
  );

function logprobsOf(tokens: readonly ScoredToken[], from = 0) {
  let offset = from;
  return {
    tokens: tokens.map(({ text }) => text),
    token_logprobs: tokens.map(({ logProbability }) => logProbability),
    top_logprobs: tokens.map(({ logProbability, top }) =>
      logProbability === null ? null : Object.fromEntries(top.map((one) => [one.text, one.logProbability])),
    ),
    text_offset: tokens.map(({ text }) => (offset += text.length) - text.length),
  };
}

type AnswerEvent = Exclude<GenerationEvent, { type: "queue-position" }>;

/** A choice as events. With `echo` the prompt comes first, and with `logprobs` it is scored, which also gives the first greedy token. */
async function* choose({ engine, model, body }: CompletionTask, request: Request): AsyncGenerator<GenerationEvent> {
  const { prompt, maxTokens, temperature, logProbabilities: top } = request;
  const begun = performance.now();
  const end = (promptTokens: number, outputTokens: number): AnswerEvent => ({
    type: "generation-end",
    reason: "length",
    promptTokens,
    outputTokens,
    firstTokenMs: null,
    totalMs: performance.now() - begun,
  });
  const isConstrained = request.json !== undefined || request.grammar !== undefined || request.logitBias !== undefined;
  if (body.echo) yield { type: "text-delta", text: typeof prompt === "string" ? prompt : await engine.detokenize(model, prompt) };
  if (body.echo && top !== undefined) {
    const scored = await engine.logLikelihood(model, { ...request, top });
    for (const token of scored.tokens) yield { type: "token-scored", token };
    if (maxTokens === 0 || (maxTokens === 1 && temperature === 0 && !isConstrained)) {
      const [next] = maxTokens === 0 ? [] : scored.next;
      if (next) {
        yield { type: "text-delta", text: next.text };
        yield { type: "token-scored", token: { ...next, top: scored.next } };
      }
      yield end(scored.tokens.length, next ? 1 : 0);
      return;
    }
  } else if (maxTokens === 0) {
    const tokens = typeof prompt === "string" ? await engine.tokenize(model, prompt, { special: true, bos: true }) : prompt;
    yield end(tokens.length, 0);
    return;
  }
  yield* engine.generate(model, request);
}

/** Whole completions, of one prompt or a batch. */
export async function completion(task: CompletionTask) {
  const { engine, model, body, sampling } = task;
  const { sequences, engine: build } = await engine.info(model);
  const choices = await inParallel(requestsOf(task), sequences, (request) => wholeAnswer(choose(task, request)));
  const whole = {
    id: `cmpl-${randomUUID()}`,
    object: "text_completion" as const,
    created: Math.floor(Date.now() / 1000),
    model,
    system_fingerprint: build,
    choices: choices.map(({ text, tokens, end }, index) => ({
      index,
      text,
      logprobs: body.logprobs === null || body.logprobs === undefined ? null : logprobsOf(tokens),
      finish_reason: end.reason === "length" ? ("length" as const) : ("stop" as const),
    })),
  };
  const ends = choices.map(({ end }) => end);
  return { ...whole, usage: usageOf(ends, choicesOf(body)), llmlist: ends.map((end) => recordOf(end, sampling)) };
}

/** The chunks of completions, of all prompts and choices as they come. */
export async function* completionChunks(task: CompletionTask): AsyncGenerator<StreamItem> {
  const { engine, model, body, sampling } = task;
  const { sequences, engine: build } = await engine.info(model);
  const head = {
    id: `cmpl-${randomUUID()}`,
    object: "text_completion" as const,
    created: Math.floor(Date.now() / 1000),
    model,
    system_fingerprint: build,
  };
  const requests = requestsOf(task);
  const ends: End[] = [];
  const lengths = requests.map(() => 0);
  const chunk = (index: number, text: string, more: Partial<OpenAI.Completion["choices"][number]> | object = {}) => ({
    data: { ...head, choices: [{ index, text, logprobs: null, finish_reason: null, ...more }] },
  });
  const streams = requests.map((request) => choose(task, request));
  for await (const { index, item } of merged(streams, sequences)) {
    if (item.type === "queue-position") yield { comment: `position ${item.position}` };
    else if (item.type === "text-delta") yield chunk(index, item.text);
    else if (item.type === "token-scored") {
      yield chunk(index, "", { logprobs: logprobsOf([item.token], lengths[index]) });
      lengths[index] = (lengths[index] ?? 0) + item.token.text.length;
    } else if (item.type === "generation-end") {
      ends[index] = item;
      yield chunk(index, "", { finish_reason: finishReason(item.reason) });
    }
  }
  if (body.stream_options?.include_usage)
    yield { data: { ...head, choices: [], usage: usageOf(ends, choicesOf(body)), llmlist: ends.map((end) => recordOf(end, sampling)) } };
}
