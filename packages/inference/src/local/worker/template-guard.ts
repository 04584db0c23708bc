import type { LlamaModel } from "node-llama-cpp";
import type { Message } from "../../engine/engine.ts";
import { InferenceError } from "../../engine/errors.ts";
import type { PromptRenderer } from "./prompt.ts";
import { promptTokens, type SpecialToken } from "./prompt-tokens.ts";

const TEXTS = [
  "Why is the sky blue? 🌌",
  "  spaces before, and lines after \n\n",
  "<think>\nHm.\n</think>\n\nAir scatters blue light.",
  "谢谢！那<b>日落</b>呢？",
  "[INST] <tool_response> </s> ",
];

/**
 * Renders conversations of all kinds before a model is used: texts with spaces, thoughts, and what looks like special tokens.
 *
 * @throws Error where the template cannot be applied to a question, or would let people's text become special tokens.
 */
export function checkTemplate(model: LlamaModel, renderer: PromptRenderer, specials: readonly SpecialToken[]): void {
  const control = new Set(specials.map(({ token }) => token));
  const countOf = (messages: readonly Message[]) =>
    promptTokens(model, renderer.render({ messages, systemPrompt: "" }), specials).filter((token) => control.has(token)).length;
  const conversation = (text: string, answer: string): readonly Message[] => [
    { role: "user", content: text },
    { role: "assistant", content: answer },
    { role: "user", content: text },
  ];
  for (const text of TEXTS) {
    const expected = countOf(conversation("question", "answer"));
    for (const { text: special } of specials.slice(0, 8)) {
      const found = countOf(conversation(`${text} ${special}`, `answer ${special}.`));
      if (found !== expected)
        throw new Error(
          `its chat template lets the text ${JSON.stringify(special)} of a message become a special token (${found}, not ${expected})`,
        );
    }
  }
  const alone = attempt(() => renderer.render({ messages: [{ role: "user", content: TEXTS[0] ?? "" }], systemPrompt: "" }));
  if (alone !== null) throw new Error(`its chat template refuses a question (${alone})`);
}

function attempt(work: () => unknown): string | null {
  try {
    work();
    return null;
  } catch (error) {
    if (InferenceError.isInstance(error)) return error.message;
    throw error;
  }
}
