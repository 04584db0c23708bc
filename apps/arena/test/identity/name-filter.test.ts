import { describe, expect, it } from "vitest";
import { createNameFinder } from "@/features/battle/server";
import { contestants, type Half, type LabelledText, readTexts } from "./labelled-texts";

const finder = createNameFinder(contestants);
type Ranges = readonly { readonly start: number; readonly end: number }[];

/** `IDENTITY_WORDS` of lm-sys/FastChat, fastchat/serve/monitor/clean_battle_data.py at 01e89b4, without its five error messages. */
const fastChatWords =
  "vicuna|lmsys|koala|uc berkeley|open assistant|laion|chatglm|chatgpt|gpt-4|openai|anthropic|claude|bard|palm|lamda|google|llama|qianwan|alibaba|mistral|zhipu|keg lab|01.ai|ai2|tülu".split(
    "|",
  );
function findFastChatWords(text: string): Ranges {
  const lower = text.toLowerCase();
  return fastChatWords.flatMap((word) => {
    const ranges: { start: number; end: number }[] = [];
    for (let start = lower.indexOf(word); start >= 0; start = lower.indexOf(word, start + 1))
      ranges.push({ start, end: start + word.length });
    return ranges;
  });
}

const segmenter = new Intl.Segmenter("zh", { granularity: "word" });
function wordsOf({ text }: LabelledText): { start: number; end: number }[] {
  return [...segmenter.segment(text)]
    .filter(({ isWordLike }) => isWordLike)
    .map(({ index, segment }) => ({ start: index, end: index + segment.length }));
}

function covers(ranges: Ranges, { text }: LabelledText, name: Ranges[number]): boolean {
  const letters = [...text.slice(name.start, name.end).matchAll(/[\p{L}\p{N}]/gu)].map(({ index }) => name.start + index);
  return letters.every((index) => ranges.some(({ start, end }) => start <= index && index < end));
}

/** Self-introductions whose every name is found, and words of ordinary prose that are taken for a name. */
function score(texts: readonly LabelledText[], find: (text: string) => Ranges) {
  const introductions = texts.filter(({ names }) => names.length > 0);
  const prose = texts.filter(({ names }) => names.length === 0);
  const found = introductions.filter((one) => one.names.every((name) => covers(find(one.text), one, name)));
  const damaged = prose.flatMap((one) => {
    const ranges = find(one.text);
    return wordsOf(one).filter((word) => ranges.some(({ start, end }) => start < word.end && word.start < end));
  });
  return { recall: found.length / introductions.length, words: prose.flatMap(wordsOf).length, damaged: damaged.length };
}

describe.each<Half>(["untuned", "tuning"])("the filter of names on the %s half of the labelled texts", (half) => {
  const texts = readTexts(half);
  const ours = score(texts, (text) => finder.find(text, true));

  it("holds at least two hundred texts in both languages", () => {
    expect(texts.length).toBeGreaterThanOrEqual(200);
    for (const language of ["en", "zh"]) expect(texts.filter((one) => one.language === language).length).toBeGreaterThanOrEqual(60);
  });

  it("finds every name in 95 % of the self-introductions, more than FastChat's words do", () => {
    expect(ours.recall).toBeGreaterThanOrEqual(0.95);
    expect(ours.recall).toBeGreaterThan(score(texts, findFastChatWords).recall);
  });

  it("takes hardly a word of texts that were written to mislead it, fewer than FastChat's words do", () => {
    expect(ours.damaged).toBeLessThanOrEqual(1);
    expect(ours.damaged).toBeLessThan(score(texts, findFastChatWords).damaged);
  });
});
