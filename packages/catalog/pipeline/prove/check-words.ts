import type { Attention } from "../../src/model.ts";

/** How sources write each kind of attention. */
export const attentionNames: ReadonlyMap<string, RegExp> = new Map<Attention, RegExp>([
  ["multi-head", /\bMHA\b|multi[- ]?head(?:ed)? (?:self-)?attention/iu],
  ["grouped-query", /\bGQA\b|group(?:ed)?[- ]query/iu],
  ["multi-query", /\bMQA\b|multi[- ]?query/iu],
  ["multi-head-latent", /\bMLA\b|multi-?head latent/iu],
  ["sliding-window", /\bSWA\b|sliding[- ]window|local attention/iu],
  ["hybrid", /hybrid|interleav|alternat|lightning attention/iu],
  ["linear", /linear attention|state[- ]space|mamba|\bRNN\b/iu],
]);

/** Whether a word stands in a text, and not as part of a longer name. */
export function wordStandsIn(word: string, text: string): boolean {
  const [lower, all] = [word.toLowerCase(), text.toLowerCase()];
  for (let at = all.indexOf(lower); at >= 0; at = all.indexOf(lower, at + 1)) {
    if (!/[\w.-]$/u.test(all.slice(0, at)) && !/^(?:[\w-]|\.\w)/u.test(all.slice(at + lower.length))) return true;
  }
  return false;
}

/** Whether words stand in a text as words of their own: `MIT` is no part of `commit`, `llama3` none of `llama3.1`. */
export function phraseStandsIn(words: string, text: string): boolean {
  const [lower, all] = [words.toLowerCase(), text.toLowerCase()];
  for (let at = all.indexOf(lower); at >= 0; at = all.indexOf(lower, at + 1))
    if (!/[\p{L}\p{N}]$/u.test(all.slice(0, at)) && !/^(?:[\p{L}\p{N}]|\.\d)/u.test(all.slice(at + lower.length))) return true;
  return false;
}

const ARXIV = /^\d{4}\.\d{4,5}$/u;

export const isLink = (value: string, type: "url" | "paper"): boolean =>
  (type === "paper" && ARXIV.test(value)) || (value.startsWith("https://") && URL.canParse(value));

/**
 * Whether an excerpt carries a link: the address, with or without its scheme; of a Hugging Face or ModelScope page also `owner/name` alone; of
 * a GitHub page also nothing, where the source is of that repository, or is that file.
 */
export function linkStandsIn(value: string, quote: string, file: { readonly repository: string; readonly path: string }): boolean {
  if (ARXIV.test(value)) return wordStandsIn(value, quote);
  const { host, pathname } = new URL(value);
  const address = value.replace(/^https:\/\//u, "").replace(/\/$/u, "");
  const path = decodeURIComponent(pathname).replaceAll(/^\/|\/$/gu, "");
  const [owner, name, view, , ...rest] = path.split("/");
  return (
    wordStandsIn(address, quote) ||
    (/^(?:huggingface\.co|modelscope\.cn|www\.modelscope\.cn)$/u.test(host) && wordStandsIn(path.replace(/^models\//u, ""), quote)) ||
    (host === "github.com" && `${owner}/${name}` === file.repository && (view === undefined || rest.join("/") === file.path))
  );
}
