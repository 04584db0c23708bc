import { isCommonWord, isCompany } from "./common-words";
import { fold } from "./fold";
import { isNumber, type NamedContestant, qualifiers, qualifiersOf, spellingsOf, wordsOf } from "./name-spellings";
import { coordination, nameAlone, selfNamingPatterns, signs } from "./self-naming";
import { type VisibleText, visibleText } from "./visible-text";

/** A part of a text, by the indices of its first unit and of the unit after its last. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/** The names of contestants, ready to be found. */
export interface NameFinder {
  /** Where a text names one of them, in the order of the text. `isWhole`: nothing stands before or after it. */
  find(source: string, isWhole: boolean): Range[];
  /**
   * Where the part of a text begins that may still become a name, or be shown to be one, by what follows.
   *
   * @param isFirst Whether nothing stands before the text.
   */
  openFrom(source: string, isFirst: boolean): number;
}

const SEPARATOR = String.raw`[\s\-_./·]{0,3}`;
const SPACED = String.raw`[\s.\-_·•|/,]{1,3}`;
const MIN_SPACED_LETTERS = 4;
/** How far behind a name the words may stand that show it to be one. */
const REACH = 64;
const NEVER = "(?!)";

const escape = (text: string) => text.replaceAll(/[$()*+.?[\\\]^{|}/-]/gu, String.raw`\$&`);
const isHan = (text: string) => /\p{Script=Han}/u.test(text);
const digitOf: Readonly<Record<string, string>> = { o: "o0", l: "l1", i: "i1!", e: "e3", a: "a4@", s: "s5$", t: "t7" };
/** A letter, or the digit that stands for it. */
const letterClass = (letter: string) => (digitOf[letter] === undefined ? escape(letter) : `[${digitOf[letter]}]`);
const longestFirst = (sources: Iterable<string>) => [...new Set(sources)].toSorted((left, right) => right.length - left.length);
const oneOf = (sources: Iterable<string>) => longestFirst(sources).join("|") || NEVER;

/** The words of a name that are no version and, in a model's name, not the kind after the first word. */
const nameWords = (spelling: string) => {
  const words = wordsOf(spelling).map(fold);
  const end = words.findIndex((word, index) => index > 0 && isNumber(word));
  return end < 0 ? words : words.slice(0, end);
};

interface Sorted {
  /** Found wherever they stand. */
  readonly firm: Set<string>;
  /** Found where each of their words has a capital. */
  readonly cased: Set<string>;
  readonly looseModels: Set<string>;
  readonly looseMakers: Set<string>;
  /** Letters alone, to find them spelled out and half written. */
  readonly letters: Set<string>;
}

function sortSpelling(spelling: string, isMaker: boolean, sorted: Sorted): void {
  const loose = isMaker ? sorted.looseMakers : sorted.looseModels;
  const folded = fold(spelling).trim();
  sorted.letters.add(folded.replaceAll(/[^\p{L}\p{N}]/gu, ""));
  if (isHan(folded)) {
    const source = [...folded].map(escape).join(String.raw`[\s·]?`);
    (isCommonWord(folded) ? loose : sorted.firm).add(source);
    return;
  }
  const words = isMaker && /\d/u.test(folded) ? [folded] : nameWords(spelling);
  if (words.length === 0) return;
  const joined = words.join("");
  sorted.letters.add(joined);
  if (words.length === 1) {
    (isCommonWord(joined) ? loose : sorted.firm).add(joined.length > 3 ? [...joined].map(letterClass).join("") : escape(joined));
    return;
  }
  if (!isCommonWord(joined) && joined.length > 3) sorted.firm.add(words.map(escape).join(String.raw`[\-_/]?`));
  const separated = words.map(escape).join(SEPARATOR);
  if (words.some((word) => word.length > 3 && !isCommonWord(word))) sorted.firm.add(separated);
  else if (words.every((word) => word.length > 1 && !isCompany(word))) sorted.cased.add(separated);
  loose.add(separated);
}

function sortSpellings(contestants: readonly NamedContestant[]): Sorted {
  const sorted: Sorted = { firm: new Set(), cased: new Set(), looseModels: new Set(), looseMakers: new Set(), letters: new Set() };
  for (const { models, makers } of contestants.map(spellingsOf)) {
    for (const spelling of models) sortSpelling(spelling, false, sorted);
    for (const spelling of makers) sortSpelling(spelling, true, sorted);
  }
  sorted.letters.delete("");
  return sorted;
}

