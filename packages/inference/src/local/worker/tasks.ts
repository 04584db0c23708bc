import type { LlamaContextSequence, LlamaEmbeddingContext, Token } from "node-llama-cpp";
import type { Continuation, Conversation, GenerationEvent, Sampling } from "../../engine/engine.ts";
import { InferenceError } from "../../engine/errors.ts";
import { Generation } from "./generation.ts";
import type { LoadedModel } from "./load-model.ts";
import { LockStep } from "./lock-step.ts";
import type { AnswerFormat } from "./answer-format.ts";
import { AnswerParser } from "./answer-parser.ts";
import { constraintOf } from "./constraint.ts";
import { grammarOf } from "./grammar-state.ts";
import type { Prompt } from "./prompt.ts";
import type { WorkerResult, WorkerSettings, WorkerTask } from "./protocol.ts";
import { type KnownScores, Scoring } from "./scoring.ts";
import { createTextStream } from "../../engine/text-stream.ts";

/** llama.cpp takes the one after it for a random seed. */
const MAX_SEED = 2 ** 32 - 2;

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
export function createTasks({ llama, model, context, renderer, tokensOf: tokensOfPrompt }: LoadedModel, settings: WorkerSettings) {
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
    typeof prompt === "string" ? withBos(model.tokenize(prompt, true)) : prompt.map((token) => checkedToken(token, "prompt"));
  const checkedToken = (token: number, param: string): Token => {
    if (!(Number.isInteger(token) && token >= 0 && token < model.fileInfo.metadata.tokenizer.ggml.tokens.length))
      throw new InferenceError("bad-request", `${token} is no token of this model.`, { param });
    return token as Token;
  };
  const promptOf = (request: Conversation | Continuation): Prompt | null => ("prompt" in request ? null : renderer.render(request));
  const promptTokens = (request: Conversation | Continuation, prompt: Prompt | null): Token[] =>
    "prompt" in request ? tokensOf(request.prompt) : prompt === null ? [] : withBos(tokensOfPrompt(prompt));
  /** Control tokens that mark the parts of an answer are shown to what takes it apart. */
  const marks = marksOf(renderer.answers);
  const isMark = (token: Token) =>
    marks !== "" && model.getTokenAttributes(token).control && marks.includes(model.detokenize([token], true));

  async function generate(request: (Conversation | Continuation) & Sampling, caller: Caller): Promise<Generation> {
    const prompt = promptOf(request);
    const tokens = promptTokens(request, prompt);
    if (tokens.length === 0) throw new InferenceError("bad-request", "The prompt is empty, and the model has no token to begin with.");
    checkSampling(request);
    const conversation = "prompt" in request ? null : request;
    const { reasoning, tools: toolFormat } = renderer.answers;
    const offersTools = (conversation?.tools?.length ?? 0) > 0 && conversation?.toolChoice !== "none";
    const constraint = constraintOf(request, toolFormat);
    const room = roomFor(request, tokens.length);
    const parts = {
      reasoning: reasoning !== null && (conversation?.separatesReasoning || prompt?.beginsInReasoning) ? reasoning : null,
      tools: offersTools ? toolFormat : null,
      beginsInReasoning: prompt?.beginsInReasoning === true,
    };
    const isTakenApart = conversation?.separatesReasoning === true || offersTools;
    const parser = new AnswerParser(parts, (delta) => {
      if (isTakenApart) caller.event(delta);
    });
    const isHeld = () => !(parts.beginsInReasoning && constraint?.isForTools === false) || parser.isBeyondReasoning;
    const grammar = constraint === null ? null : await grammarOf(llama, model, constraint.grammar, isHeld);
    const continues = conversation?.continuesAnswer === true;
    const shows = isTakenApart ? isMark : () => false;
    let generation: Generation | undefined;
    await steps.start(tokens, ({ sequence }) => {
      known.delete(sequence);
      generation = new Generation({
        model,
        sequence,
        tokens,
        sampling: { ...request, maxTokens: room },
        grammar,
        text: createTextStream<Token>(
          (pending, before) => model.detokenize(pending, pending.some(shows), before.length > 0 ? before : tokens.slice(-1)),
          { stops: [...(conversation ? formatStops : []), ...(request.stop ?? [])], trimStart: conversation !== null && !continues },
        ),
        emit(event) {
          if (event.type === "text-delta") {
            parser.push(event.text);
            if (!isTakenApart) caller.event(event);
            return;
          }
          if (event.type === "generation-end") parser.end();
          caller.event(event);
        },
        fail: (error) => caller.fail(error),
      });
      return generation;
    });
    if (!generation) throw new Error("No sequence was given to a generation.");
    return generation;
  }

  function checkSampling({ seed, logitBias = {} }: Sampling): void {
    if (!(Number.isInteger(seed) && seed >= 0 && seed <= MAX_SEED))
      throw new InferenceError("bad-request", `The seed is a whole number from 0 to ${MAX_SEED}, not ${seed}.`, { param: "seed" });
    for (const token of Object.keys(logitBias))
      if (model.isEogToken(checkedToken(Number(token), "logitBias")))
        throw new InferenceError("bad-request", `The token ${token} ends answers; node-llama-cpp takes no bias for it. Use ignoreEnd.`, {
          param: "logitBias",
        });
  }

  function roomFor({ maxTokens, fitsMaxTokens }: Sampling, promptLength: number): number {
    const free = Math.max(1, settings.contextTokens - promptLength);
    const room = fitsMaxTokens ? Math.min(maxTokens ?? free, free) : (maxTokens ?? free);
    if (promptLength + room > settings.contextTokens)
      throw new InferenceError(
        "prompt-too-long",
        `The prompt has ${promptLength} tokens; with ${room} for the answer that is more than the ${settings.contextTokens} of one conversation.`,
        { param: "maxTokens" },
      );
    return room;
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

  async function embed(texts: readonly (string | readonly number[])[]): Promise<number[][]> {
    embedding ??= model.createEmbeddingContext({
      contextSize: settings.contextTokens,
      ...(settings.threads ? { threads: settings.threads } : {}),
    });
    const vectors: number[][] = [];
    for (const text of texts) {
      const input = typeof text === "string" ? text : text.map((token) => checkedToken(token, "input"));
      vectors.push([...(await (await embedding).getEmbeddingFor(input)).vector]);
    }
    return vectors;
  }

  return {
    async begin(task: WorkerTask, caller: Caller): Promise<{ abort(): void } | null> {
      if (task.type === "generate") return generate(task.request, caller);
      if (task.type === "score") return score(task, caller);
      if (task.type === "tokenize") {
        const { text, options } = task;
        if (typeof text !== "string") caller.result(promptTokens(text, promptOf(text)));
        else {
          const tokens = model.tokenize(text, options.special);
          caller.result(options.bos ? withBos(tokens) : tokens);
        }
      } else if (task.type === "render") caller.result(renderer.render(task.conversation).text);
      else if (task.type === "detokenize")
        caller.result(
          model.detokenize(
            task.tokens.map((token) => checkedToken(token, "tokens")),
            true,
          ),
        );
      else caller.result(await embed(task.texts));
      return null;
    },
  };
}

function marksOf({ reasoning, tools }: AnswerFormat): string {
  return [
    ...(reasoning === null ? [] : [reasoning.start, reasoning.end]),
    ...(tools === null ? [] : [tools.start, tools.end, ...(tools.type === "named" ? [tools.between] : [])]),
  ].join("");
}
