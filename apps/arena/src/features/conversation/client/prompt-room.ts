/** A character of Chinese, Japanese or Korean is about a token. */
const WIDE = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\u3000-\u303f\uff00-\uffef]/gu;
/** Of other text; most text has more, so the estimate errs on the safe side. */
const CHARACTERS_PER_TOKEN = 3;

/** About how many tokens a text is. */
export function estimateTokens(text: string): number {
  let wide = 0;
  let wideLength = 0;
  for (const [character] of text.matchAll(WIDE)) {
    wide++;
    wideLength += character.length;
  }
  return wide + Math.ceil((text.length - wideLength) / CHARACTERS_PER_TOKEN);
}

/** What a prompt may have: the operator's ceiling, and the tokens that every model can still read; null where that is not known. */
export interface PromptLimits {
  readonly promptCharacters: number;
  readonly promptTokens: number | null;
}

/** How many characters more a prompt may have; negative when it is too long. */
export interface PromptRoom {
  readonly left: number;
  /** Whether the limit is that of the models, which is estimated; the ceiling is exact. */
  readonly isEstimate: boolean;
}

/** The smaller of both limits, in characters like those of the text. */
export function promptRoom(text: string, { promptCharacters, promptTokens }: PromptLimits): PromptRoom {
  const ceiling = { left: promptCharacters - text.length, isEstimate: false };
  if (promptTokens === null) return ceiling;
  const tokens = estimateTokens(text);
  const perToken = tokens === 0 ? CHARACTERS_PER_TOKEN : text.length / tokens;
  const left = Math.floor((promptTokens - tokens) * perToken);
  return left < ceiling.left ? { left, isEstimate: true } : ceiling;
}

/** An estimate with two digits that count, rounded toward the safe side. */
export function roundEstimate(characters: number): number {
  const step = 10 ** Math.max(0, Math.floor(Math.log10(Math.max(1, Math.abs(characters)))) - 1);
  return Math.floor(characters / step) * step;
}