/** Versions and sizes of the contestants: a common word with one of them is a name. */
const versionsOf = (contestants: readonly NamedContestant[]): string[] =>
  contestants
    .flatMap(({ id, name }) => `${name} ${id}`.split(/[\s\-_/:]+/u).map((word) => fold(word).replace(/^[a-z]+(?=\d)/u, "")))
    .filter(isNumber);

function createPatterns(contestants: readonly NamedContestant[]) {
  const sorted = sortSpellings(contestants);
  const loose = { models: oneOf(sorted.looseModels), makers: oneOf(sorted.looseMakers) };
  const names = contestants.flatMap(({ id, name }) => [name, id]);
  const kinds = oneOf([...qualifiersOf(names)].map(escape));
  const allKinds = oneOf([...qualifiers].map(escape));
  const spelled = [...sorted.letters].filter((name) => /^[a-z]+$/u.test(name) && name.length >= MIN_SPACED_LETTERS);
  const size = String.raw`\d+(?:[._x]\d+)*[bm]`;
  const number = String.raw`v?\d+(?:[._x]\d+)*(?:\s?[bmk](?![a-z]))?`;
  return {
    letters: [...sorted.letters],
    loose,
    firm: new RegExp(`(?:${oneOf(sorted.firm)})(?:s(?![a-z]))?`, "gu"),
    cased: new RegExp(`(?<![a-z])(?:${oneOf(sorted.cased)})(?![a-z])`, "gu"),
    spelled: new RegExp(`(?<![a-z])(?:${oneOf(spelled.map((name) => [...name].join(SPACED)))})(?![a-z])`, "gu"),
    anyLoose: new RegExp(`(?<![a-z])(?:${loose.models}|${loose.makers})(?![a-z])`, "gu"),
    versioned: new RegExp(
      `(?<![a-z])(?:${loose.models})(?:[-_:]?(?:v?\\d{1,2}(?:[._]\\d+)?(?![\\d.,]*\\d)|${size})|\\s(?:${size}|(?<own>${oneOf(versionsOf(contestants).map(escape))})))(?![a-z\\d])`,
      "dgu",
    ),
    suffix: new RegExp(
      `^(?:(?:'s)?[\\s\\-_.:/]{0,2}(?:${number}|q\\d(?:_\\w+)*|gguf|${kinds})(?![a-z\\d])|[-_](?:${allKinds})(?![a-z\\d]))+`,
      "u",
    ),
    isModel: new RegExp(`^(?:${loose.models})$`, "u"),
    isMaker: new RegExp(`^(?:${loose.makers})$`, "u"),
  };
}
type Patterns = ReturnType<typeof createPatterns>;

/** Whether a word begins at an index: behind what is no letter, or at a capital behind a small letter. */
const beginsWord = ({ text, capitals }: VisibleText, index: number) =>
  !/[a-z]/u.test(text[index - 1] ?? "") || (capitals[index] === true && capitals[index - 1] === false);
const endsWord = ({ text, capitals }: VisibleText, end: number) =>
  !/[a-z]/u.test(text[end] ?? "") || (capitals[end] === true && capitals[end - 1] === false) || isHan(text[end - 1] ?? "");

