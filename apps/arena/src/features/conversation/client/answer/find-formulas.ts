/** TeX in an answer, with its delimiters. */
export interface Formula {
  readonly tex: string;
  readonly isDisplay: boolean;
  /** As the model wrote it. */
  readonly source: string;
}

/** Markdown in which each formula is one character of private use, so that Markdown reads nothing in it. */
export interface WithFormulas {
  readonly text: string;
  readonly formulas: readonly Formula[];
}

const FIRST_POINT = 0xf0000;
const MAX_FORMULAS = 0xf000;
const placeholder = /[\u{F0000}-\u{FEFFF}]/gu;

/** Code, in which nothing is a formula, escaped dollars, and formulas. A fence that is not closed goes on to the end. */
const pattern = new RegExp(
  [
    /(?<fence>^[ \t>]*(?<mark>`{3,}|~{3,})[^\n]*(?:\n[^]*?(?:\n[ \t>]*\k<mark>[`~]*[ \t]*(?=\n|$)|$(?![^]))|$(?![^])))/u,
    /(?<code>(?<!`)(?<ticks>`+)(?!`)[^]{1,2000}?(?<!`)\k<ticks>(?!`))/u,
    /(?<escaped>\\\$)/u,
    /\$\$(?<dollars>(?:[^$\\]|\\[^]|\$(?!\$)){1,4000}?)\$\$/u,
    /\\\[(?<brackets>(?:[^\\]|\\(?!\])[^]){1,4000}?)\\\]/u,
    /\\\((?<parentheses>(?:[^\\]|\\(?!\))[^]){1,1000}?)\\\)/u,
    // A dollar before a digit may be a price: a formula begins and ends with a character, and no digit follows it.
    /(?<![\w$\\])\$(?<dollar>(?:[^\s$\\]|\\[^])(?:(?:[^$\n\\]|\n(?!\s*\n)|\\[^]){0,400}?(?:[^\s$\\]|\\[^]))?)\$(?![\d$])/u,
  ]
    .map(({ source }) => source)
    .join("|"),
  "gmu",
);

/** Brackets are escaped in Markdown, too: words alone are no formula. */
const isTex = (tex: string) => /[\\^_={}<>+*/|\d-]/u.test(tex) || tex.trim().length <= 3;
const hasEmptyLine = (tex: string) => /\n[ \t]*\n/u.test(tex);

function formulaOf(source: string, groups: Readonly<Record<string, string | undefined>>): Formula | null {
  const { dollars, brackets, parentheses, dollar } = groups;
  const tex = dollars ?? brackets ?? parentheses ?? dollar;
  if (tex === undefined || hasEmptyLine(tex)) return null;
  if (!isTex(tex) || tex.trim() === "") return null;
  return { tex: tex.trim(), isDisplay: dollars !== undefined || brackets !== undefined, source };
}

/** Finds `$..$`, `$$..$$`, `\(..\)` and `\[..\]` outside of code. */
export function findFormulas(markdown: string): WithFormulas {
  const formulas: Formula[] = [];
  if (!/[$\\]/u.test(markdown) || markdown.search(placeholder) >= 0) return { text: markdown, formulas };
  const text = markdown.replace(pattern, (source: string, ...rest: unknown[]) => {
    const formula = formulaOf(source, rest.at(-1) as Record<string, string | undefined>);
    if (formula === null || formulas.length === MAX_FORMULAS) return source;
    return String.fromCodePoint(FIRST_POINT + formulas.push(formula) - 1);
  });
  return { text, formulas };
}

const indexOf = (point: string) => (point.codePointAt(0) ?? 0) - FIRST_POINT;

/** Text with the formulas as the model wrote them. */
export const withSources = (text: string, formulas: readonly Formula[]): string =>
  formulas.length === 0 ? text : text.replace(placeholder, (point) => formulas[indexOf(point)]?.source ?? point);

/** Text in chunks: strings and formulas. */
export function splitFormulas(text: string, formulas: readonly Formula[]): (string | Formula)[] {
  if (formulas.length === 0) return [text];
  const chunks: (string | Formula)[] = [];
  let end = 0;
  for (const { 0: point, index } of text.matchAll(placeholder)) {
    const formula = formulas[indexOf(point)];
    if (!formula) continue;
    if (index > end) chunks.push(text.slice(end, index));
    chunks.push(formula);
    end = index + point.length;
  }
  if (end < text.length) chunks.push(text.slice(end));
  return chunks;
}
