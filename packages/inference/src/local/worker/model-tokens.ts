import type { Token } from "node-llama-cpp";
import type { Continuation, Conversation } from "../../engine/engine.ts";
import { InferenceError } from "../../engine/errors.ts";
import type { LoadedModel } from "./load-model.ts";
import type { Prompt } from "./prompt.ts";

/** The tokens that a loaded model reads for what a caller sends. */
export interface ModelTokens {
  /** Puts the token that begins a sequence before them, for a model that expects it. */
  withBos(tokens: Token[]): Token[];
  /** @throws InferenceError `bad-request` for a number that is no token of the model; `param` names the field it came from. */
  checked(token: number, param: string): Token;
  ofText(prompt: string | readonly number[]): Token[];
  /** Null for a text that is to be continued as it is. */
  promptOf(request: Conversation | Continuation): Prompt | null;
  ofPrompt(request: Conversation | Continuation, prompt: Prompt | null): Token[];
}

/** Reads tokens with the vocabulary and the prompt format of a model. */
export function createModelTokens({ model, renderer, tokensOf }: LoadedModel): ModelTokens {
  const vocabularySize = model.fileInfo.metadata.tokenizer.ggml.tokens.length;
  const withBos = (tokens: Token[]): Token[] => {
    const { bos, shouldPrependBosToken } = model.tokens;
    return shouldPrependBosToken && bos !== null && tokens[0] !== bos ? [bos, ...tokens] : tokens;
  };
  const checked = (token: number, param: string): Token => {
    if (!(Number.isInteger(token) && token >= 0 && token < vocabularySize))
      throw new InferenceError("bad-request", `${token} is no token of this model.`, { param });
    return token as Token;
  };
  const ofText = (prompt: string | readonly number[]): Token[] =>
    typeof prompt === "string" ? withBos(model.tokenize(prompt, true)) : prompt.map((token) => checked(token, "prompt"));
  return {
    withBos,
    checked,
    ofText,
    promptOf: (request) => ("prompt" in request ? null : renderer.render(request)),
    ofPrompt: (request, prompt) => ("prompt" in request ? ofText(request.prompt) : prompt === null ? [] : withBos(tokensOf(prompt))),
  };
}
