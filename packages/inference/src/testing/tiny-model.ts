import { randomNumbers, randomTensor } from "./random-tensor.ts";
import { f32, flag, type GgufFile, type GgufTensor, type GgufValue, list, type TensorType, text, u32 } from "./write-gguf.ts";

/** The shape of a model with random weights. Left out, it is one of 0.7 million weights that loads in milliseconds. */
export interface TinyModelOptions {
  readonly name?: string;
  readonly seed?: number;
  readonly type?: TensorType;
  readonly layers?: number;
  readonly embedding?: number;
  readonly heads?: number;
  readonly keyValueHeads?: number;
  readonly feedForward?: number;
  readonly contextLength?: number;
  /** Null: none. ChatML where it is left out. */
  readonly chatTemplate?: string | null;
  /** Without them text outside ASCII has no tokens; llama.cpp aborts on it. */
  readonly byteTokens?: boolean;
  /** SentencePiece where it is left out; else byte pairs, as GPT-2 and most newer families have them. */
  readonly tokenizer?: "sentencepiece" | "byte-pairs";
  /** Further control tokens, such as those of a chat template. */
  readonly controls?: readonly string[];
  /** Further tokens that a text may hold as such, such as those around an image. */
  readonly markers?: readonly string[];
}

export const chatMl =
  "{% for message in messages %}{{ '<|im_start|>' + message['role'] + '\\n' + message['content'] + '<|im_end|>' + '\\n' }}{% endfor %}" +
  "{% if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}{% endif %}";

/** Kinds of tokens, as llama.cpp numbers them. */
const NORMAL = 1;
const UNKNOWN = 2;
const CONTROL = 3;
const USER_DEFINED = 4;
const BYTE = 6;
const IM_END = 4;

const SPACE = "\u2581";
const letters = "abcdefghijklmnopqrstuvwxyz";
const printable = Array.from({ length: 94 }, (_, index) => String.fromCodePoint(33 + index));
const pairs = [...`${SPACE}${letters}`].flatMap((first) => [...letters].map((second) => first + second));

interface VocabularyToken {
  readonly token: string;
  readonly kind: number;
}

const of = (kind: number, tokens: readonly string[]): VocabularyToken[] => tokens.map((token) => ({ token, kind }));
const ownControls = ["<s>", "</s>", "<|im_start|>", "<|im_end|>"];

/** A SentencePiece vocabulary: single characters, and pairs of small letters that they join to. */
function vocabulary(byteTokens: boolean, controls: readonly string[], markers: readonly string[]): VocabularyToken[] {
  const bytes = Array.from({ length: 256 }, (_, byte) => `<0x${byte.toString(16).toUpperCase().padStart(2, "0")}>`);
  return [
    ...of(UNKNOWN, ["<unk>"]),
    ...of(CONTROL, [...ownControls, ...controls.filter((one) => !ownControls.includes(one))]),
    ...of(USER_DEFINED, markers),
    ...(byteTokens ? of(BYTE, bytes) : []),
    ...of(NORMAL, [SPACE, ...printable, ...pairs]),
  ];
}

/** A vocabulary of byte pairs: bytes as GPT-2 writes them, and pairs of small letters, also behind a space. */
function bytePairs(controls: readonly string[], markers: readonly string[]): { tokens: VocabularyToken[]; merges: string[] } {
  let next = 256;
  const bytes = Array.from({ length: 256 }, (_, byte) => {
    const isVisible = (byte >= 0x21 && byte <= 0x7e) || (byte >= 0xa1 && byte <= 0xac) || byte >= 0xae;
    return String.fromCodePoint(isVisible ? byte : next++);
  });
  const space = bytes[32] ?? "";
  const merges = [...`${space}${letters}`].flatMap((first) => [...letters].map((second) => [first, second] as const));
  return {
    merges: merges.map((pair) => pair.join(" ")),
    tokens: [
      ...of(UNKNOWN, ["<unk>"]),
      ...of(CONTROL, [...ownControls, ...controls.filter((one) => !ownControls.includes(one))]),
      ...of(USER_DEFINED, markers),
      ...of(NORMAL, [...bytes, ...merges.map((pair) => pair.join(""))]),
    ],
  };
}

