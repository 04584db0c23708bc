import { z } from "zod";
import { count, off, openAiExtras } from "./fields.ts";

const EMPTY = "must not be empty";
const text = z.string().min(1, EMPTY);
const tokens = z.array(count).min(1, EMPTY);

/** Texts, or tokens, to turn into vectors. */
export const embeddingRequest = z.strictObject({
  ...openAiExtras,
  model: z.string().nullish(),
  input: z.union(
    [text, z.array(text).min(1, EMPTY), tokens, z.array(tokens).min(1, EMPTY)],
    "must be a text, a list of texts, a list of tokens, or a list of those, none of them empty",
  ),
  encoding_format: z.enum(["float", "base64"]).nullish(),
  dimensions: z.number().int().min(1).nullish(),
  // vLLM and llama.cpp
  add_special_tokens: off(true),
  embd_normalize: off(2),
  priority: off(0),
  truncate_prompt_tokens: off(),
  normalize: off(true),
});

export type EmbeddingRequest = z.infer<typeof embeddingRequest>;

/** Each text, or list of tokens, by itself. */
export function inputsOf({ input }: EmbeddingRequest): readonly (string | readonly number[])[] {
  if (typeof input === "string") return [input];
  const [first] = input;
  return typeof first === "number" ? [input as number[]] : (input as string[] | number[][]);
}
