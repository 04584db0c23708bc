import { EloError } from "../../errors.ts";

/** The formats that are read here. */
export type TextFormat = "csv" | "json-lines" | "json-array";

/** How many bytes tell what an input is. */
export const DETECTION_BYTES = 8192;

const SIGNATURES: readonly (readonly [bytes: readonly number[] | string, sentence: string])[] = [
  [[0x1f, 0x8b], "The input is compressed with gzip. Unpack it first."],
  ["PAR1", "The input is Parquet. The command line reads it from a file; elsewhere, convert it to CSV or JSON lines."],
  ["PK\u0003\u0004", "The input is a zip archive or a spreadsheet. Unpack it, or save it as CSV."],
  ["BZh", "The input is compressed with bzip2. Unpack it first."],
  [[0xfd, 0x37, 0x7a, 0x58, 0x5a], "The input is compressed with xz. Unpack it first."],
  [[0x28, 0xb5, 0x2f, 0xfd], "The input is compressed with zstd. Unpack it first."],
  ["SQLite format 3", "The input is an SQLite database. Export its votes as CSV."],
  ["version https://git-lfs", "The input is a pointer of Git LFS, not the data. Run git lfs pull."],
  ["<", "The input is HTML or XML, not CSV or JSON lines. Was a web page saved in place of the file?"],
];

/** Whether the input begins with these bytes. */
export function beginsWith(head: Uint8Array, bytes: readonly number[] | string): boolean {
  const wanted = typeof bytes === "string" ? Array.from(bytes, (character) => character.charCodeAt(0)) : bytes;
  return wanted.every((byte, k) => head[k] === byte);
}

/** The bytes of a mark that says "UTF-8" and is no part of the text. */
export const markLength = (head: Uint8Array): number => (beginsWith(head, [0xef, 0xbb, 0xbf]) ? 3 : 0);

/**
 * The format of a text by its first bytes.
 *
 * @param isWhole Whether nothing follows.
 * @throws EloError `bad-input` for what is no UTF-8 text, with what it is.
 */
export function detectFormat(head: Uint8Array, isWhole: boolean): TextFormat {
  for (const [bytes, sentence] of SIGNATURES) if (beginsWith(head, bytes)) throw new EloError("bad-input", sentence);
  const encoding = foreignEncoding(head);
  if (encoding) throw new EloError("bad-input", `The input is ${encoding} text, which is not read. Save it as UTF-8.`);
  if (head.includes(0) || (hasControls(head) && !isUtf8(head))) throw new EloError("bad-input", "The input is not text.");
  const text = new TextDecoder().decode(head.subarray(markLength(head))).trimStart();
  if (text === "") throw new EloError("bad-input", isWhole ? "The input is empty." : "The input begins with thousands of blanks.");
  if (text.startsWith("{")) return "json-lines";
  return text.startsWith("[") ? "json-array" : "csv";
}

function foreignEncoding(head: Uint8Array): string | null {
  if (beginsWith(head, [0xff, 0xfe, 0, 0]) || beginsWith(head, [0, 0, 0xfe, 0xff])) return "UTF-32";
  if (beginsWith(head, [0xff, 0xfe]) || beginsWith(head, [0xfe, 0xff])) return "UTF-16";
  // Text in Latin letters has a zero in every second byte when it is UTF-16.
  const zeros = [0, 0];
  head.forEach((byte, k) => {
    if (byte === 0) zeros[k % 2] = (zeros[k % 2] ?? 0) + 1;
  });
  const [even = 0, odd = 0] = zeros;
  return head.length >= 8 && Math.max(even, odd) > 0.3 * head.length && Math.min(even, odd) === 0 ? "UTF-16" : null;
}

/** Whether there are control characters that no text has. */
const hasControls = (head: Uint8Array): boolean => head.some((byte) => byte < 0x09 || (byte > 0x0d && byte < 0x20 && byte !== 0x1b));

function isUtf8(head: Uint8Array): boolean {
  try {
    // A character may be cut at the end.
    new TextDecoder("utf-8", { fatal: true }).decode(head, { stream: true });
    return true;
  } catch {
    return false;
  }
}
