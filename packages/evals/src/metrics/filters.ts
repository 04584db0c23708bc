import { strip } from "../python/text.ts";

/** What a filter gives where it finds nothing. */
export const INVALID = "[invalid]";

/** GSM8K, strict: the first number behind `####`. */
export function strictMatch(text: string): string {
  const [, number] = /#### (-?[0-9.,]+)/u.exec(text) ?? [];
  return number === undefined ? INVALID : strip(number);
}

/** GSM8K, flexible: the last number of the text, which may be mere points. */
export function flexibleExtract(text: string): string {
  const last = [...text.matchAll(/(-?[$0-9.,]{2,})|(-?[0-9]+)/gu)].at(-1);
  return last === undefined ? INVALID : strip(last[0]);
}

/** What GSM8K does not compare: commas, dollar signs, all up to `#### `, a point at the end; then the case of letters. */
function comparable(text: string): string {
  return text
    .replaceAll(",", "")
    .replaceAll("$", "")
    .replaceAll(/[^]*#### /gu, "")
    .replaceAll(/\.(?=\n?$)/gu, "")
    .toLowerCase();
}

/** Whether an extracted answer is the right one, as GSM8K compares them. */
export const isSameNumber = (answer: string, target: string): boolean => comparable(answer) === comparable(target);
