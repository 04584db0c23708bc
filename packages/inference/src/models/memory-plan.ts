import type { GgufHeader } from "./read-gguf.ts";

/** What a model takes in the memory of the machine, in bytes. */
export interface MemoryPlan {
  readonly weightBytes: number;
  /** Keys and values of all conversations. */
  readonly conversationBytes: number;
  /** What computing needs beside them: activations, and the logits of texts that are scored. */
  readonly computeBytes: number;
  /** The process itself, and the vocabulary as llama.cpp keeps it. */
  readonly processBytes: number;
  readonly totalBytes: number;
}

const NUMBER_BYTES = 4;
/** Keys and values are kept in half precision. */
const CACHED_BYTES = 2;
const BATCH_TOKENS = 512;
const SCORED_TOKENS = 64;
const CACHE_STEP = 256;
/** Of an activation's width, so many are alive at once in a block. */
const EMBEDDINGS_ALIVE = 6;
const FEED_FORWARDS_ALIVE = 3;
/** Measured with node-llama-cpp 3.22.1: a worker without its weights, and what a token of the vocabulary takes there. */
const PROCESS_BYTES = 130e6;
const VOCABULARY_BYTES = 1100;
/** Full-attention interval: one block in N attends to the whole context, where the header leaves this to llama.cpp (`load_swa_pattern` in its models). */
const patterns: Readonly<Record<string, number>> = { gemma2: 2, gemma3: 6, "gpt-oss": 2, llama4: 4 };

/**
 * Plans the memory of a model before it is loaded, from its header alone: what its process will hold on the processor, mostly a little less.
 *
 * @example
 * ```ts
 * const { totalBytes } = planMemory(await readModel("model.gguf"), { sequences: 8, contextTokens: 4096 });
 * ```
 */
export function planMemory(header: GgufHeader, { sequences, contextTokens }: { sequences: number; contextTokens: number }): MemoryPlan {
  const { weightBytes, blockCount, embeddingLength, feedForwardLength, vocabularySize } = header;
  const cells = Math.ceil(contextTokens / CACHE_STEP) * CACHE_STEP;
  const windowCells = Math.min(cells, Math.ceil(((header.slidingWindow ?? 0) + BATCH_TOKENS) / CACHE_STEP) * CACHE_STEP);
  let conversationBytes = 0;
  for (let block = 0; block < (blockCount ?? 0); block++)
    conversationBytes += sequences * (seesWindow(header, block) ? windowCells : cells) * cellBytes(header, block);
  const vocabulary = vocabularySize ?? 0;
  const width = EMBEDDINGS_ALIVE * (embeddingLength ?? 0) + FEED_FORWARDS_ALIVE * (feedForwardLength ?? 0);
  const computeBytes = NUMBER_BYTES * (BATCH_TOKENS * width + SCORED_TOKENS * vocabulary);
  const processBytes = PROCESS_BYTES + VOCABULARY_BYTES * vocabulary;
  return {
    weightBytes,
    conversationBytes,
    computeBytes,
    processBytes,
    totalBytes: weightBytes + conversationBytes + computeBytes + processBytes,
  };
}

/** Of one token in one block. */
function cellBytes({ headCount, keyValueHeadCount, embeddingLength, keyLength, valueLength }: GgufHeader, block: number): number {
  const heads = headCount[block] ?? headCount[0] ?? 0;
  const cached = keyValueHeadCount[block] ?? keyValueHeadCount[0] ?? heads;
  const own = heads === 0 ? 0 : (embeddingLength ?? 0) / heads;
  return cached * ((keyLength ?? own) + (valueLength ?? own)) * CACHED_BYTES;
}

/** Where a header says nothing of it, and llama.cpp's own habit is not known, a block is taken to see everything. */
function seesWindow({ slidingWindow, slidingWindowPattern, architecture }: GgufHeader, block: number): boolean {
  if (!slidingWindow) return false;
  if (slidingWindowPattern.length > 1) return slidingWindowPattern[block] === 1;
  const every = slidingWindowPattern[0] ?? patterns[architecture ?? ""] ?? 1;
  return every > 1 && block % every < every - 1;
}
