/** The value types of the GGUF specification, by type number. */
const VALUE_TYPES = [
  "uint8",
  "int8",
  "uint16",
  "int16",
  "uint32",
  "int32",
  "float32",
  "bool",
  "string",
  "array",
  "uint64",
  "int64",
  "float64",
] as const;
type ValueType = (typeof VALUE_TYPES)[number];

/** A value of a GGUF header with its type. */
export type GgufValue =
  | { readonly type: Exclude<ValueType, "bool" | "string" | "array">; readonly value: number }
  | { readonly type: "bool"; readonly value: boolean }
  | { readonly type: "string"; readonly value: string }
  | { readonly type: "array"; readonly value: readonly GgufValue[] };

/** Formats of weights, with the numbers that ggml gives them. */
const TENSOR_TYPES = { F32: 0, F16: 1, Q8_0: 8 } as const;
export type TensorType = keyof typeof TENSOR_TYPES;

export interface GgufTensor {
  readonly name: string;
  /** The fastest first, as ggml has them. */
  readonly dimensions: readonly number[];
  readonly type: TensorType;
  readonly data: Uint8Array;
}

/** A GGUF file in the making. */
export interface GgufFile {
  readonly metadata: ReadonlyMap<string, GgufValue>;
  readonly tensors: readonly GgufTensor[];
}

/** What a header says against the truth, to make broken files. */
export interface GgufLies {
  readonly version?: number;
  readonly tensorCount?: bigint;
  readonly entryCount?: bigint;
  /** Where the data of each tensor begins. */
  readonly offsetOf?: (tensor: GgufTensor, offset: bigint) => bigint;
  readonly dimensionsOf?: (tensor: GgufTensor) => readonly bigint[];
  readonly typeOf?: (tensor: GgufTensor) => number;
}

const ALIGNMENT = 32;

export const u32 = (value: number): GgufValue => ({ type: "uint32", value });
export const f32 = (value: number): GgufValue => ({ type: "float32", value });
export const text = (value: string): GgufValue => ({ type: "string", value });
export const flag = (value: boolean): GgufValue => ({ type: "bool", value });
export const list = (value: readonly GgufValue[]): GgufValue => ({ type: "array", value });

/** The bytes of a GGUF file of version 3, or of a broken one. */
export function writeGguf({ metadata, tensors }: GgufFile, lies: GgufLies = {}): Buffer {
  const header: Buffer[] = [
    Buffer.from("GGUF"),
    uint32(lies.version ?? 3),
    uint64(lies.tensorCount ?? BigInt(tensors.length)),
    uint64(lies.entryCount ?? BigInt(metadata.size)),
  ];
  for (const [key, value] of metadata) header.push(string(key), uint32(VALUE_TYPES.indexOf(value.type)), ...bytesOf(value));
  const data: Buffer[] = [];
  let offset = 0n;
  for (const tensor of tensors) {
    const dimensions = lies.dimensionsOf?.(tensor) ?? tensor.dimensions.map(BigInt);
    header.push(
      string(tensor.name),
      uint32(dimensions.length),
      ...dimensions.map(uint64),
      uint32(lies.typeOf?.(tensor) ?? TENSOR_TYPES[tensor.type]),
      uint64(lies.offsetOf?.(tensor, offset) ?? offset),
    );
    data.push(Buffer.from(tensor.data), padding(tensor.data.length));
    offset += BigInt(tensor.data.length + padding(tensor.data.length).length);
  }
  const start = Buffer.concat(header);
  return Buffer.concat([start, padding(start.length), ...data]);
}

function bytesOf(entry: GgufValue): Buffer[] {
  if (entry.type === "string") return [string(entry.value)];
  if (entry.type === "bool") return [Buffer.from([entry.value ? 1 : 0])];
  if (entry.type === "array")
    return [
      uint32(VALUE_TYPES.indexOf(entry.value[0]?.type ?? "uint32")),
      uint64(BigInt(entry.value.length)),
      ...entry.value.flatMap(bytesOf),
    ];
  return [number(entry.type, entry.value)];
}

function number(type: Exclude<ValueType, "bool" | "string" | "array">, value: number): Buffer {
  const bytes = Buffer.alloc(8);
  if (type === "float32") return bytes.subarray(0, bytes.writeFloatLE(value));
  if (type === "float64") return bytes.subarray(0, bytes.writeDoubleLE(value));
  bytes.writeBigInt64LE(BigInt(value));
  return bytes.subarray(0, Number(/\d+/u.exec(type)?.[0]) / 8);
}

const uint32 = (value: number): Buffer => number("uint32", value);

function uint64(value: bigint): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(value);
  return bytes;
}

const string = (value: string): Buffer => Buffer.concat([uint64(BigInt(Buffer.byteLength(value))), Buffer.from(value)]);
const padding = (length: number): Buffer => Buffer.alloc((ALIGNMENT - (length % ALIGNMENT)) % ALIGNMENT);
