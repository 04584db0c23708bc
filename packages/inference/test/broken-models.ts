import { chatMl, tinyModel } from "../src/testing/tiny-model.ts";
import {
  f32,
  type GgufFile,
  type GgufLies,
  type GgufTensor,
  type GgufValue,
  list,
  text,
  u32,
  writeGguf,
} from "../src/testing/write-gguf.ts";

/** A file that is broken in one way. */
export interface BrokenModel {
  readonly what: string;
  readonly bytes: Buffer;
  /** A part of the sentence with which it is refused. */
  readonly reason: string;
}

const whole = tinyModel();
const length = writeGguf(whole).length;
const lying = (lies: GgufLies): Buffer => writeGguf(whole, lies);
const without = (key: string): Buffer => writeGguf({ ...whole, metadata: new Map([...whole.metadata].filter(([name]) => name !== key)) });
const withEntry = (key: string, value: GgufValue): Buffer => writeGguf({ ...whole, metadata: new Map([...whole.metadata, [key, value]]) });
const withTensors = (change: (tensor: GgufTensor) => GgufTensor | null): Buffer =>
  writeGguf({ ...whole, tensors: whole.tensors.map(change).filter((tensor) => tensor !== null) });
const ofArchitecture = (name: string): Buffer => {
  const metadata = [...whole.metadata].map(([key, value]) => [key.replace(/^llama\./u, `${name}.`), value] as const);
  return writeGguf({ ...whole, metadata: new Map([...metadata, ["general.architecture", text(name)]]) });
};
const isQuery = ({ name }: GgufTensor) => name === "blk.0.attn_q.weight";

/** The beginning of a file with one entry, whose value is written by hand. */
function entry(key: string, ...value: readonly Buffer[]): Buffer {
  const start = writeGguf({ metadata: new Map([[key, u32(0)]]), tensors: [] }, { tensorCount: 0n });
  const end = start.indexOf(key) + key.length;
  return Buffer.concat([start.subarray(0, end), ...value]);
}
const word = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
};
const long = (value: bigint): Buffer => {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(value);
  return bytes;
};
const bigEndian = (file: Buffer): Buffer =>
  Buffer.concat([file.subarray(0, 4), Buffer.from(file.subarray(4, 8)).reverse(), file.subarray(8)]);
const nested: GgufValue = list([list([u32(1)]), list([u32(2)])]);

