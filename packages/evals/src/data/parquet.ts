import { parquetReadObjects } from "hyparquet";
import { compressors } from "hyparquet-compressors";
import { EvalError } from "../errors.ts";

/**
 * The rows of a Parquet file, with whole numbers as numbers.
 *
 * @throws EvalError `bad-data` where the bytes are no Parquet file.
 */
export async function readParquetRows(bytes: Uint8Array, name: string): Promise<unknown[]> {
  const file = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer;
  try {
    return (await parquetReadObjects({ file, compressors })).map(plain);
  } catch (cause) {
    throw new EvalError("bad-data", `${name} is no Parquet file that can be read; delete it to get it again.`, { cause });
  }
}

function plain(value: unknown): unknown {
  if (typeof value === "bigint") return Number(value);
  if (ArrayBuffer.isView(value)) return Array.from(value as unknown as ArrayLike<unknown>, plain);
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plain(inner)]));
}
