import { z } from "zod";
import { constraintFields } from "./constraint.ts";
import { count, off, openAiExtras, otherServers } from "./fields.ts";
import { samplingFields } from "./sampling.ts";

const MAX_LOG_PROBABILITIES = 20;
const limit = z.number().int().min(-1).nullish();

/** A completion: OpenAI's fields, and those of llama.cpp's server and vLLM. Each is done, or refused by name. */
export const completionRequest = z.strictObject({
  ...otherServers,
  ...openAiExtras,
  ...samplingFields,
  ...constraintFields,
  prompt: z.union(
    [z.string(), z.array(z.string()).min(1), z.array(count).min(1), z.array(z.array(count).min(1)).min(1)],
    "must be a text, a list of texts, a list of tokens, or a list of those",
  ),
  max_tokens: limit,
  max_completion_tokens: limit,
  n_predict: limit,
  echo: z.boolean().nullish(),
  logprobs: z
    .union(
      [count.max(MAX_LOG_PROBABILITIES), z.literal(false).transform(() => null), z.literal(true).transform(() => 1)],
      `must be a number up to ${MAX_LOG_PROBABILITIES}`,
    )
    .nullish(),
  continue_final_message: off(false),
  reasoning_format: off("none"),
  suffix: off(""),
  best_of: off(1),
});

export type CompletionRequest = z.infer<typeof completionRequest>;