/**
 * A model of the llama architecture with random weights, the same ones for the same seed: what it writes means nothing, but everything about it works.
 *
 * @example
 * ```ts
 * await writeFile("tiny.gguf", writeGguf(tinyModel({ layers: 4, type: "Q8_0" })));
 * ```
 */
export function tinyModel(options: TinyModelOptions = {}): GgufFile {
  const { name = "Tiny", seed = 1, type = "F16", layers = 2, embedding = 128, heads = 4, keyValueHeads = 2, feedForward = 256 } = options;
  const { contextLength = 2048, chatTemplate = chatMl, byteTokens = true, controls = [], markers = [] } = options;
  const isBytePairs = options.tokenizer === "byte-pairs";
  const pairwise = bytePairs(controls, markers);
  const tokens = isBytePairs ? pairwise.tokens : vocabulary(byteTokens, controls, markers);
  const head = embedding / heads;
  const metadata = new Map<string, GgufValue>([
    ["general.architecture", text("llama")],
    ["general.name", text(name)],
    ["general.file_type", u32({ F32: 0, F16: 1, Q8_0: 7 }[type])],
    ["llama.context_length", u32(contextLength)],
    ["llama.embedding_length", u32(embedding)],
    ["llama.block_count", u32(layers)],
    ["llama.feed_forward_length", u32(feedForward)],
    ["llama.attention.head_count", u32(heads)],
    ["llama.attention.head_count_kv", u32(keyValueHeads)],
    ["llama.attention.layer_norm_rms_epsilon", f32(1e-5)],
    ["llama.rope.dimension_count", u32(head)],
    ["llama.vocab_size", u32(tokens.length)],
    ["tokenizer.ggml.model", text(isBytePairs ? "gpt2" : "llama")],
    ...(isBytePairs
      ? [["tokenizer.ggml.pre", text("llama-bpe")] as const, ["tokenizer.ggml.merges", list(pairwise.merges.map(text))] as const]
      : []),
    ["tokenizer.ggml.tokens", list(tokens.map(({ token }) => text(token)))],
    ["tokenizer.ggml.scores", list(tokens.map(({ kind }, index) => f32(kind === NORMAL ? -index : 0)))],
    ["tokenizer.ggml.token_type", list(tokens.map(({ kind }): GgufValue => ({ type: "int32", value: kind })))],
    ["tokenizer.ggml.bos_token_id", u32(1)],
    ["tokenizer.ggml.eos_token_id", u32(chatTemplate === null ? 2 : IM_END)],
    ["tokenizer.ggml.unknown_token_id", u32(0)],
    ["tokenizer.ggml.add_bos_token", flag(true)],
    ["tokenizer.ggml.add_eos_token", flag(false)],
    ...(chatTemplate === null ? [] : [["tokenizer.chat_template", text(chatTemplate)] as const]),
  ]);
  const random = randomNumbers(seed);
  /** Keeps the size of what goes through it; the output is spread wider, so that the likeliest token stands out. */
  const matrix = (label: string, input: number, output: number, gain = 1): GgufTensor =>
    randomTensor(label, [input, output], type, { random, spread: gain * Math.sqrt(3 / input) });
  const norm = (label: string) => randomTensor(label, [embedding], "F32", { random, mean: 1, spread: 0.1 });
  const tensors = [
    matrix("token_embd.weight", embedding, tokens.length, Math.sqrt(embedding)),
    ...Array.from({ length: layers }, (_, layer) => `blk.${layer}`).flatMap((block) => [
      norm(`${block}.attn_norm.weight`),
      matrix(`${block}.attn_q.weight`, embedding, embedding),
      matrix(`${block}.attn_k.weight`, embedding, keyValueHeads * head),
      matrix(`${block}.attn_v.weight`, embedding, keyValueHeads * head),
      matrix(`${block}.attn_output.weight`, embedding, embedding),
      norm(`${block}.ffn_norm.weight`),
      matrix(`${block}.ffn_gate.weight`, embedding, feedForward),
      matrix(`${block}.ffn_up.weight`, embedding, feedForward),
      matrix(`${block}.ffn_down.weight`, feedForward, embedding),
    ]),
    norm("output_norm.weight"),
    matrix("output.weight", embedding, tokens.length, 4),
  ];
  return { metadata, tensors };
}

