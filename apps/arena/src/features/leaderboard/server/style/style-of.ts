/** What a reader sees of an answer before reading it. */
export interface AnswerStyle {
  /** Characters. */
  readonly length: number;
  readonly headings: number;
  /** List items. */
  readonly lists: number;
  /** Bold passages. */
  readonly bold: number;
}

const FENCED = /^(`{3,}|~{3,})[^\n]*\n[\s\S]*?^\1/gmu;
const HEADING = /^ {0,3}#{1,6}\s/gmu;
const LIST_ITEM = /^\s*(?:[-*+]|\d{1,9}[.)])\s/gmu;
const BOLD = /\*\*[^*\n]+\*\*|__[^_\n]+__/gu;

/** Counts the style of a Markdown text. Inside code these marks are code. */
export function styleOf(text: string): AnswerStyle {
  const prose = text.replaceAll(FENCED, "");
  const count = (pattern: RegExp) => prose.match(pattern)?.length ?? 0;
  return { length: text.length, headings: count(HEADING), lists: count(LIST_ITEM), bold: count(BOLD) };
}

/** The style of all that one model said in a conversation. */
export function styleOfAll(texts: readonly string[]): AnswerStyle {
  return texts.map(styleOf).reduce(
    (sum, one) => ({
      length: sum.length + one.length,
      headings: sum.headings + one.headings,
      lists: sum.lists + one.lists,
      bold: sum.bold + one.bold,
    }),
    { length: 0, headings: 0, lists: 0, bold: 0 },
  );
}
