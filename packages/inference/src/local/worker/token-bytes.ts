import { type LlamaModel, LlamaVocabularyType, type Token } from "node-llama-cpp";

/** GPT-2's alphabet, in which byte-level vocabularies write bytes as characters. */
const byteOf = new Map<string, number>();
let next = 256;
for (let byte = 0; byte < 256; byte++) {
  const isVisible = (byte >= 0x21 && byte <= 0x7e) || (byte >= 0xa1 && byte <= 0xac) || byte >= 0xae;
  byteOf.set(String.fromCodePoint(isVisible ? byte : next++), byte);
}

/** The bytes of a token that holds a part of a character; undefined where its text says all. */
export function bytesOf(token: Token, text: string, model: LlamaModel): readonly number[] | undefined {
  if (!text.includes("\uFFFD")) return undefined;
  const written = model.fileInfo.metadata.tokenizer.ggml.tokens[token] ?? "";
  const byte = /^<0x([0-9A-F]{2})>$/u.exec(written)?.[1];
  if (byte !== undefined) return [Number.parseInt(byte, 16)];
  if (model.vocabularyType !== LlamaVocabularyType.bpe) return undefined;
  const bytes = Array.from(written, (character) => byteOf.get(character));
  return bytes.every((one) => one !== undefined) ? bytes : undefined;
}
