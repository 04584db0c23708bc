import { z } from "zod";
import type { Sampling } from "../../engine/engine.ts";
import { count } from "./fields.ts";

const MAX_CHOICES = 128;
/** llama.cpp takes this seed, which no 32 bits go beyond, as a wish for a random one. */
const RANDOM_SEED = 2 ** 32 - 1;
const SEEDS = `must be a whole number from 0 to ${RANDOM_SEED - 1}, or -1 for a random one`;

const bias = z.number().min(-100).max(100);
const token = z.string().regex(/^\d+$/u, "must name tokens by their numbers");

/** What completions and chat completions have in common, as OpenAI, llama.cpp and vLLM name it. */
export const samplingFields = {
  model: z.string().nullish(),
  stream: z.boolean().nullish(),
  stream_options: z
    .strictObject({
      include_usage: z.boolean().nullish(),
      include_obfuscation: z.boolean().nullish(),
      continuous_usage_stats: z.literal(false, "is not supported by this server").nullish(),
    })
    .nullish(),
  temperature: z.number().min(0).max(100).nullish(),
  top_p: z.number().min(0).max(1).nullish(),
  top_k: z.number().int().min(-1).nullish(),
  min_p: z.number().min(0).max(1).nullish(),
  ignore_eos: z.boolean().nullish(),
  seed: z.number(SEEDS).int(SEEDS).min(-1, SEEDS).max(RANDOM_SEED, SEEDS).nullish(),
  n: z.number().int().min(1).max(MAX_CHOICES).nullish(),
  n_cmpl: z.number().int().min(1).max(MAX_CHOICES).nullish(),
  stop: z.union([z.string(), z.array(z.string())], "must be a text, or a list of texts").nullish(),
  presence_penalty: z.number().min(-2).max(2).nullish(),
  frequency_penalty: z.number().min(-2).max(2).nullish(),
  repeat_penalty: z.number().gt(0).max(100).nullish(),
  repetition_penalty: z.number().gt(0).max(100).nullish(),
  repeat_last_n: z.number().int().min(-1).nullish(),
  logit_bias: z
    .union(
      [
        z.record(token, bias),
        z
          .array(z.tuple([z.union([count, token]), z.union([bias, z.literal(false)])]))
          .transform((pairs) => Object.fromEntries(pairs.map(([one, value]) => [String(one), value === false ? -100 : value]))),
      ],
      "must give numbers of tokens a bias from -100 to 100",
    )
    .nullish(),
};

const samplingObject = z.object(samplingFields);
export type SamplingFields = z.infer<typeof samplingObject>;

/** OpenAI's default, which clients count on. */
const DEFAULT_TEMPERATURE = 1;

/** A seed by chance, so that it can be told. */
const drawn = () => Math.floor(Math.random() * RANDOM_SEED);

/** The seed of one of several choices. */
export const seedOf = (seed: number, choice: number): number => (seed + choice) % RANDOM_SEED;

/** The sampling that a request means, every value spelled out. */
export function samplingOf(body: SamplingFields): Omit<Sampling, "maxTokens"> {
  const stops = body.stop ?? [];
  const seed = body.seed ?? -1;
  const repeatPenalty = body.repeat_penalty ?? body.repetition_penalty;
  // The smallest nucleus is the likeliest token.
  const isGreedy = body.top_p === 0;
  return {
    temperature: body.temperature ?? DEFAULT_TEMPERATURE,
    topP: isGreedy ? 1 : (body.top_p ?? 1),
    topK: isGreedy ? 1 : Math.max(0, body.top_k ?? 0),
    minP: body.min_p ?? 0,
    seed: seed === -1 || seed === RANDOM_SEED ? drawn() : seed,
    stop: (typeof stops === "string" ? [stops] : stops).filter((one) => one !== ""),
    ...(body.ignore_eos ? { ignoreEnd: true } : {}),
    presencePenalty: body.presence_penalty ?? 0,
    frequencyPenalty: body.frequency_penalty ?? 0,
    ...(repeatPenalty === null || repeatPenalty === undefined ? {} : { repeatPenalty }),
    // vLLM's penalty looks at all that came before, llama.cpp's at the latest tokens.
    ...(body.repeat_last_n !== null && body.repeat_last_n !== undefined
      ? { repeatLastTokens: body.repeat_last_n }
      : body.repeat_penalty === null || body.repeat_penalty === undefined
        ? repeatPenalty === null || repeatPenalty === undefined
          ? {}
          : { repeatLastTokens: -1 }
        : {}),
    ...(body.logit_bias && Object.keys(body.logit_bias).length > 0 ? { logitBias: body.logit_bias } : {}),
  };
}

/** How many tokens a request allows; null is as many as there is room for. */
export const limitOf = (...limits: readonly (number | null | undefined)[]): number | null => {
  const limit = limits.find((one) => one !== null && one !== undefined);
  return limit === undefined || limit === -1 ? null : limit;
};

/** How many choices a request asks for. */
export const choicesOf = ({ n, n_cmpl }: SamplingFields): number => n ?? n_cmpl ?? 1;
