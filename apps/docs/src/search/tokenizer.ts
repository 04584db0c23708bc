import type { Tokenizer } from "zbsearch";

const chinese = "\\p{Script=Han}";
const letter = `(?:(?!${chinese})[\\p{L}\\p{M}\\p{N}])`;
/** Runs of Chinese, or words of other scripts; `Q4_K_M` and `2.5` are one word each. */
const runs = new RegExp(`${chinese}+|${letter}+(?:(?:_|(?<=\\d)\\.(?=\\d))${letter}+)*`, "gu");
const isChinese = new RegExp(`^${chinese}`, "u");

/** Each character with the next, as CJK analyzers do: `量化后` gives 量化, 化后. It needs no dictionary, so that every browser cuts alike. */
function pairsOf(run: string): string[] {
  const characters = [...run];
  return characters.length === 1 ? characters : characters.slice(1).map((character, index) => `${characters[index] ?? ""}${character}`);
}

/**
 * The terms of a text in English, Chinese, or both, in lower case.
 *
 * @example
 * ```ts
 * splitIntoTerms("KV cache 的量化"); // ["kv", "cache", "的量", "量化"]
 * ```
 */
export function splitIntoTerms(text: string): string[] {
  const found = text.toLowerCase().match(runs) ?? [];
  return [...new Set(found.flatMap((run) => (isChinese.test(run) ? pairsOf(run) : [run])))];
}

/** The same for the index, when it is built, and for queries in the browser. */
export const tokenizer: Tokenizer = {
  language: "llmlist",
  normalizationCache: new Map(),
  tokenize: splitIntoTerms,
};
