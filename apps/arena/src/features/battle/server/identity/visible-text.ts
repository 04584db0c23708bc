import { decodeNamedCharacterReference } from "decode-named-character-reference";
import { foldPoint } from "./fold";

/** Markdown as its reader sees it, folded, with the place of each character in the source. */
export interface VisibleText {
  readonly text: string;
  /** By index of `text`: where its character begins and ends in the source. The end of the source closes `starts`. */
  readonly starts: readonly number[];
  readonly ends: readonly number[];
  /** Whether the source has a capital there. */
  readonly capitals: readonly boolean[];
}

const reference = /&(?:#(\d{1,7})|#[xX]([\da-fA-F]{1,6})|([A-Za-z][A-Za-z\d]{1,31}));/y;
/** Emphasis, code and escapes: never letters of a word. */
const delimiter = /[*`~\\]/u;
/**
 * What joins the letters on its both sides when it is shown as nothing: tags and comments, the frame of a link, TeX commands and braces.
 */
const frame =
  /<\/?[A-Za-z][^<>]{0,200}>|<!--[^]{0,200}?-->|\]\([^()\s]{0,300}\)|\\(?:text|math|operatorname)[a-z]{0,6}|\\[,;:!]|[[\]{}$^]/y;

/** The character of a reference such as `&#71;` at an index, and its length in the source; null where there is none. */
function referenceAt(source: string, index: number): { point: string; length: number } | null {
  reference.lastIndex = index;
  const [found, decimal, hexadecimal, name] = reference.exec(source) ?? [];
  if (found === undefined) return null;
  const number = decimal === undefined ? Number.parseInt(hexadecimal ?? "", 16) : Number(decimal);
  const point = name === undefined ? (number <= 0x10ffff ? String.fromCodePoint(number) : "") : decodeNamedCharacterReference(name);
  return typeof point === "string" ? { point, length: found.length } : null;
}

function frameAt(source: string, index: number): number {
  frame.lastIndex = index;
  return frame.exec(source)?.[0].length ?? 0;
}

/**
 * The visible characters of Markdown.
 *
 * @param options `joinsFrames` leaves out tags, frames of links and TeX, too: what they split a renderer may join.
 */
export function visibleText(source: string, options: { joinsFrames: boolean }): VisibleText {
  let text = "";
  const [starts, ends, capitals]: [number[], number[], boolean[]] = [[], [], []];
  const push = (point: string, start: number, end: number) => {
    const folded = foldPoint(point);
    const isCapital = /\p{Lu}/u.test(point);
    for (let unit = 0; unit < folded.length; unit++) {
      starts.push(start);
      ends.push(end);
      capitals.push(isCapital && unit === 0);
    }
    text += folded;
  };
  for (let index = 0; index < source.length;) {
    const skipped = options.joinsFrames ? frameAt(source, index) : 0;
    if (skipped > 0) {
      index += skipped;
      continue;
    }
    const found = source[index] === "&" ? referenceAt(source, index) : null;
    const point = found?.point ?? String.fromCodePoint(source.codePointAt(index) ?? 0);
    const length = found?.length ?? point.length;
    if (found !== null || !delimiter.test(point)) push(point, index, index + length);
    index += length;
  }
  return { text, starts, ends, capitals };
}
