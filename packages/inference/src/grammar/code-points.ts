/** A set of Unicode code points: ranges, both ends included, in ascending order and apart from each other. */
export type CodePoints = readonly (readonly [first: number, last: number])[];

const LAST = 0x10ffff;

/** Every character that a JSON string may hold: surrogates are no characters, and llama.cpp writes no DEL. */
export const everyCharacter: CodePoints = [
  [0, 0x7e],
  [0x80, 0xd7ff],
  [0xe000, LAST],
];

/** Ranges in any order, also overlapping ones, as a set. */
export function codePoints(ranges: Iterable<readonly [first: number, last: number]>): CodePoints {
  const joined: [number, number][] = [];
  for (const [first, last] of [...ranges].toSorted(([left], [right]) => left - right)) {
    const before = joined.at(-1);
    if (before && first <= before[1] + 1) before[1] = Math.max(before[1], last);
    else joined.push([first, last]);
  }
  return joined;
}

/** The characters that are in both sets. */
export function intersection(left: CodePoints, right: CodePoints): CodePoints {
  const common: [number, number][] = [];
  for (const [from, to] of left)
    for (const [first, last] of right) {
      if (first > to) break;
      if (last >= from) common.push([Math.max(from, first), Math.min(to, last)]);
    }
  return common;
}

/** Every character that is not in the set. */
export function complement(set: CodePoints): CodePoints {
  const rest: [number, number][] = [];
  let next = 0;
  for (const [first, last] of set) {
    if (first > next) rest.push([next, first - 1]);
    next = last + 1;
  }
  if (next <= LAST) rest.push([next, LAST]);
  return intersection(rest, everyCharacter);
}

export const contains = (set: CodePoints, point: number): boolean => set.some(([first, last]) => point >= first && point <= last);

/**
 * Splits all characters into classes that none of the sets tells apart.
 *
 * @returns The classes, each with one of its characters.
 */
export function classesOf(sets: readonly CodePoints[]): { readonly points: CodePoints; readonly example: number }[] {
  const cuts = new Set(everyCharacter.flatMap(([first, last]) => [first, last + 1]));
  for (const set of sets) for (const [first, last] of set) cuts.add(first).add(last + 1);
  const sorted = [...cuts].toSorted((left, right) => left - right);
  const classes = new Map<string, [number, number][]>();
  for (const [index, first] of sorted.entries()) {
    const next = sorted[index + 1];
    if (next === undefined || !contains(everyCharacter, first)) continue;
    const signature = sets.map((set) => (contains(set, first) ? "1" : "0")).join("");
    const ranges = classes.get(signature);
    if (ranges) ranges.push([first, next - 1]);
    else classes.set(signature, [[first, next - 1]]);
  }
  return [...classes.values()].map((ranges) => ({ points: codePoints(ranges), example: ranges[0]?.[0] ?? 0 }));
}
