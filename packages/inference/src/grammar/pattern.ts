import { type AST, RegExpParser } from "@eslint-community/regexpp";
import { type CodePoints, codePoints, complement, everyCharacter, intersection } from "./code-points.ts";
import type { Language, Languages } from "./language.ts";

const MAX_PATTERN_LENGTH = 10_000;
const MAX_REPEAT = 2_000;

/**
 * The language of an ECMAScript pattern.
 *
 * @param isWhole Whether the whole text has to match; else, as in JSON Schema, any part of it may.
 * @throws RangeError where the pattern is not valid, or is not regular (back-references, look-behinds, word boundaries).
 *
 * @example
 * ```ts
 * const digits = patternLanguage(new Languages(), "^[0-9]{5}$", { isWhole: false });
 * ```
 */
export function patternLanguage(languages: Languages, pattern: string, { isWhole }: { readonly isWhole: boolean }): Language {
  if (pattern.length > MAX_PATTERN_LENGTH) throw new RangeError(`has more than ${MAX_PATTERN_LENGTH} characters`);
  const { anything, empty } = languages;
  const reader = new PatternReader(languages);
  const { alternatives } = parse(pattern);
  const tail = isWhole ? empty : anything;
  const from = (isAtStart: boolean) =>
    languages.anyOf(...alternatives.map(({ elements }) => reader.sequence(elements, { tail, isAtStart })));
  return isWhole ? from(true) : languages.anyOf(from(true), languages.sequence(anything, from(false)));
}

function parse(pattern: string): AST.Pattern {
  const parser = new RegExpParser({ ecmaVersion: 2025 });
  const end = pattern.length;
  try {
    return parser.parsePattern(pattern, 0, end, { unicode: true });
  } catch (cause) {
    try {
      // Escapes that mean nothing, such as `\!` or `\-`, are errors in the Unicode mode alone; those beyond it are none of JSON Schema's.
      return parser.parsePattern(pattern, 0, end, { unicode: false });
    } catch {
      throw new RangeError(`is no valid regular expression (${(cause as Error).message})`, { cause });
    }
  }
}

/** What is known of the text around a part of a pattern. */
interface Surroundings {
  /** What follows, up to the end of the text. */
  readonly tail: Language;
  readonly isAtStart: boolean;
}

class PatternReader {
  readonly #languages: Languages;

  constructor(languages: Languages) {
    this.#languages = languages;
  }

  /** Elements and what follows them. Inside a repeated group the text around them is unknown (`null`): assertions cannot be kept there. */
  sequence(elements: readonly AST.Element[], around: Surroundings | null): Language {
    const languages = this.#languages;
    const [first, ...rest] = elements;
    if (first === undefined) return around?.tail ?? languages.empty;
    if (first.type === "Assertion") {
      if (around === null) throw new RangeError(`holds ${first.raw} inside a group, which cannot be kept`);
      const after = this.sequence(rest, around);
      if (first.kind === "start") return around.isAtStart ? after : languages.none;
      if (first.kind === "end") return languages.allOf(languages.empty, after);
      if (first.kind !== "lookahead") throw new RangeError(`holds ${first.raw}, which no grammar can keep`);
      const { anything: tail } = languages;
      const ahead = languages.anyOf(...first.alternatives.map((one) => this.sequence(one.elements, { ...around, tail })));
      return languages.allOf(first.negate ? languages.not(ahead) : ahead, after);
    }
    const next = around && { ...around, isAtStart: false };
    const after = this.sequence(rest, next);
    if (around !== null && (first.type === "Group" || first.type === "CapturingGroup") && holdsAssertion(first))
      return languages.anyOf(...first.alternatives.map((one) => this.sequence(one.elements, { ...around, tail: after })));
    return languages.sequence(this.#element(first), after);
  }

  #element(element: Exclude<AST.Element, AST.Assertion>): Language {
    const languages = this.#languages;
    switch (element.type) {
      case "Character":
      case "CharacterSet":
      case "CharacterClass":
      case "ExpressionCharacterClass":
        return languages.set(intersection(setOf(element), everyCharacter));
      case "Group":
      case "CapturingGroup":
        return languages.anyOf(...element.alternatives.map((one) => this.sequence(one.elements, null)));
      case "Quantifier": {
        const { min, max } = element;
        if (min > MAX_REPEAT || (max !== Number.POSITIVE_INFINITY && max > MAX_REPEAT))
          throw new RangeError(`repeats ${element.element.raw} more than ${MAX_REPEAT} times`);
        if (element.element.type === "Assertion") throw new RangeError(`repeats ${element.element.raw}, which cannot be kept`);
        return languages.repeat(this.#element(element.element), min, max);
      }
      case "Backreference":
        throw new RangeError(`refers back with ${element.raw}, which no grammar can keep`);
    }
  }
}

const holdsAssertion = ({ alternatives }: AST.Group | AST.CapturingGroup): boolean =>
  alternatives.some(({ elements }) =>
    elements.some((one) => one.type === "Assertion" || ((one.type === "Group" || one.type === "CapturingGroup") && holdsAssertion(one))),
  );

type SetElement = AST.Character | AST.CharacterSet | AST.CharacterClass | AST.ExpressionCharacterClass | AST.CharacterClassElement;

function setOf(element: SetElement): CodePoints {
  switch (element.type) {
    case "Character":
      return [[element.value, element.value]];
    case "CharacterClassRange":
      return [[element.min.value, element.max.value]];
    case "CharacterClass": {
      const points = codePoints(element.elements.flatMap((one) => [...setOf(one)]));
      return element.negate ? complement(points) : points;
    }
    case "CharacterSet":
      return namedSet(element.raw);
    default:
      throw new RangeError(`holds ${element.raw}, which needs the flag v`);
  }
}

const namedSets = new Map<string, CodePoints>();

/** The characters of `.`, `\d`, `\p{L}` and the like, as this JavaScript engine has them. */
function namedSet(raw: string): CodePoints {
  const known = namedSets.get(raw);
  if (known) return known;
  const is = new RegExp(`^${raw}$`, "u");
  const found: [number, number][] = [];
  for (const [first, last] of everyCharacter)
    for (let point = first; point <= last; point++) {
      if (!is.test(String.fromCodePoint(point))) continue;
      const before = found.at(-1);
      if (before?.[1] === point - 1) before[1] = point;
      else found.push([point, point]);
    }
  namedSets.set(raw, found);
  return found;
}
