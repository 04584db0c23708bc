import { z } from "zod";
import type { ScoredToken, TokenLogProbability } from "../engine/engine.ts";

const scored = z.object({ id: z.number().nullish(), token: z.string(), logprob: z.number().nullable() });

/** As chat completions have them; llama-server also has them so in completions. */
const perToken = z.object({ content: z.array(scored.extend({ top_logprobs: z.array(scored).nullish() })).nullable() });

/** As completions have them. */
const perPosition = z.object({
  tokens: z.array(z.string()),
  token_logprobs: z.array(z.number().nullable()),
  top_logprobs: z.array(z.record(z.string(), z.number()).nullable()).nullish(),
});

const logprobs = z.union([perToken, perPosition]).nullish();

const usage = z.object({
  prompt_tokens: z.number().nullish(),
  completion_tokens: z.number().nullish(),
  prompt_tokens_details: z.object({ cached_tokens: z.number().nullish() }).nullish(),
});

const text = z.string().nullish();

/** A chunk of a chat completion or of a completion. */
export const chunk = z.object({
  choices: z
    .array(
      z.object({
        delta: z.object({ content: text, reasoning_content: text, reasoning: text, refusal: text }).nullish(),
        text,
        finish_reason: text,
        logprobs,
      }),
    )
    .nullish(),
  usage: usage.nullish(),
  system_fingerprint: text,
  error: z.unknown().optional(),
});

/** A whole completion. */
export const completion = z.object({
  choices: z.array(z.object({ text: z.string(), logprobs })).min(1),
  usage: usage.nullish(),
});

const best = (tokens: readonly TokenLogProbability[], top: number): TokenLogProbability[] =>
  tokens.toSorted((one, other) => other.logProbability - one.logProbability).slice(0, top);

/** The tokens of a choice in either form, with the `top` likeliest in each place. */
export function tokensOf(read: z.infer<typeof logprobs>, top: number): ScoredToken[] {
  if (!read) return [];
  if ("content" in read)
    return (read.content ?? []).map(({ id, token, logprob, top_logprobs: others }) => ({
      token: id ?? null,
      text: token,
      logProbability: logprob,
      top: best(
        (others ?? []).map((other) => ({
          token: other.id ?? null,
          text: other.token,
          logProbability: other.logprob ?? Number.NEGATIVE_INFINITY,
        })),
        top,
      ),
    }));
  return read.tokens.map((token, index) => ({
    token: null,
    text: token,
    logProbability: read.token_logprobs[index] ?? null,
    top: best(
      Object.entries(read.top_logprobs?.[index] ?? {}).map(([other, logProbability]) => ({ token: null, text: other, logProbability })),
      top,
    ),
  }));
}