/** Files that their header betrays. */
export const brokenHeaders: readonly BrokenModel[] = [
  { what: "an empty file", bytes: Buffer.alloc(0), reason: "it does not begin with GGUF" },
  { what: "no GGUF at all", bytes: Buffer.from("not a model"), reason: "it does not begin with GGUF" },
  { what: "version 1", bytes: lying({ version: 1 }), reason: "it has version 1 of GGUF; 2 and 3 are known" },
  { what: "big-endian", bytes: bigEndian(writeGguf(whole)), reason: "it is written for big-endian machines" },
  { what: "cut in its header", bytes: writeGguf(whole).subarray(0, 5000), reason: "its header is cut off" },
  {
    what: "cut in its weights",
    bytes: writeGguf(whole).subarray(0, length - 1000),
    reason: `it ends after ${length - 1000} of ${length} bytes`,
  },
  { what: "a tensor too many", bytes: lying({ tensorCount: BigInt(whole.tensors.length + 1) }), reason: "its tensor" },
  { what: "a tensor too few", bytes: lying({ tensorCount: 0n }), reason: "it has no weights" },
  { what: "2^40 tensors", bytes: lying({ tensorCount: 1n << 40n }), reason: "its header names 1099511627776 tensors" },
  { what: "an entry too many", bytes: lying({ entryCount: BigInt(whole.metadata.size + 1) }), reason: "header" },
  { what: "an entry too few", bytes: lying({ entryCount: BigInt(whole.metadata.size - 1) }), reason: "has 8 dimensions" },
  { what: "2^40 entries", bytes: lying({ entryCount: 1n << 40n }), reason: "its header names 1099511627776 entries" },
  {
    what: "a key of 2^50 bytes",
    bytes: Buffer.concat([lying({ entryCount: 1n }).subarray(0, 24), long(1n << 50n)]),
    reason: "its header names 1125899906842624 bytes of a key",
  },
  {
    what: "a text of 2^50 bytes",
    bytes: entry("general.name", word(8), long(1n << 50n)),
    reason: "its header names 1125899906842624 bytes of general.name",
  },
  {
    what: "2^30 scores",
    bytes: entry("tokenizer.ggml.scores", word(9), word(6), long(1n << 30n)),
    reason: "its header names 1073741824 elements of tokenizer.ggml.scores",
  },
  {
    what: "arrays that end early",
    bytes: entry("tokenizer.ggml.scores", word(9), word(6), long(1_000_000n)),
    reason: "its header is cut off",
  },
  { what: "arrays in arrays", bytes: withEntry("own.nested", nested), reason: "own.nested holds arrays of arrays" },
  {
    what: "a value of an unknown type",
    bytes: entry("general.name", word(99)),
    reason: "its header has a value of the unknown type 99 (general.name)",
  },
  {
    what: "a dimension of 2^62",
    bytes: lying({ dimensionsOf: (tensor) => (isQuery(tensor) ? [1n << 62n, 1n] : tensor.dimensions.map(BigInt)) }),
    reason: "weights of the tensor blk.0.attn_q.weight",
  },
  {
    what: "dimensions whose product is 2^90",
    bytes: lying({ dimensionsOf: (tensor) => (isQuery(tensor) ? [1n << 45n, 1n << 45n] : tensor.dimensions.map(BigInt)) }),
    reason: "has the impossible size",
  },
  {
    what: "nine dimensions",
    bytes: lying({ dimensionsOf: (tensor) => (isQuery(tensor) ? Array.from({ length: 9 }, () => 1n) : tensor.dimensions.map(BigInt)) }),
    reason: "has 9 dimensions",
  },
  { what: "weights in an unknown format", bytes: lying({ typeOf: () => 77 }), reason: "has the unknown format 77" },
  {
    what: "weights past the end of the file",
    bytes: lying({ offsetOf: (tensor, offset) => (isQuery(tensor) ? 1n << 40n : offset) }),
    reason: "is said to be at 1099511627776",
  },
  { what: "weights over others", bytes: lying({ offsetOf: () => 0n }), reason: "is said to be at 0" },
  {
    what: "one tensor twice",
    bytes: writeGguf({ ...whole, tensors: [...whole.tensors, ...whole.tensors] }),
    reason: "it has the tensor token_embd.weight twice",
  },
  { what: "an alignment of 7", bytes: withEntry("general.alignment", u32(7)), reason: "its alignment is 7" },
  { what: "no architecture", bytes: without("general.architecture"), reason: "its header names no architecture" },
  { what: "no context length", bytes: without("llama.context_length"), reason: "its header does not say llama.context_length" },
  { what: "no tokenizer", bytes: without("tokenizer.ggml.model"), reason: "it has no tokenizer" },
  { what: "no tokens", bytes: without("tokenizer.ggml.tokens"), reason: "its tokenizer has no tokens" },
  { what: "no byte tokens", bytes: writeGguf(tinyModel({ byteTokens: false })), reason: "no tokens for 162 of the 256 bytes" },
  {
    what: "3 key-value heads for 4",
    bytes: withEntry("llama.attention.head_count_kv", u32(3)),
    reason: "3 key-value heads do not divide its 4 heads",
  },
  { what: "a projector", bytes: withEntry("general.architecture", text("clip")), reason: "it is a projector for images" },
];

const withTemplate = (chatTemplate: string): Buffer => writeGguf(tinyModel({ chatTemplate }));
const nan = (file: GgufFile): Buffer =>
  writeGguf({
    ...file,
    tensors: file.tensors.map((tensor) =>
      tensor.name === "output_norm.weight" ? { ...tensor, data: new Uint8Array(tensor.data.length).fill(0xff) } : tensor,
    ),
  });

/** llama.cpp ends its process at these. */
export const crashing: readonly BrokenModel[] = [
  { what: "no heads", bytes: withEntry("llama.attention.head_count", u32(0)), reason: "(SIGABRT): " },
  { what: "experts of which none is used", bytes: withEntry("llama.expert_count", u32(4)), reason: "(SIGABRT): " },
  { what: "a negative epsilon", bytes: withEntry("llama.attention.layer_norm_rms_epsilon", f32(-1)), reason: "(SIGABRT): " },
];

/** Files with a right header that fail only when they are loaded and used. */
export const brokenInside: readonly BrokenModel[] = [
  { what: "an unknown architecture", bytes: ofArchitecture("llamb"), reason: "unknown model architecture: 'llamb'" },
  {
    what: "a tensor that is missing",
    bytes: withTensors((tensor) => (tensor.name === "blk.1.ffn_up.weight" ? null : tensor)),
    reason: "missing tensor 'blk.1.ffn_up.weight'",
  },
  { what: "1 key-value head, but weights for 2", bytes: withEntry("llama.attention.head_count_kv", u32(1)), reason: "has wrong shape" },
  { what: "weights that are no numbers", bytes: nan(whole), reason: "its probabilities are no numbers" },
  {
    what: "a chat template that does not parse",
    bytes: withTemplate("{% for message in messages %}{{ message.content }"),
    reason: "its chat template does not parse (",
  },
  {
    what: "a chat template that raises an error at a question",
    bytes: withTemplate(`${chatMl}{{ raise_exception('closed on Sundays') }}`),
    reason: "its chat template cannot be applied (closed on Sundays)",
  },
  {
    what: "a chat template that leaves out the question",
    bytes: withTemplate("hello"),
    reason: "its chat template leaves out the user's message",
  },
];
