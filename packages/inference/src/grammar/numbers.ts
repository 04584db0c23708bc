import type { Language, Languages } from "./language.ts";

/** An end of a range of numbers. */
export interface Bound {
  readonly value: number;
  readonly isExclusive: boolean;
}

/** Which numbers are meant. */
export interface NumberRange {
  readonly isInteger: boolean;
  readonly minimum: Bound | null;
  readonly maximum: Bound | null;
}

/** As many digits as llama.cpp's grammar for JSON writes, on each side of the point. */
const MAX_DIGITS = 16;

/** Numbers in plain decimal notation, without an exponent, within a range. */
export class Decimals {
  readonly #languages: Languages;
  readonly #isInteger: boolean;
  readonly #digit: Language;

  constructor(languages: Languages, isInteger: boolean) {
    this.#languages = languages;
    this.#isInteger = isInteger;
    this.#digit = this.#digits("0", "9");
  }

  within({ minimum, maximum }: NumberRange): Language {
    const languages = this.#languages;
    const positive = languages.allOf(
      this.#all(),
      minimum === null || minimum.value < 0 ? languages.anything : this.#from(minimum),
      maximum === null ? languages.anything : languages.not(maximum.value < 0 ? languages.anything : this.#beyond(maximum)),
    );
    // -0 equals 0, which is written without a sign.
    const magnitudes = languages.allOf(
      this.#all(),
      this.#from({ value: 0, isExclusive: true }),
      maximum === null || maximum.value > 0 ? languages.anything : this.#from({ ...maximum, value: -maximum.value }),
      minimum === null
        ? languages.anything
        : minimum.value >= 0
          ? languages.none
          : languages.not(this.#beyond({ ...minimum, value: -minimum.value })),
    );
    return languages.anyOf(positive, languages.sequence(languages.text("-"), magnitudes));
  }

  /** 0, 1, 1.5 ... */
  #all(): Language {
    const { repeat, anyOf, text, sequence } = bound(this.#languages);
    const whole = anyOf(text("0"), sequence(this.#digits("1", "9"), repeat(this.#digit, 0, MAX_DIGITS - 1)));
    if (this.#isInteger) return whole;
    return sequence(whole, repeat(sequence(text("."), repeat(this.#digit, 1, MAX_DIGITS)), 0, 1));
  }

  /** At least so much; more than that where it is exclusive. `value` is not negative. */
  #from({ value, isExclusive }: Bound): Language {
    const { repeat, anyOf, text, sequence, none, empty } = bound(this.#languages);
    const [whole = "0", fraction = ""] = plain(value).split(".");
    const digits = repeat(this.#digit, 0, Number.POSITIVE_INFINITY);
    const someNotZero = sequence(text("."), digits, this.#digits("1", "9"), digits);
    const anyFraction = repeat(sequence(text("."), digits), 0, 1);
    const longer = sequence(this.#digits("1", "9"), repeat(this.#digit, whole.length, Number.POSITIVE_INFINITY));
    const greater = anyOf(longer, this.#greater(whole), whole === "0" ? this.#digits("1", "9") : none);
    const rest =
      fraction === ""
        ? isExclusive
          ? someNotZero
          : anyFraction
        : sequence(
            text("."),
            anyOf(
              sequence(this.#greater(fraction, digits)),
              sequence(text(fraction), isExclusive ? sequence(digits, this.#digits("1", "9"), digits) : digits),
            ),
          );
    return anyOf(sequence(greater, anyFraction), sequence(text(whole), rest ?? empty));
  }

  /** What is not within a maximum. */
  #beyond({ value, isExclusive }: Bound): Language {
    return this.#from({ value, isExclusive: !isExclusive });
  }

  /** As many digits that stand for more; after the first greater one, `after` may come instead of as many. */
  #greater(text: string, after: Language | null = null): Language {
    const languages = this.#languages;
    return languages.anyOf(
      ...Array.from(text, (digit, index) => {
        if (digit === "9") return languages.none;
        const next = this.#digits(String(Number(digit) + 1), "9");
        const left = text.length - index - 1;
        return languages.sequence(languages.text(text.slice(0, index)), next, after ?? languages.repeat(this.#digit, left, left));
      }),
    );
  }

  #digits(first: string, last: string): Language {
    return this.#languages.set([[first.charCodeAt(0), last.charCodeAt(0)]]);
  }
}

/** The methods, to be used without their object. */
const bound = (languages: Languages) => ({
  none: languages.none,
  empty: languages.empty,
  repeat: languages.repeat.bind(languages),
  anyOf: languages.anyOf.bind(languages),
  text: languages.text.bind(languages),
  sequence: languages.sequence.bind(languages),
});

/** A number that is not negative, without an exponent and without zeros at the end of its fraction. */
function plain(value: number): string {
  const written = String(value);
  const [, mantissa = written, exponent = "0"] = /^(.*?)e([+-]?\d+)$/u.exec(written) ?? [];
  const [whole = "", fraction = ""] = mantissa.split(".");
  const shift = Number(exponent);
  const digits = (whole + fraction).padStart(1 - shift, "0").padEnd(whole.length + shift, "0");
  const point = shift < 0 ? digits.length - fraction.length + shift : whole.length + shift;
  const before = digits.slice(0, point).replace(/^0+(?=\d)/u, "") || "0";
  const after = digits.slice(point).replace(/0+$/u, "");
  return after === "" ? before : `${before}.${after}`;
}
