import { tokensOf } from "./spelling.ts";

/**
 * Edits that turn one word into another: insertions, deletions, substitutions, and exchanges of neighbours (optimal string alignment distance,
 * Boytsov 2011, "Indexing methods for approximate dictionary searching", section 2.2).
 */
function editDistance(left: string, right: string): number {
  let [before, last]: [number[], number[]] = [[], Array.from({ length: right.length + 1 }, (_, column) => column)];
  for (let row = 1; row <= left.length; row++) {
    const current = [row];
    for (let column = 1; column <= right.length; column++) {
      const substitution = (last[column - 1] ?? 0) + (left[row - 1] === right[column - 1] ? 0 : 1);
      const least = Math.min((last[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1, substitution);
      const exchanged = row > 1 && column > 1 && left[row - 1] === right[column - 2] && left[row - 2] === right[column - 1];
      current.push(exchanged ? Math.min(least, (before[column - 2] ?? 0) + 1) : least);
    }
    [before, last] = [last, current];
  }
  return last[right.length] ?? 0;
}

/** How alike two tokens are, from 0 to 1. A number is itself or another number, since 7B is not nearly 8B. */
function tokenSimilarity(wanted: string, token: string): number {
  if (wanted === token) return 1;
  if (/^\d/u.test(wanted) || /^\d/u.test(token)) return 0;
  if (wanted.length >= 2 && token.startsWith(wanted)) return 0.85;
  const alike = 1 - editDistance(wanted, token) / Math.max(wanted.length, token.length);
  return alike >= 0.6 ? 0.9 * alike : 0;
}

/** What a token that the name has, and the wanted text has not, takes from the score. */
const SUPERFLUOUS = 0.02;

/**
 * How well a name answers what was typed, from 0 to 1: the share of the typed tokens that it holds, less a little for each further token.
 *
 * @param other Tokens that may be typed too, such as the maker's name.
 */
export function similarity(wanted: readonly string[], name: string, other: readonly string[] = []): number {
  if (wanted.length === 0) return 0;
  const tokens = tokensOf(name);
  const best = (token: string, among: readonly string[]) => Math.max(0, ...among.map((one) => tokenSimilarity(token, one)));
  const found = wanted.reduce((sum, token) => sum + Math.max(best(token, tokens), 0.95 * best(token, other)), 0);
  const further = tokens.filter((token) => best(token, wanted) === 0).length;
  return Math.max(0, found / wanted.length - SUPERFLUOUS * further);
}
