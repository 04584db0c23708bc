import { open } from "node:fs/promises";
import { ModelFileError } from "./errors.ts";

/** What a GGUF header says of itself, as far as a contestant needs it. */
export interface GgufHeader {
  readonly name: string | null;
  readonly architecture: string | null;
  readonly hasChatTemplate: boolean;
}

// Limits against crafted files (CWE-770), far above any known model.
const HEADER_MAX_BYTES = 256 * 1024 * 1024;
const ENTRIES_MAX = 100_000;
const KEY_MAX_BYTES = 65_535;

/** Bytes of the fixed-size value types of the GGUF specification, by type number; 8 is a string and 9 an array. */
const fixedBytes: Readonly<Record<number, number>> = { 0: 1, 1: 1, 2: 2, 3: 2, 4: 4, 5: 4, 6: 4, 7: 1, 10: 8, 11: 8, 12: 8 };
const STRING = 8;
const ARRAY = 9;

class HeaderReader {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  take(count: number): Buffer {
    if (count < 0 || this.#at + count > this.#bytes.length) throw new RangeError("the header is cut off");
    this.#at += count;
    return this.#bytes.subarray(this.#at - count, this.#at);
  }

  u32 = () => this.take(4).readUInt32LE();

  u64(): number {
    const value = this.take(8).readBigUInt64LE();
    if (value > BigInt(HEADER_MAX_BYTES)) throw new RangeError("the header names an impossible length");
    return Number(value);
  }

  string = () => this.take(this.u64()).toString("utf8");

  skip(type: number): void {
    const size = fixedBytes[type];
    if (size !== undefined) this.take(size);
    else if (type === STRING) this.take(this.u64());
    else if (type === ARRAY) {
      const element = this.u32();
      const count = this.u64();
      const elementSize = fixedBytes[element];
      if (elementSize !== undefined) this.take(elementSize * count);
      else for (let index = 0; index < count; index++) this.skip(element);
    } else throw new RangeError(`the header has a value of the unknown type ${type}`);
  }
}

/**
 * Reads the header of a GGUF file (versions 2 and 3), with limits.
 *
 * @throws ModelFileError `not-a-model` with the reason.
 */
export async function readGguf(path: string): Promise<GgufHeader> {
  const file = await open(path).catch((cause: unknown) => {
    throw new ModelFileError("not-found", `${path} cannot be read (${(cause as Error).message}).`, { cause });
  });
  try {
    const { size } = await file.stat();
    const bytes = Buffer.alloc(Math.min(size, HEADER_MAX_BYTES));
    await file.read(bytes, 0, bytes.length, 0);
    return parse(new HeaderReader(bytes));
  } catch (cause) {
    throw new ModelFileError("not-a-model", `${path} is no GGUF model: ${(cause as Error).message}.`, { cause });
  } finally {
    await file.close();
  }
}

function parse(reader: HeaderReader): GgufHeader {
  if (reader.take(4).toString("latin1") !== "GGUF") throw new RangeError("it does not begin with GGUF");
  const version = reader.u32();
  if (version !== 2 && version !== 3) throw new RangeError(`it has version ${version}; 2 and 3 are known`);
  reader.u64();
  const entries = reader.u64();
  if (entries > ENTRIES_MAX) throw new RangeError("the header names an impossible number of entries");
  const strings = new Map<string, string>();
  for (let index = 0; index < entries; index++) {
    const keyBytes = reader.u64();
    if (keyBytes > KEY_MAX_BYTES) throw new RangeError("the header has an impossible key");
    const key = reader.take(keyBytes).toString("utf8");
    const type = reader.u32();
    if (type === STRING) strings.set(key, reader.string());
    else reader.skip(type);
  }
  return {
    name: strings.get("general.name") ?? null,
    architecture: strings.get("general.architecture") ?? null,
    hasChatTemplate: strings.has("tokenizer.chat_template"),
  };
}
