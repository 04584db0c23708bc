import { ModelFileError } from "./errors.ts";
import { type GgufHeader, readGguf } from "./read-gguf.ts";

/** What keeps a file with a right header from being a model that answers; null where nothing is known to. */
export function problemOfModel(header: GgufHeader): string | null {
  const { architecture, tokenizer, vocabularySize, missingBytes, headCount, keyValueHeadCount } = header;
  if (architecture === null) return "its header names no architecture";
  if (architecture === "clip") return "it is a projector for images, which belongs to a model, and no model itself";
  if (header.tensors.length === 0) return "it has no weights";
  if (tokenizer === null || tokenizer === "none" || tokenizer === "no_vocab") return "it has no tokenizer";
  if (!vocabularySize) return "its tokenizer has no tokens";
  if (missingBytes > 0)
    return `its vocabulary has no tokens for ${missingBytes} of the 256 bytes, and llama.cpp ends the process at text that needs them`;
  const sizes = { context_length: header.contextLength, embedding_length: header.embeddingLength, block_count: header.blockCount };
  for (const [key, value] of Object.entries(sizes)) if (!value) return `its header does not say ${architecture}.${key}`;
  const uneven = keyValueHeadCount.findIndex((count, block) => count > 0 && (headCount[block] ?? headCount[0] ?? count) % count !== 0);
  if (uneven >= 0) return `${keyValueHeadCount[uneven]} key-value heads do not divide its ${headCount[uneven] ?? headCount[0]} heads`;
  return null;
}

/**
 * Reads the header of a file that is to answer.
 *
 * @throws ModelFileError `not-found`, or `not-a-model` with the reason.
 */
export async function readModel(path: string): Promise<GgufHeader> {
  const header = await readGguf(path);
  const problem = problemOfModel(header);
  if (problem !== null) throw new ModelFileError("not-a-model", `${path} is no model that can be used: ${problem}.`);
  return header;
}
