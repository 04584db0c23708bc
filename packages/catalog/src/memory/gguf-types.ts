/**
 * How llama.cpp's quantizer stores each tensor of a model: what its `llama_tensor_get_type` and `tensor_type_fallback` choose without an
 * importance matrix.
 */

/** Weights in a block, and the bytes that it takes. */
const blocks = {
  F32: [1, 4],
  F16: [1, 2],
  BF16: [1, 2],
  Q8_0: [32, 34],
  Q5_1: [32, 24],
  Q5_0: [32, 22],
  Q4_1: [32, 20],
  Q4_0: [32, 18],
  IQ4_NL: [32, 18],
  Q6_K: [256, 210],
  Q5_K: [256, 176],
  Q4_K: [256, 144],
  IQ4_XS: [256, 136],
  Q3_K: [256, 110],
  Q2_K: [256, 84],
} as const satisfies Readonly<Record<string, readonly [weights: number, bytes: number]>>;

export type TensorType = keyof typeof blocks;

/** What a tensor is for: llama.cpp gives some of them more bits. */
export type TensorRole =
  | "embedding"
  | "output"
  | "query"
  | "key"
  | "value"
  | "query-key-value"
  | "attention-output"
  | "up"
  | "gate"
  | "down";

/** File types by the names that `llama-quantize` takes, with the type that most of their tensors have. */
const mostly = {
  F32: "F32",
  F16: "F16",
  BF16: "BF16",
  Q8_0: "Q8_0",
  Q6_K: "Q6_K",
  Q5_K_M: "Q5_K",
  Q5_K_S: "Q5_K",
  Q5_1: "Q5_1",
  Q5_0: "Q5_0",
  Q4_K_M: "Q4_K",
  Q4_K_S: "Q4_K",
  Q4_1: "Q4_1",
  Q4_0: "Q4_0",
  IQ4_NL: "IQ4_NL",
  IQ4_XS: "IQ4_XS",
  Q3_K_L: "Q3_K",
  Q3_K_M: "Q3_K",
  Q3_K_S: "Q3_K",
  Q2_K: "Q2_K",
  Q2_K_S: "Q2_K",
} as const satisfies Readonly<Record<string, TensorType>>;

/** How a GGUF file is quantized, as its name says: most mix several types. */
export type FileType = keyof typeof mostly;
export const fileTypes = Object.keys(mostly) as readonly FileType[];

/** What decides on a type, beside the tensor. */
export interface MixInput {
  readonly layers: number;
  /** Query heads for each head of keys. */
  readonly headsPerKey: number;
  readonly experts: number;
  readonly falcon: boolean;
}

/** The layers in which llama.cpp spends more bits: first and last eighth, and every third between them. */
const moreBits = (layer: number, layers: number): boolean => {
  const eighth = Math.floor(layers / 8);
  return layer < eighth || layer >= Math.floor((7 * layers) / 8) || (layer - eighth) % 3 === 2;
};

function valueType(file: FileType, type: TensorType, layer: number, { layers, headsPerKey, experts }: MixInput): TensorType {
  if (experts === 8) return "Q8_0";
  const shared = headsPerKey >= 4;
  let chosen = type;
  if (file === "Q2_K") chosen = shared ? "Q4_K" : "Q3_K";
  else if (file === "Q2_K_S" && shared) chosen = "Q4_K";
  else if (file === "Q3_K_M") chosen = layer < 2 ? "Q5_K" : "Q4_K";
  else if (file === "Q3_K_L") chosen = "Q5_K";
  else if ((file === "IQ4_NL" || file === "IQ4_XS") && shared) chosen = "Q5_K";
  else if ((file === "Q4_K_M" || file === "Q5_K_M") && moreBits(layer, layers)) chosen = "Q6_K";
  else if (file === "Q4_K_S" && layer < 4) chosen = "Q5_K";
  // Models of 80 layers with shared keys are 70B, which has one value head for eight of queries.
  return layers === 80 && headsPerKey > 1 && (chosen === "Q3_K" || chosen === "Q4_K") ? "Q5_K" : chosen;
}

function downType(file: FileType, type: TensorType, layer: number, { layers, falcon }: MixInput): TensorType {
  const [first, firstHalf] = [layer < Math.floor(layers / 8), layer < Math.floor(layers / 16)];
  const more = moreBits(layer, layers);
  switch (file) {
    case "Q2_K":
      return "Q3_K";
    case "Q2_K_S":
      return first ? "Q4_K" : type;
    case "Q3_K_M":
      return firstHalf ? "Q5_K" : !falcon || more ? "Q4_K" : "Q3_K";
    case "Q3_K_L":
      return falcon ? "Q4_K" : "Q5_K";
    case "Q4_K_M":
      if (falcon) return firstHalf ? "Q6_K" : more ? "Q5_K" : "Q4_K";
      return more ? "Q6_K" : type;
    case "Q5_K_M":
      return more ? "Q6_K" : type;
    case "Q4_K_S":
      return first && !falcon ? "Q5_K" : type;
    case "IQ4_NL":
    case "IQ4_XS":
      return first ? "Q5_K" : type;
    default:
      return type;
  }
}

const ofExperts = new Set<FileType>(["Q2_K", "Q3_K_S", "Q3_K_M", "IQ4_NL", "Q4_K_S", "Q4_K_M", "IQ4_XS"]);

function chosenType(file: FileType, role: TensorRole, layer: number, mix: MixInput): TensorType {
  const type = mostly[file];
  if (type === "F32" || type === "F16" || type === "BF16") return type;
  switch (role) {
    case "output":
      return mix.falcon ? "Q8_0" : type === "Q8_0" ? type : "Q6_K";
    case "value":
    case "query-key-value":
      return valueType(file, type, layer, mix);
    case "key":
      return mix.experts === 8 ? "Q8_0" : type;
    case "down":
      return downType(file, type, layer, mix);
    case "attention-output":
      if (mix.falcon) return file === "Q3_K_L" ? "Q4_K" : type;
      if (mix.experts === 8) return ofExperts.has(file) ? "Q5_K" : type;
      return file === "Q2_K" ? "Q3_K" : file === "Q3_K_M" ? "Q4_K" : file === "Q3_K_L" ? "Q5_K" : type;
    default:
      return type;
  }
}

/** Where a row cannot be cut into blocks of 256, a type of blocks of 32 takes its place. */
const fallbacks: Readonly<Partial<Record<TensorType, TensorType>>> = {
  Q2_K: "Q4_0",
  Q3_K: "Q4_0",
  IQ4_XS: "IQ4_NL",
  Q4_K: "Q5_0",
  Q5_K: "Q5_1",
  Q6_K: "Q8_0",
};

/**
 * Bytes of one tensor.
 *
 * @param columns The numbers in a row, which blocks must not cross.
 */
export function tensorBytes(
  file: FileType,
  role: TensorRole,
  { rows, columns }: { readonly rows: number; readonly columns: number },
  layer: number,
  mix: MixInput,
): number {
  const cannotCut = (type: TensorType) => columns % blocks[type][0] !== 0;
  const chosen = role === "output" && cannotCut(mostly[file]) ? "Q8_0" : chosenType(file, role, layer, mix);
  const fitting = cannotCut(chosen) ? (fallbacks[chosen] ?? "F16") : chosen;
  const [weights, bytes] = blocks[cannotCut(fitting) ? "F16" : fitting];
  return (rows * columns * bytes) / weights;
}
