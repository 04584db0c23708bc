import { randomUUID } from "node:crypto";
import type { Engine, GenerateRequest, ScoredToken } from "../engine/engine.ts";
import { InferenceError } from "../engine/errors.ts";
import { finishReason, inParallel, recordOf, usageOf, wholeAnswer } from "./answers.ts";
import type { Caller } from "./caller.ts";
import type { StreamItem } from "./event-stream.ts";
import { type CompletionRequest, samplingOf, type ServerLimits } from "./requests.ts";

/** OpenAI's default for completions. */
const DEFAULT_MAX_TOKENS = 16;

type Prompt = string | readonly number[];
type Choice = { text: string; tokens: readonly ScoredToken[]; end: Awaited<ReturnType<typeof wholeAnswer>>["end"] };

function promptsOf({ prompt }: CompletionRequest): readonly Prompt[] {
  if (typeof prompt === "string") return [prompt];
  return typeof prompt[0] === "number" ? [prompt as number[]] : (prompt as string[] | number[][]);
}

function logprobsOf(tokens: readonly ScoredToken[]) {
  let offset = 0;
  return {
    tokens: tokens.map(({ text }) => text),
    token_logprobs: tokens.map(({ logProbability }) => logProbability),
    top_logprobs: tokens.map(({ logProbability, top }) =>
      logProbability === null ? null : Object.fromEntries(top.map((one) => [one.text, one.logProbability])),
    ),
    text_offset: tokens.map(({ text }) => (offset += text.length) - text.length),
  };
}

function requestOf(body: CompletionRequest, prompt: Prompt, caller: Caller, limits: ServerLimits): GenerateRequest {
  return {
    prompt,
    ...samplingOf(body),
    maxTokens: body.max_tokens ?? DEFAULT_MAX_TOKENS,
    ...(body.logprobs === null || body.logprobs === undefined ? {} : { logProbabilities: body.logprobs }),
    ...limits,
    ...caller,
  };
}

/** One choice. With `echo` and `logprobs` the prompt itself is scored, which also gives the first greedy token. */
async function choose(engine: Engine, body: CompletionRequest, request: GenerateRequest & { prompt: Prompt }): Promise<Choice> {
  const { model } = body;
  const top = request.logProbabilities;
  const scored = body.echo && top !== undefined ? await engine.logLikelihood(model, { ...request, top }) : null;
  const promptText = async () => (typeof request.prompt === "string" ? request.prompt : engine.detokenize(model, request.prompt));
  const shown = !body.echo ? "" : await promptText();
  const before = scored?.tokens ?? [];
  const begun = performance.now();
  if (scored && (request.maxTokens === 0 || (request.maxTokens === 1 && request.temperature === 0))) {
    const [next] = request.maxTokens === 0 ? [] : scored.next;
    const end = {
      type: "generation-end" as const,
      reason: "length" as const,
      promptTokens: before.length,
      outputTokens: next ? 1 : 0,
      firstTokenMs: null,
      totalMs: performance.now() - begun,
    };
    return { text: shown + (next?.text ?? ""), tokens: next ? [...before, { ...next, top: scored.next }] : before, end };
  }
  if (request.maxTokens === 0) {
    const tokens =
      typeof request.prompt === "string" ? await engine.tokenize(model, request.prompt, { special: true, bos: true }) : request.prompt;
    const end = {
      type: "generation-end" as const,
      reason: "length" as const,
      promptTokens: tokens.length,
      outputTokens: 0,
      firstTokenMs: null,
      totalMs: 0,
    };
    return { text: shown, tokens: [], end };
  }
  const answer = await wholeAnswer(engine, model, request);
  return { text: shown + answer.text, tokens: [...before, ...answer.tokens], end: answer.end };
}

/** Whole completions, of one prompt or a batch. */
export async function completion(engine: Engine, body: CompletionRequest, caller: Caller, limits: ServerLimits) {
  const { sequences, engine: build } = await engine.info(body.model);
  const wanted = promptsOf(body).flatMap((prompt) => Array.from({ length: body.n ?? 1 }, (_, copy) => ({ prompt, copy })));
  const choices = await inParallel(wanted, sequences, ({ prompt, copy }) => {
    const request = requestOf(body, prompt, caller, limits);
    return choose(engine, body, { ...request, prompt, seed: request.seed + copy });
  });
  return {
    id: `cmpl-${randomUUID()}`,
    object: "text_completion",
    created: Math.floor(Date.now() / 1000),
    model: body.model,
    system_fingerprint: build,
    choices: choices.map(({ text, tokens, end }, index) => ({
      index,
      text,
      logprobs: body.logprobs === null || body.logprobs === undefined ? null : logprobsOf(tokens),
      finish_reason: finishReason(end.reason),
    })),
    usage: usageOf(choices.map(({ end }) => end)),
    llmlist: choices.map(({ end }) => recordOf(end)),
  };
}

/** The chunks of one completion. */
export async function* completionChunks(
  engine: Engine,
  body: CompletionRequest,
  caller: Caller,
  limits: ServerLimits,
): AsyncGenerator<StreamItem> {
  const [prompt, ...more] = promptsOf(body);
  if (prompt === undefined || more.length > 0 || (body.n ?? 1) > 1 || body.echo)
    throw new InferenceError("unsupported", "A stream has one prompt and one choice, without echo.");
  const head = {
    id: `cmpl-${randomUUID()}`,
    object: "text_completion",
    created: Math.floor(Date.now() / 1000),
    model: body.model,
    system_fingerprint: (await engine.info(body.model)).engine,
  };
  const chunk = (text: string, rest: object = {}) => ({
    data: { ...head, choices: [{ index: 0, text, logprobs: null, finish_reason: null, ...rest }] },
  });
  for await (const event of engine.generate(body.model, requestOf(body, prompt, caller, limits))) {
    if (event.type === "queue-position") yield { comment: `position ${event.position}` };
    else if (event.type === "text-delta") yield chunk(event.text);
    else if (event.type === "token-scored") yield chunk("", { logprobs: logprobsOf([event.token]) });
    else {
      yield chunk("", { finish_reason: finishReason(event.reason) });
      if (body.stream_options?.include_usage) yield { data: { ...head, choices: [], usage: usageOf([event]), llmlist: recordOf(event) } };
    }
  }
}
