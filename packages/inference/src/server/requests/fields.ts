import { z } from "zod";

const NOT_HERE = "is not supported by this server";

/** A field that this server cannot do: it may stand in a request with a value that asks for nothing. */
export const off = (...idle: readonly unknown[]) =>
  z
    .custom<unknown>(
      (value) => value === null || value === undefined || idle.some((one) => JSON.stringify(one) === JSON.stringify(value)),
      idle.length === 0 ? NOT_HERE : `${NOT_HERE}; leave it out, or say ${idle.map((one) => JSON.stringify(one)).join(" or ")}`,
    )
    .optional();

/** A field that changes no answer: it says who asks, or how something may be computed. */
export const hint = () => z.unknown().optional();

export const count = z.number().int().min(0);

/** Fields of OpenAI's that ask for something besides the answer, for all requests. */
export const openAiExtras = {
  user: z.string().nullish(),
  metadata: hint(),
  safety_identifier: hint(),
  prompt_cache_key: hint(),
  prompt_cache_options: hint(),
  prompt_cache_retention: hint(),
  prediction: hint(),
  store: off(false),
  service_tier: off("auto", "default"),
  moderation: off(),
};

/** Fields of llama.cpp's server and of vLLM that this server cannot do, with the values that ask for nothing. */
export const otherServers = {
  adaptive_decay: hint(),
  adaptive_target: off(-1),
  backend_sampling: off(false),
  cache_prompt: off(true),
  chat_format: off(),
  chat_parser: off(),
  dry_allowed_length: hint(),
  dry_base: hint(),
  dry_multiplier: off(0),
  dry_penalty_last_n: hint(),
  dry_sequence_breakers: hint(),
  dynatemp_exponent: hint(),
  dynatemp_range: off(0),
  generation_prompt: off(""),
  grammar_lazy: off(false),
  grammar_triggers: off([]),
  grammar_type: off(),
  id_slot: off(-1),
  lora: off([]),
  min_keep: off(0, 1),
  mirostat: off(0),
  mirostat_eta: hint(),
  mirostat_tau: hint(),
  n_cache_reuse: off(0),
  n_discard: off(0),
  n_indent: off(0),
  n_keep: off(0),
  n_probs: off(0),
  parse_tool_calls: off(true),
  post_sampling_probs: off(false),
  preserved_tokens: off([]),
  reasoning_budget_end_tag: off(),
  reasoning_budget_end_tags: off([]),
  reasoning_budget_message: off(""),
  reasoning_budget_start_tag: off(),
  reasoning_budget_tokens: off(-1),
  reasoning_control: off(false),
  response_fields: off([]),
  return_progress: off(false),
  return_tokens: off(false),
  samplers: off(),
  sse_ping_interval: hint(),
  t_max_predict_ms: off(0, -1),
  t_max_prompt_ms: off(0, -1),
  timings_per_token: off(false),
  top_n_sigma: off(-1, 0),
  typical_p: off(1),
  verbose: off(false),
  xtc_probability: off(0),
  xtc_threshold: hint(),
  // vLLM
  add_special_tokens: off(),
  allowed_token_ids: off([]),
  bad_words: off([]),
  cache_salt: hint(),
  chat_template: off(),
  detokenize: off(true),
  documents: off([]),
  guided_decoding_backend: hint(),
  guided_whitespace_pattern: off(),
  include_reasoning: off(true),
  include_stop_str_in_output: off(false),
  kv_transfer_params: off(),
  length_penalty: off(1),
  logits_processors: off([]),
  min_tokens: off(0),
  mm_processor_kwargs: off(),
  priority: off(0),
  prompt_logprobs: off(0),
  repetition_detection: off(),
  request_id: hint(),
  return_token_ids: off(false),
  return_tokens_as_token_ids: off(false),
  skip_special_tokens: off(true),
  spaces_between_special_tokens: off(true),
  stop_token_ids: off([]),
  structural_tag: off(),
  thinking_token_budget: off(),
  truncate_prompt_tokens: off(),
  use_beam_search: off(false),
  vllm_xargs: off(),
};
