import { type Importer, nominalIn, type Statement } from "./statement.ts";
import type { FieldPath } from "../parse/fields.ts";

const REPOSITORY = "AlexsJones/llmfit";
/** The last commit whose list is no larger than what a clone without large files holds. */
const COMMIT = "a3e0eb27c57fe05298292f4c61699b9aed2824ea";
const PATH = "llmfit-core/data/hf_models.json";

interface Entry {
  readonly name: string;
  readonly architecture: string;
  readonly parameters_raw: number;
  readonly context_length: number;
  readonly hf_downloads: number;
  readonly num_hidden_layers?: number | null;
  readonly num_attention_heads?: number | null;
  readonly num_key_value_heads?: number | null;
  readonly head_dim?: number | null;
  readonly hidden_size?: number | null;
  readonly vocab_size?: number | null;
  readonly moe_intermediate_size?: number | null;
  readonly num_experts?: number | null;
  readonly active_experts?: number | null;
}

/** Where a configuration says nothing, llmfit writes this context; those of these architectures always say something. */
const DEFAULT_CONTEXT = 4096;
/** Counts further from the size in the name are of packed or quantized weights. */
const COUNT_TOLERANCE = 0.25;
/** Weights of larger models are often packed, which a name without a size cannot tell. */
const PACKED = 1e11;
/** Where weights are packed, llmfit writes products of dimensions, without the norms, which make a true count no multiple of this. */
const ESTIMATE_STEP = 2 ** 16;

/**
 * Architectures of which every layer keeps keys and values of the whole context, so that heads alone decide the cache. For others the number of
 * heads says nothing without the kind of each layer, and llmfit does not give that.
 */
const fullAttention = new Set(
  `llama qwen2 qwen3 qwen2_moe qwen3_moe qwen2_vl qwen2_5_vl qwen3_vl qwen3_vl_moe mistral mixtral olmo olmo2 olmoe granite granitemoe internlm2 glm4 glm4_moe
   glm4v chatglm stablelm smollm3 ernie4_5 ernie4_5_moe hunyuan_v1_dense hunyuan_v1_moe exaone cohere gpt_neox dbrx arcee apertus seed_oss bailing_moe
   minimax_m2 gemma nemotron minicpm minicpm3 internlm3 aquila baichuan persimmon solar deepseek mpt opt`.split(/\s+/u),
);

const statesContext = new Set(
  "llama qwen2 qwen3 mistral mixtral olmo olmo2 olmoe granite granitemoe gemma phi3 internlm2 stablelm deepseek".split(" "),
);

/** Dimensions and counts of models, which llmfit reads from their configurations and weights on Hugging Face. */
export const llmfit: Importer = {
  by: "llmfit",
  repository: REPOSITORY,
  commit: COMMIT,
  kind: "code",
  read: (copies) => {
    const text = copies.read({ repository: REPOSITORY, path: PATH, commit: COMMIT });
    return text === undefined
      ? []
      : (JSON.parse(text) as readonly Entry[]).filter(({ hf_downloads }) => hf_downloads > 0).flatMap(statementsOf);
  },
};

function statementsOf(entry: Entry): Statement[] {
  const { name, architecture, parameters_raw: count, context_length: context } = entry;
  const state = (field: FieldPath, key: keyof Entry): Statement[] => {
    const value = entry[key];
    return typeof value === "number" && value > 0
      ? [{ huggingFace: name, field, value, quote: `name: ${name}, … ${key}: ${value},`, path: PATH }]
      : [];
  };
  const nominal = nominalIn(name);
  const isCounted =
    count % 1e6 !== 0 &&
    count % ESTIMATE_STEP !== 0 &&
    (nominal === undefined ? count < PACKED : Math.abs(count / nominal - 1) < COUNT_TOLERANCE);
  const keepsAll = fullAttention.has(architecture);
  return [
    ...(nominal === undefined
      ? []
      : [{ huggingFace: name, field: "parameters.nominal" as const, value: nominal, quote: `name: ${name},`, path: PATH }]),
    ...(isCounted ? state("parameters.total", "parameters_raw") : []),
    ...(context === DEFAULT_CONTEXT && !statesContext.has(architecture) ? [] : state("context.native", "context_length")),
    ...state("architecture.layers", "num_hidden_layers"),
    ...state("architecture.hiddenSize", "hidden_size"),
    ...state("architecture.heads", "num_attention_heads"),
    ...state("architecture.vocabularySize", "vocab_size"),
    ...state("architecture.experts", "num_experts"),
    ...state("architecture.activeExperts", "active_experts"),
    ...(keepsAll ? state("architecture.keyValueHeads", "num_key_value_heads") : []),
    ...(keepsAll ? state("architecture.headSize", "head_dim") : []),
    ...(keepsAll ? state("architecture.feedForwardSize", "moe_intermediate_size") : []),
  ];
}
