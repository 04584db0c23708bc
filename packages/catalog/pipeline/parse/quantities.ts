/** Reads quantities and dates out of an excerpt, so that a value can be proved by its words. */

const scales: Readonly<Record<string, readonly number[]>> = {
  "": [1],
  k: [1e3, 1024],
  thousand: [1e3],
  m: [1e6, 1024 ** 2],
  million: [1e6],
  b: [1e9],
  billion: [1e9],
  t: [1e12],
  trillion: [1e12],
};

/** What units a field can be written in: `8B` is no number of layers. */
export type QuantityUnit = "count" | "parameters" | "tokens" | "number";

const allowed: Readonly<Record<QuantityUnit, RegExp>> = {
  count: /^$/u,
  number: /^$/u,
  parameters: /^(?:m|million|b|billion|t|trillion|)$/u,
  tokens: /^(?:k|thousand|m|million|b|billion|t|trillion|)$/u,
};

/** Headings and keys that give the unit of the numbers after them: `#Params (B)`, `model_size_in_billions: 7`, `params_b: 7`. */
const BILLIONS = /params \(b\)|_in_billions|params_b\b/iu;

/** All readings of all numbers in a text. */
export function quantitiesIn(text: string, unit: QuantityUnit): number[] {
  const written = numbersIn(text, unit);
  return unit === "parameters" && BILLIONS.test(text) ? [...written, ...numbersIn(text, "number").map((number) => number * 1e9)] : written;
}

function numbersIn(text: string, unit: QuantityUnit): number[] {
  const pattern = /(?<![\w.])(\d[\d,_]*(?:\.\d+)?)(?:\s*-?\s*(k|m|b|t|thousand|million|billion|trillion)(?![a-z0-9]))?/giu;
  return [...text.matchAll(pattern)].flatMap(([, digits = "", suffix = ""]) => {
    const number = Number(digits.replaceAll(/[,_]/gu, ""));
    const word = suffix.toLowerCase();
    return allowed[unit].test(word) ? (scales[word] ?? []).map((scale) => number * scale) : [];
  });
}

/** Whether two readings are the same number, but for the last bits of a product. */
export const same = (one: number, other: number): boolean => Math.abs(one - other) <= 1e-9 * Math.max(Math.abs(one), Math.abs(other));

const months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const two = (value: string | number): string => String(value).padStart(2, "0");

/** All dates in a text as ISO 8601, each as precise as it is written. */
export function datesIn(text: string): string[] {
  const found = [...text.matchAll(/(?<!\d)(20\d\d)[-./](\d{1,2})(?:[-./](\d{1,2}))?(?!\d)/gu)].map(([, year, month = "", day]) =>
    [year, two(month), ...(day ? [two(day)] : [])].join("-"),
  );
  const name = "(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\\.?";
  for (const [, month = "", day, year] of text.matchAll(
    new RegExp(`${name}\\s*(?:(\\d{1,2})(?:st|nd|rd|th)?,?\\s+(?:\\d\\d:\\d\\d:\\d\\d\\s+)?|,\\s*|\\s+)(20\\d\\d)`, "giu"),
  ))
    found.push([year, two(months.indexOf(month.toLowerCase()) + 1), ...(day ? [two(day)] : [])].join("-"));
  for (const [, day = "", month = "", year] of text.matchAll(new RegExp(`(\\d{1,2})(?:st|nd|rd|th)?\\s+${name},?\\s+(20\\d\\d)`, "giu")))
    found.push([year, two(months.indexOf(month.toLowerCase()) + 1), two(day)].join("-"));
  for (const [, year = "", month = "", day = ""] of text.matchAll(/(?<!\d)(20\d\d)(\d\d)(\d\d)(?!\d)/gu))
    found.push([year, month, day].join("-"));
  for (const [, year = ""] of text.matchAll(/(?<![\d-])(20\d\d)(?![\d-])/gu)) found.push(year);
  return found;
}

/** Whether an ISO date, of any precision, is one of the calendar between `from` and `to`. */
export function isCalendarDate(date: string, from: string, to: string): boolean {
  const match = /^(\d{4})(?:-(\d\d)(?:-(\d\d))?)?$/u.exec(date);
  if (!match) return false;
  const [, year = "", month = "01", day = "01"] = match;
  const real = new Date(`${year}-${month}-${day}T00:00:00Z`);
  return (
    real.getUTCMonth() + 1 === Number(month) &&
    real.getUTCDate() === Number(day) &&
    date >= from.slice(0, date.length) &&
    date <= to.slice(0, date.length)
  );
}
