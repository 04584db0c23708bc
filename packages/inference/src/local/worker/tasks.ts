import { LlamaGrammarEvaluationState, type LlamaContextSequence, type LlamaEmbeddingContext, type Token } from "node-llama-cpp";
import type { Continuation, Conversation, GenerationEvent, Sampling } from "../../engine/engine.ts";
import { InferenceError } from "../../engine/errors.ts";
import { Generation } from "./generation.ts";
import type { LoadedModel } from "./load-model.ts";
import { LockStep } from "./lock-step.ts";
import type { PromptPart } from "./prompt.ts";
import type { WorkerResult, WorkerSettings, WorkerTask } from "./protocol.ts";
import { type KnownScores, Scoring } from "./scoring.ts";
import { createTextStream } from "../../engine/text-stream.ts";

/** After a whole JSON value node-llama-cpp's grammars let only these come, which end the answer. */
const AFTER_JSON = "\n".repeat(4);

interface Caller {
  event(event: GenerationEvent): void;
  result(value: WorkerResult): void;
  fail(error: unknown): void;
}

/** What does not fit is refused before it is read; llama.cpp's binding would else forget the beginning in silence. */
const refuseShift = (): never => {
  throw new InferenceError("prompt-too-long", "The conversation has outgrown its context.");
};

/** Does tasks on a loaded model. `begin` returns what ends a task early. */
export function createTasks({ llama, model, context, render }: LoadedModel, settings: WorkerSettings) {
  const steps = new LockStep(
    Array.from({ length: settings.sequences }, () => context.getSequence({ contextShift: { strategy: refuseShift } })),
    context.batchSize,
  );
  const known = new WeakMap<LlamaContextSequence, KnownScores>();
  const formatStops = settings.promptFormat?.type === "transcript" ? settings.promptFormat.stop : [];
  let embedding: Promise<LlamaEmbeddingContext> | null = null;

  const withBos = (tokens: Token[]): Token[] => {
    const { bos, shouldPrependBosToken } = model.tokens;
    return shouldPrependBosToken && bos !== null && tokens[0] !== bos ? [bos, ...tokens] : tokens;
  };
  const tokensOf = (prompt: string | readonly number[]): Token[] =>
    typeof prompt === "string" ? withBos(model.tokenize(prompt, true)) : prompt.map(checkedToken);
  const checkedToken = (token: number): Token => {
    if (!(Number.isInteger(token) && token >= 0 && token < model.fileInfo.metadata.tokenizer.ggml.tokens.length))
      throw new InferenceError("bad-request", `${token} is no token of this model.`);
    return token as Token;
  };
  const promptTokens = (request: Conversation | Continuation): Token[] =>
    "prompt" in request
      ? tokensOf(request.prompt)
      : withBos(render(request).flatMap(({ text, special }: PromptPart) => model.tokenize(text, special, "trimLeadingSpace")));

  async function generate(request: (Conversation | Continuation) & Sampling, caller: Caller): Promise<Generation> {
    const tokens = promptTokens(request);
    if (tokens.length === 0) throw new InferenceError("bad-request", "The prompt is empty, and the model has no token to begin with.");
    const { temperature, logProbabilities, json, maxTokens } = request;
    if (logProbabilities !== undefined && temperature !== 0 && temperature !== 1)
      throw new InferenceError("bad-request", `Log-probabilities are those of the model at temperature 0 or 1, not at ${temperature}.`);
    if (logProbabilities !== undefined && json !== undefined)
      throw new InferenceError("bad-request", "Log-probabilities cannot be told of an answer that is held to JSON.");
    const room = maxTokens ?? Math.max(1, settings.contextTokens - tokens.length);
    if (tokens.length + room > settings.contextTokens)
      throw new InferenceError(
        "prompt-too-long",
        `The prompt has ${tokens.length} tokens; with ${room} for the answer that is more than the ${settings.contextTokens} of one conversation.`,
      );
    const grammar =
      json === undefined ? null : json === true ? await llama.getGrammarFor("json") : await llama.createGrammarForJsonSchema(json as never);
    const isConversation = !("prompt" in request);
    let generation: Generation | undefined;
    await steps.start(tokens, ({ sequence }) => {
      known.delete(sequence);
      generation = new Generation({
        model,
        sequence,
        tokens,
        sampling: { ...request, maxTokens: room },
        grammar: grammar ? new LlamaGrammarEvaluationState({ model, grammar }) : null,
        text: createTextStream<Token>(
          (pending, before) => model.detokenize(pending, false, before.length > 0 ? before : tokens.slice(-1)),
          {
            stops: [...(isConversation ? formatStops : []), ...(grammar ? [AFTER_JSON] : []), ...(request.stop ?? [])],
            trimStart: isConversation,
          },
        ),
        emit: (event) => caller.event(event),
        fail: (error) => caller.fail(error),
      });
      return generation;
    });
    if (!generation) throw new Error("No sequence was given to a generation.");
    return generation;
  }

  async function score({ prompt, from, top }: Extract<WorkerTask, { type: "score" }>, caller: Caller): Promise<Scoring | null> {
    const tokens = tokensOf(prompt);
    if (tokens.length >= context.contextSize)
      throw new InferenceError(
        "prompt-too-long",
        `The text has ${tokens.length} tokens; one conversation has ${context.contextSize}, of which one is kept free.`,
      );
    if (tokens.length === 0) {
      caller.result({ tokens: [], next: [] });
      return null;
    }
    let scoring: Scoring | undefined;
    await steps.start(tokens, ({ sequence }) => {
      const before = known.get(sequence);
      known.delete(sequence);
      scoring = new Scoring({
        model,
        sequence,
        tokens,
        from,
        top,
        known: before,
        done(scores, learnt) {
          known.set(sequence, learnt);
          caller.result(scores);
        },
        fail: (error) => caller.fail(error),
      });
      return scoring;
    });
    return scoring ?? null;
  }

  async function embed(texts: readonly string[]): Promise<number[][]> {
    embedding ??= model.createEmbeddingContext({
      contextSize: settings.contextTokens,
      ...(settings.threads ? { threads: settings.threads } : {}),
    });
    const vectors: number[][] = [];
    for (const text of texts) vectors.push([...(await (await embedding).getEmbeddingFor(text)).vector]);
    return vectors;
  }

  return {
    async begin(task: WorkerTask, caller: Caller): Promise<{ abort(): void } | null> {
      if (task.type === "generate") return generate(task.request, caller);
      if (task.type === "score") return score(task, caller);
      if (task.type === "tokenize") {
        const { text, options } = task;
        if (typeof text !== "string") caller.result(promptTokens(text));
        else {
          const tokens = model.tokenize(text, options.special);
          caller.result(options.bos ? withBos(tokens) : tokens);
        }
      } else if (task.type === "detokenize") caller.result(model.detokenize(task.tokens.map(checkedToken), true));
      else caller.result(await embed(task.texts));
      return null;
    },
  };
}
