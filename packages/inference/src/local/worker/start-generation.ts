import type { LlamaContextSequence, Token } from "node-llama-cpp";
import type { Continuation, Conversation, GenerationEvent, Sampling } from "../../engine/engine.ts";
import { InferenceError } from "../../engine/errors.ts";
import { createTextStream, type TextStream } from "../../engine/text-stream.ts";
import type { AnswerFormat } from "./answer-format.ts";
import { AnswerParser } from "./answer-parser.ts";
import { constraintOf } from "./constraint.ts";
import { type AnswerGrammar, Generation } from "./generation.ts";
import { grammarOf } from "./grammar-state.ts";
import type { Prompt } from "./prompt.ts";
import type { TaskCaller, TaskContext } from "./task-context.ts";

type Request = (Conversation | Continuation) & Sampling;

/** llama.cpp reads the number after this one as "choose a random seed". */
const MAX_SEED = 2 ** 32 - 2;

/**
 * Begins to write one answer.
 *
 * @param forget Drops the scores that are known of a sequence: its tokens change.
 * @throws InferenceError `bad-request` or `prompt-too-long`, before anything is read.
 */
export async function startGeneration(
  context: TaskContext,
  request: Request,
  caller: TaskCaller,
  forget: (sequence: LlamaContextSequence) => void,
): Promise<Generation> {
  const { model } = context.loaded;
  const prompt = context.tokens.promptOf(request);
  const tokens = context.tokens.ofPrompt(request, prompt);
  if (tokens.length === 0) throw new InferenceError("bad-request", "The prompt is empty, and the model has no token to begin with.");
  checkSampling(context, request);
  const maxTokens = answerTokens(request, tokens.length, context.settings.contextTokens);
  const answer = await readAnswerWith(context, request, prompt, caller);
  const text = textStreamOf(context, request, tokens, answer.isSplit);
  let generation: Generation | undefined;
  await context.steps.start(tokens, ({ sequence }) => {
    forget(sequence);
    generation = new Generation({
      model,
      sequence,
      tokens,
      sampling: { ...request, maxTokens },
      grammar: answer.grammar,
      text,
      emit: answer.emit,
      fail: (error) => caller.fail(error),
    });
    return generation;
  });
  if (!generation) throw new Error("No sequence was given to a generation.");
  return generation;
}

interface AnswerReader {
  /** Whether thoughts and calls of tools are split from the text. */
  readonly isSplit: boolean;
  readonly grammar: AnswerGrammar | null;
  readonly emit: (event: GenerationEvent) => void;
}

/** What reads the answer: its parts, and the grammar that it must follow. */
async function readAnswerWith(
  { loaded: { llama, model, renderer } }: TaskContext,
  request: Request,
  prompt: Prompt | null,
  caller: TaskCaller,
): Promise<AnswerReader> {
  const conversation = "prompt" in request ? null : request;
  const { reasoning, tools } = renderer.answers;
  const offersTools = (conversation?.tools?.length ?? 0) > 0 && conversation?.toolChoice !== "none";
  const constraint = constraintOf(request, tools);
  const beginsInReasoning = prompt?.beginsInReasoning === true;
  const parts = {
    reasoning: reasoning !== null && (conversation?.separatesReasoning || beginsInReasoning) ? reasoning : null,
    tools: offersTools ? tools : null,
    beginsInReasoning,
  };
  const isSplit = conversation?.separatesReasoning === true || offersTools;
  const parser = new AnswerParser(parts, (delta) => {
    if (isSplit) caller.event(delta);
  });
  const isConstrained = () => !(beginsInReasoning && constraint?.isForTools === false) || parser.isBeyondReasoning;
  const grammar = constraint === null ? null : await grammarOf(llama, model, constraint.grammar, isConstrained);
  return {
    isSplit,
    grammar,
    emit(event) {
      if (event.type === "text-delta") {
        parser.push(event.text);
        if (isSplit) return;
      } else if (event.type === "generation-end") parser.end();
      caller.event(event);
    },
  };
}

/** @param showsMarks Control tokens that mark the parts of an answer are written out, for what splits the answer. */
function textStreamOf(
  { loaded: { model, renderer }, settings }: TaskContext,
  request: Request,
  tokens: readonly Token[],
  showsMarks: boolean,
): TextStream<Token> {
  const conversation = "prompt" in request ? null : request;
  const formatStops = settings.promptFormat?.type === "transcript" ? settings.promptFormat.stop : [];
  const marks = marksOf(renderer.answers);
  const isMark = (token: Token) =>
    showsMarks && marks !== "" && model.getTokenAttributes(token).control && marks.includes(model.detokenize([token], true));
  return createTextStream<Token>(
    (pending, before) => model.detokenize(pending, pending.some(isMark), before.length > 0 ? before : tokens.slice(-1)),
    {
      stops: [...(conversation ? formatStops : []), ...(request.stop ?? [])],
      trimStart: conversation !== null && conversation.continuesAnswer !== true,
    },
  );
}

function checkSampling({ loaded: { model }, tokens }: TaskContext, { seed, logitBias = {} }: Sampling): void {
  if (!(Number.isInteger(seed) && seed >= 0 && seed <= MAX_SEED))
    throw new InferenceError("bad-request", `The seed is a whole number from 0 to ${MAX_SEED}, not ${seed}.`, { param: "seed" });
  for (const token of Object.keys(logitBias))
    if (model.isEogToken(tokens.checked(Number(token), "logitBias")))
      throw new InferenceError("bad-request", `The token ${token} ends answers; node-llama-cpp takes no bias for it. Use ignoreEnd.`, {
        param: "logitBias",
      });
}

/** How many tokens an answer may have. */
function answerTokens({ maxTokens, fitsMaxTokens }: Sampling, promptLength: number, contextTokens: number): number {
  const free = Math.max(1, contextTokens - promptLength);
  const count = fitsMaxTokens ? Math.min(maxTokens ?? free, free) : (maxTokens ?? free);
  if (promptLength + count > contextTokens)
    throw new InferenceError(
      "prompt-too-long",
      `The prompt has ${promptLength} tokens; with ${count} for the answer that is more than the ${contextTokens} of one conversation.`,
      { param: "maxTokens" },
    );
  return count;
}

function marksOf({ reasoning, tools }: AnswerFormat): string {
  return [
    ...(reasoning === null ? [] : [reasoning.start, reasoning.end]),
    ...(tools === null ? [] : [tools.start, tools.end, ...(tools.type === "named" ? [tools.between] : [])]),
  ].join("");
}
