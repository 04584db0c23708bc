import { type Llama, LlamaGrammarEvaluationState, type LlamaGrammar, type LlamaModel } from "node-llama-cpp";
import { z } from "zod";
import { InferenceError } from "../../engine/errors.ts";
import type { AnswerGrammar } from "./generation.ts";

type Test = (state: unknown, token: number) => boolean;
const isFunction = (value: unknown) => typeof value === "function";
/** What node-llama-cpp's own speculative sampling holds tokens against a grammar with. */
const bindings = z.object({
  AddonSampler: z.custom<{ canBeNextTokenForGrammarEvaluationState: Test; acceptGrammarEvaluationStateToken: Test }>(isFunction),
});

/**
 * What holds one answer to a grammar.
 *
 * @param isConstrained Whether the answer is held to it yet: thoughts before it are free.
 * @throws InferenceError `bad-request` where llama.cpp does not take the grammar.
 */
export async function grammarOf(llama: Llama, model: LlamaModel, text: string, isConstrained: () => boolean): Promise<AnswerGrammar> {
  let grammar: LlamaGrammar;
  try {
    grammar = await llama.createGrammar({ grammar: text });
  } catch (cause) {
    throw new InferenceError(
      "bad-request",
      "llama.cpp does not take this grammar: it does not parse, has no rule root, or repeats too much.",
      {
        cause,
        param: "grammar",
      },
    );
  }
  const state = new LlamaGrammarEvaluationState({ model, grammar });
  const { AddonSampler } = bindings.parse(Reflect.get(llama, "_bindings"));
  const native: unknown = Reflect.get(state, "_state");
  return {
    state: () => (isConstrained() ? state : null),
    allows: (token) => AddonSampler.canBeNextTokenForGrammarEvaluationState(native, token),
    accept: (token) => void AddonSampler.acceptGrammarEvaluationStateToken(native, token),
  };
}
