/** Rewrites what people and programs write for a model, step by step, towards the names that the catalog holds. */

/** Programs and services that put their own name before that of a model. */
const gateways = new Set(
  [
    "@cf @hf accounts anyscale azure azure_ai baseten bedrock cerebras chutes cloudflare deepinfra featherless fireworks fireworks_ai friendliai",
    "github groq hf hosted_vllm huggingface hyperbolic inference-net library litellm litellm_proxy lm_studio lmstudio mlx models nebius novita",
    "nvidia_nim ollama ollama_chat openrouter parasail perplexity replicate sambanova siliconflow together together_ai unify vertex_ai vllm",
    "watsonx workers-ai xinference",
  ]
    .join(" ")
    .split(" "),
);

/** Accounts that publish other makers' checkpoints unchanged, in another format. */
const republishers = new Set(
  [
    "ai-modelscope bartowski casperhansen cyankiwi ggml-org hugging-quants llm-research lmstudio-community maziyarpanahi mlx-community modularai",
    "mradermacher neuralmagic nousresearch pytorch quantfactory redhatai second-state solidrust thebloke unsloth xtuner",
  ]
    .join(" ")
    .split(" "),
);

const addresses =
  /^(?:https?:\/\/)?(?:www\.)?(?:huggingface\.co|hf\.co|ollama\.com|openrouter\.ai|modelscope\.cn|github\.com\/marketplace)\/|^(?:hf|ollama|huggingface|modelscope|oci):(?:\/\/)?/u;

/** Variants of one service: the checkpoint is the same. */
const serviceTags = /:(?:free|nitro|floor|extended|online|exacto|latest|cloud)$/u;

const quantizationName = String.raw`(?:ud-)?(?:i?q\d(?:_(?:k(?:_(?:xl|[sml]))?|[01]|xxs|xs|s|m|nl))*|b?f(?:16|32)|fp(?:8|16|4)|mxfp4|nvfp4|int[48]|w\da\d+|[48]-?bit)`;
/** Formats and quantizations at the end of a name. */
const packaging = new RegExp(
  String.raw`(?:[-_.:@](?:gguf|awq|gptq|exl2|mlx|bnb|unsloth|imatrix|i1|marlin|dynamic|onnx|${quantizationName}|\d{5}-of-\d{5}))+$`,
  "u",
);

/** What makers call a checkpoint that was tuned to answer. */
const tuned = /(?<=[-\s_])(?:instruct|chat|it)(?=$|[-\s_])/u;

/** The same name with each other word for a tuned checkpoint. */
const withOtherTuning = (name: string): readonly string[] =>
  tuned.test(name) ? ["instruct", "chat", "it"].map((word) => name.replace(tuned, word)) : [];

/** Drops the address of a site, a query, and the part of a path that names a revision. */
const withoutAddress = (name: string): string =>
  addresses.test(name)
    ? name
        .replace(addresses, "")
        .replace(/[?#].*$/u, "")
        .replace(/\/(?:tree|blob|resolve|raw)\/.*$/u, "")
        .replace(/\/$/u, "")
    : name;

/** Amazon Bedrock's form `us.meta.llama3-1-8b-instruct-v1:0` and Fireworks' `llama-v3p1-8b-instruct`. */
const withoutServiceForm = (name: string): string =>
  name.replace(/^(?:[a-z]{2,4}\.)?[a-z0-9]+\.([a-z].*?)-v\d+:\d+$/u, "$1").replaceAll(/(?<=^|[-/])v(\d+)p(\d+)(?=-)/gu, "$1.$2");

/** A name cut into the account that it stands under, and the rest. */
export interface OwnedName {
  readonly owner?: string;
  readonly name: string;
}

/**
 * Names that a text may mean, the nearest to what was written first. Only what surrounds a name is taken away, never a part of it: `glm-4.7-flash`
 * does not become `glm-4.7`. The first that the catalog holds is meant.
 */
export function* readingsOf(text: string): Generator<OwnedName> {
  const written = text.trim().toLowerCase();
  const bare = withoutServiceForm(withoutAddress(written));
  const unpacked = bare.replace(/\.gguf$/u, "").replace(packaging, "");
  for (const whole of new Set([
    bare,
    bare.replace(serviceTags, ""),
    unpacked,
    unpacked.replace(serviceTags, ""),
    unpacked.replace(packaging, ""),
  ])) {
    for (const form of formsOf(whole)) {
      yield* owned(form);
      for (const other of withOtherTuning(form)) yield* owned(other);
    }
  }
}

/** A tag of Ollama that is a size and nothing else, `7b` or `30b-a3b`, denotes the checkpoint that was tuned to answer, where there is one. */
const sizeTag = /:[\d.]+[bmt](?:-a[\d.]+b)?$/u;

/** A tag of Ollama also as part of the name: `gemma2:9b-instruct`, and `llama3:8b-text`, which is the base model. */
function formsOf(name: string): readonly string[] {
  if (!name.includes(":")) return [name];
  const joined = name.replace(":", "-");
  const tunedFirst = sizeTag.test(name) ? [`${joined}-instruct`] : [];
  return [name, ...tunedFirst, joined, ...(/-(?:text|base)$/u.test(joined) ? [joined.replace(/-(?:text|base)$/u, "")] : [])];
}

function* owned(name: string): Generator<OwnedName> {
  const segments = name.split("/").filter((segment) => segment !== "");
  if (segments.length > 1) yield { name: segments.join("/") };
  while (segments.length > 1 && gateways.has(segments[0] ?? "")) segments.shift();
  const [first = "", second, third] = segments;
  if (third !== undefined) return;
  if (second === undefined) {
    yield { name: first };
    return;
  }
  yield { owner: first, name: second };
  if (!republishers.has(first)) return;
  yield { name: second };
  const [account = "", ...rest] = second.split("_");
  if (rest.length > 0) yield { owner: account, name: rest.join("_") };
}