const beginsSentence = ({ text }: VisibleText, index: number) =>
  /(?:^|[.!?\n]["'“]?)[\s#>-]*$/u.test(text.slice(Math.max(0, index - 8), index));

function* matches(pattern: RegExp, text: string): Generator<RegExpExecArray> {
  pattern.lastIndex = 0;
  for (let found = pattern.exec(text); found !== null; found = pattern.exec(text)) {
    yield found;
    // Patterns may overlap: what stands around one name may be another.
    pattern.lastIndex = found.index + 1;
  }
}

const rangeOf = (found: RegExpExecArray): Range => ({ start: found.index, end: found.index + found[0].length });
const groupRange = (found: RegExpExecArray): Range => {
  const [start, end] = found.indices?.groups?.n ?? [found.index, found.index];
  return { start, end };
};

function* findFirm(patterns: Patterns, visible: VisibleText): Generator<Range> {
  for (const found of matches(patterns.firm, visible.text)) {
    const range = rangeOf(found);
    if (isHan(found[0]) || (beginsWord(visible, range.start) && endsWord(visible, range.end))) yield range;
  }
  for (const found of matches(patterns.cased, visible.text)) {
    const words = [...found[0].matchAll(/(?<![a-z])[a-z]+/gu)].map((word) => ({ start: found.index + word.index, text: word[0] }));
    const isTelling = ({ start, text }: { start: number; text: string }) => text !== "ai" && !beginsSentence(visible, start);
    if (words.every(({ start }) => visible.capitals[start]) && words.some(isTelling)) yield rangeOf(found);
  }
  for (const found of matches(patterns.spelled, visible.text)) yield rangeOf(found);
}

/** "the falcon" is a bird, Nova Scotia a province. */
function isOther({ text, capitals }: VisibleText, { start, wordEnd: end }: Candidate, isBeforeName: boolean): boolean {
  if (!capitals[start]) return /(?<![a-z])(?:an?|the)\s$/u.test(text.slice(Math.max(0, start - 5), start));
  return (
    !isBeforeName &&
    text[end] === " " &&
    capitals[end + 1] === true &&
    !/^ (?:ai|llm|model|research|inc|i\b|\d|[b-z]\d)/u.test(text.slice(end))
  );
}

/** A common word that may be a name: it counts where the words around it say so. */
interface Candidate extends Range {
  /** The end of the word, without a version behind it. */
  readonly wordEnd: number;
  readonly sign: string;
}

function findCandidates(patterns: Patterns, { text }: VisibleText): Candidate[] {
  return [...matches(patterns.anyLoose, text)].map((found) => {
    const { start, end } = rangeOf(found);
    const [isModel, isMaker] = [patterns.isModel.test(found[0]), patterns.isMaker.test(found[0])];
    const sign = isModel && isMaker ? signs.both : isModel ? signs.model : signs.maker;
    return { start, wordEnd: end, end: widened(patterns, text, { start, end }).end, sign };
  });
}

/** The text with a sign for each name, and the name behind each sign. */
function withSigns(text: string, firm: readonly Range[], candidates: readonly Candidate[]) {
  const all = [...firm.map((range) => ({ ...range, wordEnd: range.end, sign: signs.firm })), ...candidates];
  const byIndex = new Map<number, Candidate>();
  let [signed, index] = ["", 0];
  for (const one of all.toSorted((left, right) => left.start - right.start)) {
    if (one.start < index) continue;
    signed += text.slice(index, one.start);
    byIndex.set(signed.length, one);
    signed += one.sign;
    index = one.end;
  }
  return { signed: signed + text.slice(index), byIndex };
}

function* findLoose(patterns: Patterns, visible: VisibleText, firm: readonly Range[], isWhole: boolean): Generator<Range> {
  const found = findCandidates(patterns, visible);
  // What holds a name is one: Google DeepMind.
  const holding = found.filter((one) => firm.some(({ start, end }) => one.start < end && start < one.wordEnd));
  yield* holding;
  const candidates = found.filter((one) => !holding.includes(one));
  if (candidates.length === 0) return;
  const { signed, byIndex } = withSigns(visible.text, firm, candidates);
  for (const pattern of selfNamingPatterns) {
    for (const found of matches(pattern, signed)) {
      const index = groupRange(found).start;
      const candidate = byIndex.get(index);
      if (!candidate || isOther(visible, candidate, byIndex.has(index + 2))) continue;
      yield candidate;
      yield* coordinated(signed, byIndex, index + 1);
    }
  }
  const alone = isWhole ? nameAlone.exec(signed) : null;
  const candidate = alone ? byIndex.get(groupRange(alone).start) : undefined;
  if (candidate) yield candidate;
}

function* coordinated(signed: string, byIndex: ReadonlyMap<number, Candidate>, start: number): Generator<Range> {
  for (let end = start; ;) {
    const next = coordination.exec(signed.slice(end, end + REACH));
    if (!next) return;
    const candidate = byIndex.get(end + groupRange(next).start);
    if (candidate) yield candidate;
    end += groupRange(next).end;
  }
}

/** With the version and kind behind it. */
function widened({ suffix }: Patterns, text: string, { start, end }: Range): Range {
  return { start, end: end + (suffix.exec(text.slice(end, end + REACH))?.[0].length ?? 0) };
}

function* findVersioned(patterns: Patterns, { text, capitals }: VisibleText): Generator<Range> {
  for (const found of matches(patterns.versioned, text)) {
    if (found.groups?.own === undefined || capitals[found.index]) yield rangeOf(found);
  }
}

function findVisible(patterns: Patterns, visible: VisibleText, isWhole: boolean): Range[] {
  const found = [...findFirm(patterns, visible), ...findVersioned(patterns, visible)];
  const firm = joined(
    visible.text,
    found.map((range) => widened(patterns, visible.text, range)),
  );
  return [...firm, ...findLoose(patterns, visible, firm, isWhole)];
}

/** Ranges in order; those that touch, or have one separator between them, are one. */
function joined(source: string, ranges: readonly Range[]): Range[] {
  const result: Range[] = [];
  for (const range of ranges.toSorted((left, right) => left.start - right.start)) {
    const last = result.at(-1);
    if (last && /^[ \-_/:]?$/u.test(source.slice(last.end, range.start)))
      result[result.length - 1] = { start: last.start, end: Math.max(last.end, range.end) };
    else result.push(range);
  }
  return result;
}

const sourceRange = ({ starts, ends }: VisibleText, { start, end }: Range): Range => ({
  start: starts[start] ?? 0,
  end: ends[end - 1] ?? 0,
});

/** A reference, tag or link that is not complete. */
const halfFrame =
  /(?:<\/?(?:[A-Za-z][^<>]{0,200})?|<!(?:--?[^]{0,200})?|\](?:\([^()\s]{0,300})?|&[#\w]{0,10}|\\[A-Za-z]{0,16}|[\uD800-\uDBFF])$/u;

/** Where the letters at the end of a text may begin a name. */
function halfNameFrom({ letters }: Patterns, visible: VisibleText): number {
  const { text } = visible;
  for (let start = Math.max(0, text.length - REACH); start < text.length; start++) {
    if (!/[\p{L}\p{N}]/u.test(text[start] ?? "") || !(isHan(text[start] ?? "") || beginsWord(visible, start))) continue;
    const tail = text.slice(start).replaceAll(/[^\p{L}\p{N}@!$]/gu, "");
    if (letters.some((name) => couldBegin(name, tail))) return start;
  }
  return text.length;
}

const couldBegin = (name: string, tail: string) =>
  tail.length <= name.length && [...tail].every((letter, index) => letter === name[index] || digitOf[name[index] ?? ""]?.includes(letter));

/** Where the last name begins that what follows may widen, or show to be one. */
function undecidedFrom(patterns: Patterns, visible: VisibleText, isFirst: boolean): number {
  const { text } = visible;
  const open: number[] = [];
  for (const found of matches(patterns.anyLoose, text)) {
    const tail = text.slice(found.index + found[0].length);
    if (tail.length < REACH && !/[.!?。！？\n]\s*\S/u.test(tail.slice(1))) open.push(found.index);
    else if (isFirst && text.length < REACH) open.push(found.index);
  }
  for (const { start, end } of findVisible(patterns, visible, false)) {
    if (/^(?:'s?)?[\s\-_.:/]{0,2}[\w.]*$/u.test(text.slice(end))) open.push(start);
  }
  return Math.min(text.length, ...open);
}

const bothViews = (source: string) =>
  [false, true]
    .filter((joinsFrames) => !joinsFrames || /[<\]{}$^\\]/u.test(source))
    .map((joinsFrames) => visibleText(source, { joinsFrames }));

/** Finds the names of contestants in Markdown, as its reader would read them. */
export function createNameFinder(contestants: readonly NamedContestant[]): NameFinder {
  const patterns = createPatterns(contestants);
  return {
    find: (source, isWhole) =>
      joined(
        source,
        bothViews(source).flatMap((visible) => findVisible(patterns, visible, isWhole).map((range) => sourceRange(visible, range))),
      ),
    openFrom(source, isFirst) {
      const end = source.length - (halfFrame.exec(source)?.[0].length ?? 0);
      const complete = source.slice(0, end);
      const starts = bothViews(complete).map((visible) => {
        const index = Math.min(halfNameFrom(patterns, visible), undecidedFrom(patterns, visible, isFirst));
        return visible.starts[index] ?? end;
      });
      return Math.min(end, ...starts);
    },
  };
}
