import { open } from "node:fs/promises";
import { ByteWindow } from "./byte-window.ts";
import { ModelFileError } from "./errors.ts";
import { partsOf } from "./file-identity.ts";
import { fileTypes, tensorTypes } from "./gguf-types.ts";

/** One tensor of a file. */
export interface GgufTensorInfo {
  readonly name: string;
  readonly dimensions: readonly number[];
  /** The format of its weights, such as `Q4_K`. */
  readonly type: string;
  readonly bytes: number;
}

/** What a GGUF file says of itself. Null is what it does not say. */
export interface GgufHeader {
  readonly version: number;
  readonly name: string | null;
  readonly architecture: string | null;
  /** As quantizations are named, such as `Q4_K_M`. */
  readonly quantization: string | null;
  /** Tokens that the model was made for. */
  readonly contextLength: number | null;
  readonly embeddingLength: number | null;
  readonly blockCount: number | null;
  readonly feedForwardLength: number | null;
  /** One for all blocks, or one for each. */
  readonly headCount: readonly number[];
  readonly keyValueHeadCount: readonly number[];
  /** Of one head. */
  readonly keyLength: number | null;
  readonly valueLength: number | null;
  readonly slidingWindow: number | null;
  /** Full-attention interval: one block in N attends to the whole context; or for each block whether it attends to the window alone. */
  readonly slidingWindowPattern: readonly number[];
  readonly expertCount: number | null;
  readonly vocabularySize: number | null;
  /** The kind of tokenizer: `llama` is SentencePiece, `gpt2` is byte-pair encoding. */
  readonly tokenizer: string | null;
  /** Of the 256 bytes, those that a SentencePiece vocabulary has no token for. */
  readonly missingBytes: number;
  readonly chatTemplate: string | null;
  readonly parameters: number;
  readonly tensors: readonly GgufTensorInfo[];
  readonly weightBytes: number;
  readonly headerBytes: number;
}

type HeaderValue = string | number | boolean | readonly number[];

// Limits against crafted files (CWE-770), far above any known model.
const HEADER_MAX_BYTES = 128 * 1024 * 1024;
const ENTRIES_MAX = 4096;
const ELEMENTS_MAX = 4_000_000;
const KEY_MAX_BYTES = 1024;
const STRING_MAX_BYTES = 1024 * 1024;
/** Longer arrays are vocabularies, which are not read. */
const KEPT_ELEMENTS = 1024;
const TENSORS_MAX = 100_000;
/** llama.cpp's own limits. */
const TENSOR_NAME_BYTES = 63;
const DIMENSIONS_MAX = 4;

/** How values of the fixed-size types of the GGUF specification are read, by type number; 8 is a string and 9 an array. */
const scalars: ReadonlyMap<number, readonly [bytes: number, read: (bytes: Buffer) => number | boolean]> = new Map([
  [0, [1, (bytes) => bytes.readUInt8()]],
  [1, [1, (bytes) => bytes.readInt8()]],
  [2, [2, (bytes) => bytes.readUInt16LE()]],
  [3, [2, (bytes) => bytes.readInt16LE()]],
  [4, [4, (bytes) => bytes.readUInt32LE()]],
  [5, [4, (bytes) => bytes.readInt32LE()]],
  [6, [4, (bytes) => bytes.readFloatLE()]],
  [7, [1, (bytes) => bytes.readUInt8() !== 0]],
  [10, [8, (bytes) => Number(bytes.readBigUInt64LE())]],
  [11, [8, (bytes) => Number(bytes.readBigInt64LE())]],
  [12, [8, (bytes) => bytes.readDoubleLE()]],
]);
const STRING = 8;
const ARRAY = 9;

/**
 * Reads the header of a GGUF file (versions 2 and 3), with limits, and checks that the file holds the tensors that it names. Of a model that was
 * split, any part may be named: the header is the first one's, and the tensors are those of all parts.
 *
 * @throws ModelFileError `not-found`, or `not-a-model` with the reason.
 * @example
 * ```ts
 * const { architecture, quantization, contextLength } = await readGguf("model.gguf");
 * ```
 */
export async function readGguf(path: string): Promise<GgufHeader> {
  const [first = path, ...others] = partsOf(path);
  const header = await readFile(first);
  if (others.length === 0) return header;
  const all = [header, ...(await Promise.all(others.map(readFile)))];
  const sum = (read: (part: GgufHeader) => number) => all.reduce((total, part) => total + read(part), 0);
  return {
    ...header,
    tensors: all.flatMap(({ tensors }) => tensors),
    parameters: sum(({ parameters }) => parameters),
    weightBytes: sum(({ weightBytes }) => weightBytes),
  };
}