/** The tokens that llama.cpp writes around an image for a projector of the type idefics3; the text model needs them as `markers`. */
export const imageMarkers: readonly string[] = ["<fake_token_around_image>", "<global-img>", "\n\n", "\n"];

/** A projector for images (type idefics3, a SigLIP encoder) with random weights, for a text model with the same `embedding`. */
export function tinyProjector({ seed = 1, embedding = 128 }: { seed?: number; embedding?: number } = {}): GgufFile {
  const [layers, width, feedForward, size, patch, scale] = [2, 64, 128, 64, 16, 2];
  const random = randomNumbers(seed);
  const metadata = new Map<string, GgufValue>([
    ["general.architecture", text("clip")],
    ["general.type", text("mmproj")],
    ["general.name", text("Tiny projector")],
    ["general.file_type", u32(1)],
    ["clip.has_vision_encoder", flag(true)],
    ["clip.projector_type", text("idefics3")],
    ["clip.use_gelu", flag(true)],
    ["clip.vision.image_size", u32(size)],
    ["clip.vision.patch_size", u32(patch)],
    ["clip.vision.embedding_length", u32(width)],
    ["clip.vision.feed_forward_length", u32(feedForward)],
    ["clip.vision.projection_dim", u32(embedding)],
    ["clip.vision.block_count", u32(layers)],
    ["clip.vision.attention.head_count", u32(4)],
    ["clip.vision.attention.layer_norm_epsilon", f32(1e-6)],
    ["clip.vision.projector.scale_factor", u32(scale)],
    ["clip.vision.preproc_image_size", u32(size)],
    ["clip.vision.image_mean", list([f32(0.5), f32(0.5), f32(0.5)])],
    ["clip.vision.image_std", list([f32(0.5), f32(0.5), f32(0.5)])],
  ]);
  const tensor = (name: string, dimensions: readonly number[], type: TensorType, spread: number, mean = 0) =>
    randomTensor(name, dimensions, type, { random, spread, mean });
  const linear = (name: string, input: number, output: number) => [
    tensor(`${name}.weight`, [input, output], "F16", Math.sqrt(3 / input)),
    tensor(`${name}.bias`, [output], "F32", 0.1),
  ];
  const norm = (name: string) => [tensor(`${name}.weight`, [width], "F32", 0.1, 1), tensor(`${name}.bias`, [width], "F32", 0.1)];
  const tensors = [
    tensor("v.patch_embd.weight", [patch, patch, 3, width], "F16", Math.sqrt(3 / (3 * patch * patch))),
    tensor("v.patch_embd.bias", [width], "F32", 0.1),
    tensor("v.position_embd.weight", [width, (size / patch) ** 2], "F32", 0.5),
    ...Array.from({ length: layers }, (_, layer) => `v.blk.${layer}`).flatMap((block) => [
      ...norm(`${block}.ln1`),
      ...["attn_q", "attn_k", "attn_v", "attn_out"].flatMap((name) => linear(`${block}.${name}`, width, width)),
      ...norm(`${block}.ln2`),
      ...linear(`${block}.ffn_up`, width, feedForward),
      ...linear(`${block}.ffn_down`, feedForward, width),
    ]),
    ...norm("v.post_ln"),
    tensor("mm.model.fc.weight", [width * scale * scale, embedding], "F16", Math.sqrt(3 / (width * scale * scale))),
  ];
  return { metadata, tensors };
}
