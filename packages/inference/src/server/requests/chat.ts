import { z } from "zod";
import type { Conversation, GenerateRequest, Limits, Tool } from "../../engine/engine.ts";
import { InferenceError } from "../../engine/errors.ts";
import { constraintFields, formOf } from "./constraint.ts";
import { count, hint, off, openAiExtras, otherServers } from "./fields.ts";
import { conversationOf, messages } from "./messages.ts";
import { limitOf, samplingFields, samplingOf } from "./sampling.ts";

const MAX_LOG_PROBABILITIES = 20;

const tool = z.strictObject({
  type: z.literal("function", "must be function; tools of other types are not supported by this server"),
  function: z.strictObject({
    name: z.string().regex(/^[\w.:-]{1,128}$/u, "must be of letters, digits and _ - . :"),
    description: z.string().nullish(),
    parameters: z.record(z.string(), z.unknown()).nullish(),
    strict: z.boolean().nullish(),
  }),
});
const limit = z
  .number()
  .int()
  .min(-1)
  .refine((value) => value !== 0, "must be at least 1, or -1 for as many as fit")
  .nullish();

/** A chat completion: OpenAI's fields, and those of llama.cpp's server and vLLM. Each is done, or refused by name. */
export const chatRequest = z.strictObject({
  ...otherServers,
  ...openAiExtras,
  ...samplingFields,
  ...constraintFields,
  messages,
  max_tokens: limit,
  max_completion_tokens: limit,
  n_predict: limit,
  logprobs: z.boolean().nullish(),
  top_logprobs: count.max(MAX_LOG_PROBABILITIES).nullish(),
  tools: z.array(tool).nullish(),
  tool_choice: z
    .union(
      [
        z.enum(["none", "auto", "required"]),
        z
          .strictObject({ type: z.literal("function"), function: z.strictObject({ name: z.string() }) })
          .transform(({ function: { name } }) => ({ name })),
      ],
      "must be none, auto, required, or a function by its name",
    )
    .nullish(),
  parallel_tool_calls: z.boolean().nullish(),
  reasoning_effort: z.string().nullish(),
  reasoning_format: z.enum(["none", "auto", "deepseek"]).nullish(),
  enable_thinking: z.boolean().nullish(),
  chat_template_kwargs: z.record(z.string(), z.unknown()).nullish(),
  add_generation_prompt: z.boolean().nullish(),
  continue_final_message: z.boolean().nullish(),
  echo: off(false),
  // Deprecated by OpenAI in favour of tools.
  functions: off([]),
  function_call: off(),
  modalities: off(["text"]),
  audio: off(),
  verbosity: off("medium"),
  web_search_options: off(),
  // A budget of time is a header's or the server's.
  timeout: hint(),
});

export type ChatRequest = z.infer<typeof chatRequest>;

type ConversationFields = Pick<ChatRequest, "messages"> &
  Partial<
    Pick<
      ChatRequest,
      | "tools"
      | "tool_choice"
      | "parallel_tool_calls"
      | "chat_template_kwargs"
      | "enable_thinking"
      | "reasoning_effort"
      | "add_generation_prompt"
      | "continue_final_message"
    >
  >;

/** The conversation of a request. */
export function conversationIn(body: ConversationFields): Conversation {
  return {
    ...conversationOf(body.messages),
    ...toolsOf(body),
    ...variablesOf(body),
    ...(continuesOf(body) ? { continuesAnswer: true } : {}),
  };
}

/** What a chat request asks an engine for. */
export interface ChatCall {
  readonly request: GenerateRequest;
  /** Which field of the request holds the answer to a form. */
  readonly form: string | null;
}

/** A request as an engine takes it. */
export function chatCall(body: ChatRequest, limits: Limits): ChatCall {
  const form = formOf(body);
  if ((body.top_logprobs ?? 0) > 0 && !body.logprobs)
    throw new InferenceError("bad-request", "top_logprobs needs logprobs: true.", { param: "top_logprobs" });
  return {
    form: form?.path ?? null,
    request: {
      ...conversationIn(body),
      separatesReasoning: body.reasoning_format !== "none",
      ...samplingOf(body),
      maxTokens: limitOf(body.max_completion_tokens, body.max_tokens, body.n_predict),
      fitsMaxTokens: true,
      ...form?.sampling,
      ...(body.logprobs ? { logProbabilities: body.top_logprobs ?? 0 } : {}),
      ...limits,
    },
  };
}

function toolsOf({ tools, tool_choice: choice, parallel_tool_calls: parallel }: ConversationFields): Partial<Conversation> {
  if (!tools?.length) {
    if (choice && choice !== "none" && choice !== "auto")
      throw new InferenceError("bad-request", "tool_choice asks for a tool, and there are no tools.", { param: "tool_choice" });
    return {};
  }
  const offered: Tool[] = tools.map(({ function: { name, description, parameters } }) => ({
    name,
    ...(description ? { description } : {}),
    ...(parameters ? { parameters } : {}),
  }));
  return { tools: offered, ...(choice ? { toolChoice: choice } : {}), ...(parallel === false ? { parallelToolCalls: false } : {}) };
}

function variablesOf(body: ConversationFields): Partial<Conversation> {
  const variables = {
    ...body.chat_template_kwargs,
    ...(typeof body.enable_thinking === "boolean" ? { enable_thinking: body.enable_thinking } : {}),
    ...(typeof body.reasoning_effort === "string" ? { reasoning_effort: body.reasoning_effort } : {}),
  };
  return Object.keys(variables).length > 0 ? { templateVariables: variables } : {};
}

/** A last message of the assistant is continued, as llama.cpp's server does it. */
function continuesOf({ messages: all, add_generation_prompt: begins, continue_final_message: continues }: ConversationFields): boolean {
  if (continues && begins)
    throw new InferenceError("bad-request", "An answer is continued or begun: leave out add_generation_prompt.", {
      param: "continue_final_message",
    });
  const isBegun = all.at(-1)?.role === "assistant";
  if (begins === false && !isBegun)
    throw new InferenceError(
      "unsupported",
      "Without add_generation_prompt, the last message has to be one of the assistant, which is continued.",
      {
        param: "add_generation_prompt",
      },
    );
  return continues ?? (begins === true ? false : isBegun);
}