async function readFile(path: string): Promise<GgufHeader> {
  const file = await open(path).catch((cause: unknown) => {
    throw new ModelFileError("not-found", `${path} cannot be read (${(cause as Error).message}).`, { cause });
  });
  try {
    const { size } = await file.stat();
    const end = Math.min(size, HEADER_MAX_BYTES);
    const cutOff =
      end < size ? `its header is longer than ${HEADER_MAX_BYTES} bytes` : "its header is cut off; the file is not whole, get it again";
    return await new GgufReader(new ByteWindow(file, end, cutOff)).read(size);
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause;
    throw new ModelFileError("not-a-model", `${path} is no model that can be used: ${cause.message}.`, { cause });
  } finally {
    await file.close();
  }
}

class GgufReader {
  readonly #bytes: ByteWindow;
  readonly #values = new Map<string, HeaderValue>();
  #vocabularySize: number | null = null;
  readonly #byteTokens = new Set<number>();

  constructor(bytes: ByteWindow) {
    this.#bytes = bytes;
  }

  async read(fileBytes: number): Promise<GgufHeader> {
    if (fileBytes < 4 || (await this.#take(4)).toString("latin1") !== "GGUF") throw new RangeError("it does not begin with GGUF");
    const version = await this.#u32();
    if (version > 0xffff) throw new RangeError("it is written for big-endian machines; convert it for this one");
    if (version !== 2 && version !== 3) throw new RangeError(`it has version ${version} of GGUF; 2 and 3 are known`);
    const tensorCount = await this.#count("tensors", TENSORS_MAX);
    const entryCount = await this.#count("entries", ENTRIES_MAX);
    for (let index = 0; index < entryCount; index++) await this.#entry();
    const tensors = await this.#tensors(tensorCount);
    const headerBytes = this.#bytes.position;
    this.#checkData(tensors, fileBytes);
    return this.#header(version, tensors, headerBytes);
  }

  async #take(count: number): Promise<Buffer> {
    if (!this.#bytes.holds(count)) await this.#bytes.fill(count);
    return this.#bytes.take(count);
  }

  #u32 = async (): Promise<number> => (await this.#take(4)).readUInt32LE();

  /** A number of things, or a length, within a limit. */
  async #count(what: string, limit: number): Promise<number> {
    const value = (await this.#take(8)).readBigUInt64LE();
    if (value > BigInt(limit)) throw new RangeError(`its header names ${value} ${what}; more than ${limit} are not believed`);
    return Number(value);
  }

  async #string(what: string, limit: number): Promise<string> {
    return (await this.#take(await this.#count(what, limit))).toString("utf8");
  }

  async #entry(): Promise<void> {
    const key = await this.#string("bytes of a key", KEY_MAX_BYTES);
    if (this.#values.has(key)) throw new RangeError(`its header has the key ${key} twice`);
    const type = await this.#u32();
    const scalar = scalars.get(type);
    if (scalar) this.#values.set(key, scalar[1](await this.#take(scalar[0])));
    else if (type === STRING) this.#values.set(key, await this.#string(`bytes of ${key}`, STRING_MAX_BYTES));
    else if (type === ARRAY) this.#values.set(key, await this.#array(key));
    else throw new RangeError(`its header has a value of the unknown type ${type} (${key})`);
  }

  async #array(key: string): Promise<readonly number[]> {
    const type = await this.#u32();
    const count = await this.#count(`elements of ${key}`, ELEMENTS_MAX);
    const isVocabulary = key === "tokenizer.ggml.tokens";
    if (isVocabulary) this.#vocabularySize = count;
    const scalar = scalars.get(type);
    if (scalar) {
      const [bytes, read] = scalar;
      const kept: number[] = [];
      if (count > KEPT_ELEMENTS) this.#bytes.skip(bytes * count);
      else for (let index = 0; index < count; index++) kept.push(Number(read(await this.#take(bytes))));
      return kept;
    }
    if (type !== STRING)
      throw new RangeError(type === ARRAY ? `${key} holds arrays of arrays, which llama.cpp does not read` : `${key} has an unknown type`);
    for (let index = 0; index < count; index++) {
      if (!this.#bytes.holds(8)) await this.#bytes.fill(8);
      const length = this.#bytes.take(8).readBigUInt64LE();
      if (length > STRING_MAX_BYTES) throw new RangeError(`its header names ${length} bytes of one of ${key}`);
      if (!isVocabulary || length > 6) this.#bytes.skip(Number(length));
      else this.#noteByte((await this.#take(Number(length))).toString("latin1"));
    }
    return [];
  }

  /** A byte's token is `<0x0A>`, or the character itself. */
  #noteByte(token: string): void {
    const hexadecimal = /^<0x([\dA-F]{2})>$/u.exec(token)?.[1];
    if (hexadecimal !== undefined) this.#byteTokens.add(Number.parseInt(hexadecimal, 16));
    else if (token.length === 1) this.#byteTokens.add(token.charCodeAt(0));
  }

  async #tensors(count: number): Promise<(GgufTensorInfo & { readonly offset: bigint })[]> {
    const tensors: (GgufTensorInfo & { readonly offset: bigint })[] = [];
    const names = new Set<string>();
    for (let index = 0; index < count; index++) {
      const name = await this.#string("bytes of a tensor's name", TENSOR_NAME_BYTES);
      if (names.has(name)) throw new RangeError(`it has the tensor ${name} twice`);
      names.add(name);
      const dimensionCount = await this.#u32();
      if (dimensionCount > DIMENSIONS_MAX) throw new RangeError(`its tensor ${name} has ${dimensionCount} dimensions; llama.cpp takes 4`);
      const dimensions: number[] = [];
      for (let dimension = 0; dimension < dimensionCount; dimension++)
        dimensions.push(await this.#count(`weights of the tensor ${name}`, Number.MAX_SAFE_INTEGER));
      const typeNumber = await this.#u32();
      const type = tensorTypes.get(typeNumber);
      if (!type) throw new RangeError(`its tensor ${name} has the unknown format ${typeNumber}; a newer llama.cpp may know it`);
      const [typeName, blockWeights, blockBytes] = type;
      if ((dimensions[0] ?? 1) % blockWeights !== 0)
        throw new RangeError(`its tensor ${name} has rows of ${dimensions[0]} weights, but ${typeName} takes ${blockWeights} at a time`);
      const bytes = (dimensions.reduce((product, size) => product * size, 1) / blockWeights) * blockBytes;
      if (!Number.isSafeInteger(bytes)) throw new RangeError(`its tensor ${name} has the impossible size ${dimensions.join(" x ")}`);
      tensors.push({ name, dimensions, type: typeName, bytes, offset: (await this.#take(8)).readBigUInt64LE() });
    }
    return tensors;
  }

  /** Tensors lie one after the other, each at a multiple of the alignment. */
  #checkData(tensors: readonly (GgufTensorInfo & { readonly offset: bigint })[], fileBytes: number): void {
    const alignment = this.#number("general.alignment") ?? 32;
    if (!(alignment > 0 && Number.isInteger(Math.log2(alignment))))
      throw new RangeError(`its alignment is ${alignment}, but must be a power of 2`);
    const padded = (bytes: number) => Math.ceil(bytes / alignment) * alignment;
    let expected = 0;
    let end = this.#bytes.position;
    for (const { name, bytes, offset } of tensors) {
      if (offset !== BigInt(expected))
        throw new RangeError(`the data of its tensor ${name} is said to be at ${offset}, not at ${expected}`);
      end = padded(this.#bytes.position) + expected + bytes;
      expected += padded(bytes);
    }
    if (end > fileBytes) throw new RangeError(`it ends after ${fileBytes} of ${end} bytes; the file is not whole, get it again`);
  }

  #number(key: string): number | null {
    const value = this.#values.get(key);
    return typeof value === "number" ? value : null;
  }

  #numbers(key: string): readonly number[] {
    const value = this.#values.get(key);
    return typeof value === "number" ? [value] : Array.isArray(value) ? value : [];
  }

  #text(key: string): string | null {
    const value = this.#values.get(key);
    return typeof value === "string" ? value : null;
  }

  #header(version: number, tensors: readonly GgufTensorInfo[], headerBytes: number): GgufHeader {
    const architecture = this.#text("general.architecture");
    const own = (key: string) => `${architecture}.${key}`;
    const tokenizer = this.#text("tokenizer.ggml.model");
    const sum = (read: (tensor: GgufTensorInfo) => number) => tensors.reduce((total, tensor) => total + read(tensor), 0);
    return {
      version,
      name: this.#text("general.name"),
      architecture,
      quantization: fileTypes.get(this.#number("general.file_type") ?? -1) ?? null,
      contextLength: this.#number(own("context_length")),
      embeddingLength: this.#number(own("embedding_length")),
      blockCount: this.#number(own("block_count")),
      feedForwardLength: this.#number(own("feed_forward_length")),
      headCount: this.#numbers(own("attention.head_count")),
      keyValueHeadCount: this.#numbers(own("attention.head_count_kv")),
      keyLength: this.#number(own("attention.key_length")),
      valueLength: this.#number(own("attention.value_length")),
      slidingWindow: this.#number(own("attention.sliding_window")),
      slidingWindowPattern: this.#numbers(own("attention.sliding_window_pattern")),
      expertCount: this.#number(own("expert_count")),
      vocabularySize: this.#vocabularySize,
      tokenizer,
      missingBytes: tokenizer === "llama" ? 256 - this.#byteTokens.size : 0,
      chatTemplate: this.#text("tokenizer.chat_template"),
      parameters: sum(({ dimensions }) => dimensions.reduce((product, size) => product * size, 1)),
      tensors: tensors.map(({ name, dimensions, type, bytes }) => ({ name, dimensions, type, bytes })),
      weightBytes: sum(({ bytes }) => bytes),
      headerBytes,
    };
  }
}
