/** What Python's `str.isspace` and `str.strip` take for white space. JavaScript's `trim` leaves U+0085 and U+001C to U+001F, and takes U+FEFF. */
const SPACE = "\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000";
const LEADING = new RegExp(`^[${SPACE}]+`, "u");
const TRAILING = new RegExp(`[${SPACE}]+$`, "u");

/** Python's `str.strip()`. */
export const strip = (text: string): string => rightStrip(text.replace(LEADING, ""));

/** Python's `str.rstrip()`. */
export const rightStrip = (text: string): string => text.replace(TRAILING, "");

/** Python's `len(str)`: code points, not UTF-16 units. */
export function codePoints(text: string): number {
  let count = 0;
  for (const _ of text) count++;
  return count;
}

/** Digraphs that have a form with one capital: ǆ becomes ǅ, not Ǆ. */
const titleDigraphs: Readonly<Record<string, string>> = {
  "\u01C4": "\u01C5",
  "\u01C6": "\u01C5",
  "\u01C5": "\u01C5",
  "\u01C7": "\u01C8",
  "\u01C8": "\u01C8",
  "\u01C9": "\u01C8",
  "\u01CA": "\u01CB",
  "\u01CB": "\u01CB",
  "\u01CC": "\u01CB",
  "\u01F1": "\u01F2",
  "\u01F2": "\u01F2",
  "\u01F3": "\u01F2",
};

/** The first letter of a word as Unicode's full title case has it. */
function titleCase(letter: string): string {
  const digraph = titleDigraphs[letter];
  if (digraph !== undefined) return digraph;
  // Georgian has capitals for whole words only.
  if (/^[\u10D0-\u10FA\u10FD-\u10FF]$/u.test(letter)) return letter;
  // Greek with a subscript iota keeps it as one letter: ᾳ becomes ᾼ.
  if (/^[\u1F80-\u1FAF\u1FB3\u1FBC\u1FC3\u1FCC\u1FF3\u1FFC]$/u.test(letter)) {
    const code = letter.charCodeAt(0);
    return String.fromCharCode(code >= 0x1fb0 ? code | 0xf : code | 8).replace(/[\u1FBF\u1FCF\u1FFF]/u, (other) =>
      String.fromCharCode(other.charCodeAt(0) - 3),
    );
  }
  const [first = "", ...rest] = letter.toUpperCase();
  // ß becomes Ss and ﬃ becomes Ffi; an apostrophe or a mark in front keeps the capital behind it.
  if (rest.length === 0 || first === "\u02BC" || !/^\p{L}$/u.test(first)) return [first, ...rest].join("");
  // A capital iota behind its letter becomes a subscript again.
  return rest.at(-1) === "\u0399" ? [first, ...rest.slice(0, -1), "\u0345"].join("") : first + rest.join("").toLowerCase();
}

/** Python's `str.capitalize()`: the first letter in title case, **all others in lower case**. */
export function capitalize(text: string): string {
  const [first] = text;
  if (first === undefined) return "";
  // The lower case of the whole text, since a sigma at the end of a word depends on what stands before it.
  return titleCase(first) + text.toLowerCase().slice(first.toLowerCase().length);
}

/** Python's `str(float)`. */
export function floatText(value: number): string {
  if (Number.isNaN(value)) return "nan";
  if (!Number.isFinite(value)) return value > 0 ? "inf" : "-inf";
  if (value === 0) return Object.is(value, -0) ? "-0.0" : "0.0";
  const [digits = "", exponentText = "0"] = value.toExponential().split("e");
  const exponent = Number(exponentText);
  if (exponent < -4 || exponent >= 16) return `${digits}e${exponent < 0 ? "-" : "+"}${String(Math.abs(exponent)).padStart(2, "0")}`;
  if (Math.abs(exponent) < 21 && Number.isInteger(value)) return `${BigInt(value)}.0`;
  return exponent < 0 ? value.toFixed(digits.replace(/[-.]/gu, "").length - 1 - exponent) : String(value);
}
