import { z } from "zod";
import { chatRequest } from "./chat.ts";
import { count, hint, off } from "./fields.ts";

const shared = { model: z.string().nullish(), add_special_tokens: z.boolean().nullish(), return_token_strs: off(false) };
const template = {
  messages: chatRequest.shape.messages,
  tools: chatRequest.shape.tools,
  chat_template_kwargs: chatRequest.shape.chat_template_kwargs,
  add_generation_prompt: chatRequest.shape.add_generation_prompt,
  continue_final_message: chatRequest.shape.continue_final_message,
};

/** vLLM's shape of a text or a conversation, and llama.cpp's of a text. */
export const tokenizeRequest = z.union(
  [
    z.strictObject({ ...shared, prompt: z.string() }),
    z.strictObject({ ...shared, ...template }),
    z.strictObject({
      model: shared.model,
      content: z.string(),
      add_special: z.boolean().nullish(),
      parse_special: z.boolean().nullish(),
      with_pieces: off(false),
    }),
  ],
  "must hold prompt, messages or content, and no unknown field",
);

export const detokenizeRequest = z.strictObject({ model: z.string().nullish(), tokens: z.array(count) });

export const applyTemplateRequest = z.strictObject({
  ...template,
  model: z.string().nullish(),
  tool_choice: chatRequest.shape.tool_choice,
  parallel_tool_calls: chatRequest.shape.parallel_tool_calls,
  reasoning_effort: chatRequest.shape.reasoning_effort,
  enable_thinking: chatRequest.shape.enable_thinking,
  user: hint(),
});
